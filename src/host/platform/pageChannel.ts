import { createBirpc, type BirpcReturn } from 'birpc';
import * as l10n from '@vscode/l10n';
import type { WebviewPanel } from 'vscode';
import { readingWith, rejectPending, settling } from '../../experiment/messages/settling';
import { fromWire, toWire, type WireMessage } from '../../experiment/messages/wire';
import { DisposableStore } from './disposable';

/**
 * Typed calls between an editor and its page. What the page is asked is rejected when it goes away: hidden, closed or
 * not there.
 */
export class PageChannel<Page extends object, Host extends object> extends DisposableStore {
  readonly page: BirpcReturn<Page, Host>;

  /** `api` answers the page's calls; `events` are the page's functions that answer nothing. */
  constructor(
    private readonly panel: WebviewPanel,
    api: Host,
    events: (keyof Page & string)[],
  ) {
    super();
    const { webview } = panel;
    this.page = createBirpc<Page, Host>(api, {
      ...settling,
      post: (message) => this.post(message as WireMessage),
      on: (handle) => void this.add(webview.onDidReceiveMessage(handle)),
      serialize: toWire,
      deserialize: readingWith(fromWire, () => this.page),
      eventNames: events as never[],
    });
    // VS Code throws a hidden page away, with what it was asked.
    this.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.lost();
      }),
    );
  }

  override dispose(): void {
    super.dispose();
    this.page.$close(new Error(notShown()));
  }

  private async post(message: WireMessage): Promise<void> {
    const delivered = await Promise.resolve(this.panel.webview.postMessage(message)).catch(() => false);
    if (!delivered) this.lost();
  }

  private lost(): void {
    rejectPending(this.page, notShown());
  }
}

const notShown = (): string => l10n.t('The editor is no longer visible.');
