import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { env, Uri, window, workspace } from 'vscode';
import { modelCode, type ModelCode, type ModelInitializer } from '../../experiment/code/modelCode';
import { isModelExperiment } from '../../experiment/format/forms';
import type { ModelExperiment } from '../../experiment/format/schema';
import { labelOf } from '../../experiment/text/labels';
import type { HostContext } from '../context';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import { parsedDocument } from '../editor/parsedDocument';
import type { ChangePreview } from './changePreview';
import { modelsOf, openPythonFile } from './pythonFile';
import { pythonSource } from './pythonSource';

/** An initializer that is to become code of its model. */
interface Chosen {
  entry: ModelInitializer;
  /** The file of the model, and the model's name in it. */
  file: Uri;
  model: string;
  write: (name: string) => ModelCode;
}

/** Whether a trial of it draws anything. */
const draws = ({ kind, layers }: ModelInitializer): boolean =>
  kind !== 'asWritten' || Object.keys(layers ?? {}).length > 0;

async function pick(experiment: ModelExperiment, given: unknown): Promise<ModelInitializer | undefined> {
  if (typeof given === 'number') return experiment.initializers[given];
  const items = experiment.initializers.filter(draws).map((entry) => ({ label: labelOf(entry), entry }));
  if (items.length === 1) return items[0].entry;
  return (await window.showQuickPick(items, { title: l10n.t('Select an Initializer') }))?.entry;
}

/** Reads a model's framework from its file; PyTorch where the file does not tell. */
async function needTorch(file: Uri, model: string): Promise<void> {
  const { models } = await modelsOf(await openPythonFile(file));
  if (models.find(({ name }) => name === model)?.framework === 'keras')
    throw new Error(l10n.t('Only initializers of PyTorch models can be written as a function so far.'));
}

/** Finds the initializer that a command is about: of the page, else of the experiment in front. */
async function choose(
  host: HostContext,
  editor: ExperimentEditorProvider,
  given: unknown,
  index: unknown,
): Promise<Chosen | undefined> {
  const uri = given instanceof Uri ? given : editor.activeUri;
  const experiment = uri && parsedDocument(await workspace.openTextDocument(uri)).experiment;
  if (!uri || !experiment || !isModelExperiment(experiment)) {
    void window.showInformationMessage(l10n.t('Open a valid experiment with a model in Python first.'));
    return undefined;
  }
  const entry = await pick(experiment, index);
  if (!entry) return undefined;
  if (!draws(entry)) {
    void window.showInformationMessage(l10n.t('This initializer leaves the model as its constructor draws it.'));
    return undefined;
  }
  const [path, model] = experiment.model.python.split(':');
  const folder = Uri.joinPath(uri, '..');
  const file = Uri.joinPath(folder, path);
  const run = host.exportSources.of(uri)?.run?.header;
  const known = run && isModelExperiment(run.experiment) && run.experiment.model.python === experiment.model.python;
  const modules = known ? run.model?.modules.map(({ kind }) => kind) : undefined;
  const write = (name: string): ModelCode =>
    modelCode(entry, {
      name,
      seeds: experiment.random.seeds,
      ...(modules && { modules: new Set(modules) }),
      pathOf: (weights) => posix.relative(posix.dirname(file.path), posix.resolve(folder.path, weights)),
    });
  return { entry, file, model, write };
}

/** Puts an initializer of an experiment on the clipboard, as a function that draws into its model. */
export async function copyInitFunction(
  host: HostContext,
  editor: ExperimentEditorProvider,
  given: unknown,
  index: unknown,
): Promise<void> {
  const chosen = await choose(host, editor, given, index);
  if (!chosen) return;
  await needTorch(chosen.file, chosen.model);
  const { imports, text } = chosen.write('init_weights');
  await env.clipboard.writeText(`${imports.join('\n')}\n\n\n${text}\n`);
  void window.showInformationMessage(l10n.t('Copied init_weights({0}).', 'model'));
}

/** Writes an initializer of an experiment into the file of its model, once the user has seen and confirmed it. */
export async function applyInitFunction(
  host: HostContext,
  editor: ExperimentEditorProvider,
  preview: ChangePreview,
  given: unknown,
  index: unknown,
): Promise<void> {
  const chosen = await choose(host, editor, given, index);
  if (!chosen) return;
  const { file, model, entry } = chosen;
  if (!file.path.endsWith('.py'))
    throw new Error(l10n.t('{0} is no Python file: copy the function instead.', posix.basename(file.path)));
  const laws = [entry, ...Object.values(entry.layers ?? {})];
  if (laws.some(({ kind }) => kind === 'lsuv'))
    throw new Error(
      l10n.t("LSUV needs the first batch, which a model doesn't have yet when it is built: copy the function instead."),
    );
  await needTorch(file, model);
  const document = await workspace.openTextDocument(file);
  const { applyToModel } = await pythonSource();
  await preview.apply(document, labelOf(entry), (text) => applyToModel(text, model, chosen.write));
}
