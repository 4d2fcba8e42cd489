import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { Uri, window, workspace } from 'vscode';
import { experimentPattern, isExperimentPath } from '../../experiment/format/experimentFile';
import { isModelExperiment } from '../../experiment/format/forms';
import { parseExperiment } from '../../experiment/format/parse';
import { experimentText } from '../../experiment/presets/presets';
import type { FoundModel } from '../../python/source/findModels';
import { openUntitled } from '../editor/compareInitializers';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import { askExperiment } from './askExperiment';
import { fileOfNotebook, modelsOf, openPythonFile, pythonFileOf, type PythonFile } from './pythonFile';

/** The file that a command is about: of a lens, else the one in front. */
async function fileOf(given: unknown): Promise<PythonFile | undefined> {
  if (given instanceof Uri) return openPythonFile(given);
  const document = window.activeTextEditor?.document;
  if (document?.languageId === 'python') return pythonFileOf(document);
  const notebook = window.activeNotebookEditor?.notebook;
  if (notebook) return fileOfNotebook(notebook);
  void window.showInformationMessage(l10n.t('Open a Python file or notebook with a PyTorch or Keras model first.'));
  return undefined;
}

/** The model of a file that a command is about: of a lens, the only one, or the one the user picks. */
async function modelOf(file: PythonFile, given: unknown): Promise<FoundModel | undefined> {
  const { models } = await modelsOf(file);
  const named = models.find(({ name }) => name === given);
  if (named || models.length === 1) return named ?? models[0];
  if (models.length === 0) {
    void window.showInformationMessage(
      l10n.t(
        'No model was found in {0}: expected a class that derives from torch.nn.Module or keras.Model, a function that returns one, or a Sequential at the top level.',
        posix.basename(file.uri.path),
      ),
    );
    return undefined;
  }
  const items = models.map((model) => ({ label: model.name, description: model.kind, model }));
  return (await window.showQuickPick(items, { title: l10n.t('Select a Model') }))?.model;
}

/** An experiment with this model in the model's folder, open or on disk. */
async function experimentOf(file: Uri, name: string): Promise<Uri | undefined> {
  const folder = posix.dirname(file.path);
  const wanted = `${posix.basename(file.path)}:${name}`;
  const isIt = (text: string): boolean => {
    const { experiment } = parseExperiment(text);
    return experiment !== undefined && isModelExperiment(experiment) && experiment.model.python === wanted;
  };
  const open = workspace.textDocuments.find(
    (one) =>
      !one.isClosed && isExperimentPath(one.uri.path) && posix.dirname(one.uri.path) === folder && isIt(one.getText()),
  );
  if (open) return open.uri;
  const files = await workspace.findFiles(experimentPattern, undefined, 500);
  for (const uri of files.filter(({ path }) => posix.dirname(path) === folder)) {
    const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
    if (isIt(text)) return uri;
  }
  return undefined;
}

/** Where a model is. */
interface FoundPlace {
  source: PythonFile;
  file: Uri;
  model: FoundModel;
  uri: Uri | undefined;
}

/** What a command on a model needs: its file, and the experiment with it, which may have to be made. */
export interface ChosenModel {
  file: Uri;
  model: FoundModel;
  /** The text of an experiment that exists, or of a first one. */
  text: string;
  /** Where the experiment is, if it exists. */
  uri?: Uri;
}

/** A model that a command is about, in its file, which is saved, and the experiment with it, if there is one. */
export async function findModel(given: unknown, name: unknown): Promise<FoundPlace | undefined> {
  const source = await fileOf(given);
  const model = source && (await modelOf(source, name));
  if (!source || !model) return undefined;
  const file = source.uri;
  if (file.scheme !== 'file') {
    void window.showWarningMessage(l10n.t('Save {0} on a local disk first: Python imports it from there.', file.path));
    return undefined;
  }
  await source.save();
  return { source, file, model, uri: await experimentOf(file, model.name) };
}

/** Finds the model that a command is about and its experiment, asking what nobody can know. */
export async function chooseModel(given: unknown, name: unknown): Promise<ChosenModel | undefined> {
  const found = await findModel(given, name);
  if (!found) return undefined;
  const { source, file, model, uri } = found;
  if (uri) return { file, model, uri, text: (await workspace.openTextDocument(uri)).getText() };
  const experiment = await askExperiment(file, model, await modelsOf(source));
  return experiment && { file, model, text: experimentText(experiment) };
}

/** Opens the experiment of a model and runs it; a first one is untitled, in the folder of the model. */
export async function compareModel(editor: ExperimentEditorProvider, given: unknown, name: unknown): Promise<void> {
  const chosen = await chooseModel(given, name);
  if (!chosen) return;
  const show = (uri: Uri): Promise<void> => editor.open(uri, { run: true });
  if (chosen.uri) return show(chosen.uri);
  await openUntitled(chosen.model.name, chosen.text, show, Uri.joinPath(chosen.file, '..').path);
}
