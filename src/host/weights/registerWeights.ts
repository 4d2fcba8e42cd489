import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { commands, Uri, window, workspace, type Disposable } from 'vscode';
import { weightFileEndings } from '../../inspect/open/endings';
import type { HostContext } from '../context';
import { guarded } from '../platform/guarded';
import { Inspector } from './inspector';
import { LocalCopies } from './localCopy';
import { useAsInitializer } from './useWeights';
import { WeightComparisons } from './weightComparisons';
import { optionalWeightsViewType, WeightsEditorProvider, weightsViewType, weightsViewTypeOf } from './weightsEditor';
import type { WeightsActions } from './weightsPanel';

/** The parts of the weights inspector that tests ask. */
export interface Weights {
  editor: WeightsEditorProvider;
  inspector: Inspector;
  disposables: Disposable[];
}

const isUri = (value: unknown): value is Uri => value instanceof Uri;

/** Asks for a file of weights: from those of the workspace, or any other. */
async function pickFile(title: string, without?: Uri): Promise<Uri | undefined> {
  const found = (await workspace.findFiles(`**/*{${weightFileEndings.join(',')}}`, undefined, 500)).filter(
    ({ path }) => path !== without?.path,
  );
  // The many files of saved runs come after those that people put there.
  const ofRun = ({ path }: Uri): number => Number(path.includes('/.initlab/'));
  found.sort((a, b) => ofRun(a) - ofRun(b) || a.path.localeCompare(b.path, 'en', { numeric: true }));
  const items = found.map((uri) => ({
    label: posix.basename(uri.path),
    description: posix.dirname(workspace.asRelativePath(uri)),
    uri: uri as Uri | undefined,
  }));
  const picked = await window.showQuickPick(
    [...items, { label: l10n.t('Browse…'), iconPath: undefined, description: '', alwaysShow: true, uri: undefined }],
    { title, placeHolder: l10n.t('Select a weight file'), matchOnDescription: true },
  );
  if (!picked) return undefined;
  if (picked.uri) return picked.uri;
  const chosen = await window.showOpenDialog({
    title,
    filters: { [l10n.t('Weights')]: weightFileEndings.map((ending) => ending.slice(1)) },
  });
  return chosen?.[0];
}

/** Registers the editor of weights, the comparison of two files, and their commands. */
export function registerWeights(host: HostContext): Weights {
  const inspector = new Inspector(Uri.joinPath(host.dist, 'inspector.js').fsPath);
  const copies = new LocalCopies();
  const actions: WeightsActions = {
    compare: async (first) => {
      const second = await pickFile(l10n.t('Compare {0} with…', posix.basename(first.path)), first);
      if (second) comparisons.show(first, second);
    },
    openFile: async (uri) => void (await commands.executeCommand('vscode.openWith', uri, weightsViewTypeOf(uri))),
    useAsInitializer,
  };
  const editor = new WeightsEditorProvider(host, inspector, copies, actions);
  const comparisons = new WeightComparisons(host, inspector, copies, actions);

  /** From the explorer with one or two files selected, from an open file, from the palette. */
  const compare = async (clicked?: unknown, selected?: unknown): Promise<void> => {
    const files = (Array.isArray(selected) ? selected.filter(isUri) : []).slice(0, 3);
    if (files.length > 2) return void window.showInformationMessage(l10n.t('Select two files to compare.'));
    const [first, second] =
      files.length === 2
        ? files
        : [isUri(clicked) ? clicked : (editor.activeFile ?? (await pickFile(l10n.t('Compare Weights'))))];
    if (first && second) comparisons.show(first, second);
    else if (first) await actions.compare(first);
  };
  /** `run` is the run.json of a saved run. */
  const startAgainstEnd = async (run?: unknown): Promise<void> => {
    const uri = isUri(run) ? run : (run as { uri?: unknown } | undefined)?.uri;
    if (!isUri(uri)) return;
    const [start, end] = ['start.safetensors', 'final.safetensors'].map((name) => Uri.joinPath(uri, '..', name));
    for (const file of [start, end]) {
      await Promise.resolve(workspace.fs.stat(file)).catch(() => {
        throw new Error(l10n.t("The weights of this run weren't saved: {0} is missing.", posix.basename(file.path)));
      });
    }
    comparisons.show(start, end);
  };
  const inspect = async (clicked?: unknown): Promise<void> => {
    const uri = isUri(clicked) ? clicked : await pickFile(l10n.t('Inspect Weights'));
    if (uri) await actions.openFile(uri);
  };
  const use = async (clicked?: unknown): Promise<void> => {
    const uri = isUri(clicked) ? clicked : (editor.activeFile ?? (await pickFile(l10n.t('Use as Initializer'))));
    if (uri) await useAsInitializer(uri);
  };
  return {
    editor,
    inspector,
    disposables: [
      inspector,
      copies,
      comparisons.register(),
      ...[weightsViewType, optionalWeightsViewType].map((viewType) =>
        window.registerCustomEditorProvider(viewType, editor, { supportsMultipleEditorsPerDocument: true }),
      ),
      commands.registerCommand('initLab.inspectWeights', guarded(host, inspect)),
      commands.registerCommand('initLab.compareWeights', guarded(host, compare)),
      commands.registerCommand('initLab.startAgainstEnd', guarded(host, startAgainstEnd)),
      commands.registerCommand('initLab.useWeights', guarded(host, use)),
    ],
  };
}
