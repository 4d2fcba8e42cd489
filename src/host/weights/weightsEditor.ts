import type { CustomDocument, CustomReadonlyEditorProvider, Uri, WebviewPanel } from 'vscode';
import type { HostContext } from '../context';
import type { Inspector } from './inspector';
import type { LocalCopies } from './localCopy';
import { WeightsPanel, type WeightsActions } from './weightsPanel';
import { WeightsSession } from './weightsSession';

/** The custom editor of files of weights, as in package.json. */
export const weightsViewType = 'initLab.weights';
/** The same editor for kinds of files that others have a claim to as well: it opens them when it is asked to. */
export const optionalWeightsViewType = 'initLab.weightsOption';
/** Endings of such files. */
const optionalEndings = ['.npy', '.h5', '.hdf5', '.safetensors.index.json', '.bin.index.json'];

/** The custom editor of a file. */
export function weightsViewTypeOf({ path }: Uri): string {
  return optionalEndings.some((ending) => path.toLowerCase().endsWith(ending))
    ? optionalWeightsViewType
    : weightsViewType;
}

/** Shows a file of weights: its tensors, their distributions, the laws that they fit. Nothing is changed. */
export class WeightsEditorProvider implements CustomReadonlyEditorProvider {
  private readonly panels = new Set<WeightsPanel>();

  constructor(
    private readonly host: HostContext,
    private readonly inspector: Inspector,
    private readonly copies: LocalCopies,
    private readonly actions: WeightsActions,
  ) {}

  /** The file of the editor in front, if one is. */
  get activeFile(): Uri | undefined {
    return [...this.panels].find(({ panel }) => panel.active)?.session.files[0];
  }

  /** The session of an open file. */
  find(uri: Uri): WeightsSession | undefined {
    return [...this.panels].find(({ session }) => session.files[0].toString() === uri.toString())?.session;
  }

  openCustomDocument(uri: Uri): CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): void {
    const shown = new WeightsPanel(
      this.host,
      panel,
      new WeightsSession(this.inspector, this.copies, [uri]),
      this.actions,
    );
    this.panels.add(shown);
    panel.onDidDispose(() => this.panels.delete(shown));
  }
}
