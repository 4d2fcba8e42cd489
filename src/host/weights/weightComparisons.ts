import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { Uri, ViewColumn, window, type Disposable, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import type { HostContext } from '../context';
import type { Inspector } from './inspector';
import type { LocalCopies } from './localCopy';
import { WeightsPanel, type WeightsActions } from './weightsPanel';
import { WeightsSession } from './weightsSession';

/** The view of two files of weights side by side. */
const weightComparisonViewType = 'initLab.weightComparison';

/** Views of two checkpoints, tensor by tensor. They survive a reload. */
export class WeightComparisons implements WebviewPanelSerializer<{ files?: unknown }> {
  private readonly panels = new Map<WebviewPanel, WeightsPanel>();

  constructor(
    private readonly host: HostContext,
    private readonly inspector: Inspector,
    private readonly copies: LocalCopies,
    private readonly actions: WeightsActions,
  ) {}

  register(): Disposable {
    return window.registerWebviewPanelSerializer(weightComparisonViewType, this);
  }

  /** Shows how `after` differs from `before`. */
  show(before: Uri, after: Uri): void {
    const open = [...this.panels].find(
      ([, { session }]) => session.files.map(String).join() === [before, after].map(String).join(),
    );
    if (open) return open[0].reveal();
    this.fill(
      window.createWebviewPanel(weightComparisonViewType, '', ViewColumn.Active, {
        enableScripts: true,
        enableFindWidget: true,
      }),
      [before, after],
    );
  }

  async deserializeWebviewPanel(panel: WebviewPanel, state: { files?: unknown } | undefined): Promise<void> {
    const files = Array.isArray(state?.files)
      ? state.files.filter((uri) => typeof uri === 'string').map((uri) => Uri.parse(uri))
      : [];
    if (files.length === 2) this.fill(panel, files);
    else panel.dispose();
  }

  private fill(panel: WebviewPanel, files: readonly Uri[]): void {
    panel.iconPath = {
      light: Uri.joinPath(this.host.media, 'compare-light.svg'),
      dark: Uri.joinPath(this.host.media, 'compare-dark.svg'),
    };
    const session = new WeightsSession(this.inspector, this.copies, files, (uris) => ({ files: uris.map(String) }));
    const entitle = (): void => void (panel.title = titleOf(session.files));
    entitle();
    const shown = new WeightsPanel(this.host, panel, session, this.actions);
    shown.add(session.onDidReplace(entitle));
    this.panels.set(panel, shown);
    panel.onDidDispose(() => this.panels.delete(panel));
  }
}

/** Names of both files, with their folders where the names are the same. */
function titleOf(files: readonly Uri[]): string {
  const [a, b] = files.map(({ path }) => posix.basename(path));
  if (a !== b) return l10n.t('{0} ↔ {1}', a, b);
  const [folderA, folderB] = files.map(({ path }) => posix.basename(posix.dirname(path)));
  return l10n.t('{0} ↔ {1}', `${folderA}/${a}`, `${folderB}/${b}`);
}
