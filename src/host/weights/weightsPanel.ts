import type { BirpcReturn } from 'birpc';
import { env, l10n as vscodeL10n, type Uri, type WebviewPanel } from 'vscode';
import type { WeightsHostApi, WeightsViewApi } from '../../protocol/weights';
import type { HostContext } from '../context';
import { DisposableStore } from '../platform/disposable';
import { guarded } from '../platform/guarded';
import { webviewHtml } from '../platform/html';
import { PageChannel } from '../platform/pageChannel';
import type { WeightsSession } from './weightsSession';

/** What a weights editor asks of the rest of the extension. */
export interface WeightsActions {
  compare(first: Uri): Promise<void>;
  openFile(uri: Uri): Promise<void>;
  useAsInitializer(uri: Uri): Promise<void>;
}

/** One shown file of weights, or two: keeps its page up to date and does what it asks. */
export class WeightsPanel extends DisposableStore {
  private readonly view: BirpcReturn<WeightsViewApi, WeightsHostApi>;
  private hydrated = false;

  constructor(
    private readonly host: HostContext,
    readonly panel: WebviewPanel,
    readonly session: WeightsSession,
    private readonly actions: WeightsActions,
  ) {
    super();
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [host.dist] };
    this.view = this.add(
      new PageChannel<WeightsViewApi, WeightsHostApi>(panel, this.api(), ['progressed', 'replaced']),
    ).page;
    this.add(session);
    this.add(session.onDidProgress((progress) => this.hydrated && this.view.progressed(progress)));
    this.add(session.onDidReplace((state) => this.hydrated && this.view.replaced(state)));
    // A hidden page is thrown away by VS Code; the one made when it shows again asks for everything anew.
    this.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.hydrated = false;
      }),
    );
    panel.onDidDispose(() => this.dispose());
    webview.html = webviewHtml(webview, host.dist, 'weights', 'Init Lab');
  }

  private api(): WeightsHostApi {
    const { host, session, actions } = this;
    const file = (index: number): Uri => session.files[index];
    return {
      hydrate: async () => {
        this.hydrated = true;
        return { ...session.state, strings: vscodeL10n.bundle };
      },
      detail: (index, tensor, options) => session.detail(index, tensor, options),
      singularValues: (index, tensor) => session.singularValues(index, tensor),
      setLayout: (layout) => session.setLayout(layout),
      stop: () => session.stop(),
      resume: () => session.resume(),
      reopen: () => session.open(),
      compare: guarded(host, () => actions.compare(file(0))),
      swap: () => session.swap(),
      openFile: guarded(host, (index: number) => actions.openFile(file(index))),
      useAsInitializer: guarded(host, () => actions.useAsInitializer(file(0))),
      copy: (text) => Promise.resolve(env.clipboard.writeText(text)),
    };
  }
}
