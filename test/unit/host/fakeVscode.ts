/** What the parts of the host that are tested by themselves need of VS Code; a test adds what it looks at. */
export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => unknown>();
  readonly event = (listener: (value: T) => unknown): { dispose(): void } => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

/** An address, as VS Code has it. */
export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}
  static file = (path: string): Uri => new Uri('file', path);
  static from = ({ scheme, path }: { scheme: string; path: string }): Uri => new Uri(scheme, path);
  static joinPath = ({ scheme, path }: Uri, ...parts: string[]): Uri =>
    new Uri(
      scheme,
      parts.reduce((at, part) => (part === '..' ? at.replace(/\/[^/]*$/, '') : `${at}/${part}`), path),
    );
  get fsPath(): string {
    return this.path;
  }
  with({ scheme = this.scheme, path = this.path }: { scheme?: string; path?: string }): Uri {
    return new Uri(scheme, path);
  }
  toString(): string {
    return `${this.scheme}:${this.path}`;
  }
}

/** Listens to nothing. */
export const never = (): { dispose(): void } => ({ dispose: () => undefined });

/** A thing that is told of later. */
export class Later<T> {
  resolve!: (value: T) => void;
  reject!: (error: Error) => void;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Lets everything that is waiting for nothing but its turn go on. */
export async function turns(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
