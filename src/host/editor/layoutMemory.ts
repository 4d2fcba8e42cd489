import type { Memento } from 'vscode';
import type { LayoutValue, LayoutValues } from '../../protocol/webview';

const key = 'initLab.layout';

/** The arrangement of the editors, kept by VS Code for the workspace. */
export class LayoutMemory {
  constructor(private readonly memento: Memento) {}

  get values(): LayoutValues {
    return this.memento.get<LayoutValues>(key, {});
  }

  /** Keeps a value; without one the default comes back. */
  set(name: string, value: LayoutValue | undefined): void {
    const { [name]: _, ...rest } = this.values;
    void this.memento.update(key, value === undefined ? rest : { ...rest, [name]: value });
  }
}
