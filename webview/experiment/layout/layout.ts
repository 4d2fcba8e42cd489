import type { LayoutValue, LayoutValues } from '../../../src/protocol/webview';

/** Where the sashes stand and which parts are open: one for all editors of a workspace, kept by the host. */
export class Layout {
  #values: LayoutValues = {};
  #listeners = new Set<() => void>();

  /** @param save tells the host of a changed value */
  constructor(private readonly save: (key: string, value: LayoutValue | undefined) => void) {}

  /** Calls `listener` after changes; answers how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes what the host kept. */
  fill(values: LayoutValues): void {
    this.#values = { ...values };
    this.#changed();
  }

  /** The kept value of that key, where it has the type of `fallback`; else `fallback`. */
  get<T extends LayoutValue>(key: string, fallback: T): T {
    return this.known(key, fallback) ?? fallback;
  }

  /** The kept value of that key, where it has the type of `like`. */
  known<T extends LayoutValue>(key: string, like: T): T | undefined {
    const value = Object.hasOwn(this.#values, key) ? this.#values[key] : undefined;
    return typeof value === typeof like ? (value as T) : undefined;
  }

  /** Keeps a value; undefined goes back to the default. */
  set(key: string, value: LayoutValue | undefined): void {
    if (value === undefined) delete this.#values[key];
    else this.#values[key] = value;
    this.save(key, value);
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
