import type { Disposable } from 'vscode';

/** Owns disposables; whatever is registered goes with it. */
export class DisposableStore implements Disposable {
  private readonly items: Disposable[] = [];
  private gone = false;

  get isDisposed(): boolean {
    return this.gone;
  }

  /** Registers `item`, at once disposed when the owner is gone already. */
  add<T extends Disposable>(item: T): T {
    if (this.gone) item.dispose();
    else this.items.push(item);
    return item;
  }

  dispose(): void {
    this.gone = true;
    for (const item of this.items.splice(0).reverse()) item.dispose();
  }
}
