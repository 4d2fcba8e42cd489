import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { Uri, window, workspace } from 'vscode';
import { isModelExperiment } from '../../experiment/format/forms';
import { parseExperiment } from '../../experiment/format/parse';
import { askArguments } from './askExperiment';
import { findModel } from './compareModel';
import { pythonSource } from './pythonSource';

/** Weight files that the probe reads. */
const extensions = ['pt', 'pth', 'safetensors', 'npz'];
const isCheckpoint = (uri: Uri): boolean => extensions.some((one) => uri.path.toLowerCase().endsWith(`.${one}`));
/** Python files that are looked through for models, at most. */
const mostFiles = 500;

/** A model and the checkpoint to compare it with. */
interface ChosenAudit {
  file: Uri;
  model: string;
  /** What the probe builds the model from; no data passes it. */
  experiment: object;
  checkpoint: string;
}

/** A Python file with a model: the one in front, else one that the user picks. */
async function fileWithModel(): Promise<Uri | undefined> {
  const active = window.activeTextEditor?.document;
  if (active?.languageId === 'python') return active.uri;
  const files = await workspace.findFiles('**/*.py', undefined, mostFiles);
  const decoder = new TextDecoder();
  const { findModels } = await pythonSource();
  const found = await Promise.all(
    files.map(async (uri) => {
      const { models } = findModels(decoder.decode(await workspace.fs.readFile(uri)));
      const names = models.map(({ name }) => name).join(', ');
      return names === '' ? [] : [{ label: workspace.asRelativePath(uri), description: names, uri }];
    }),
  );
  return (await window.showQuickPick(found.flat(), { title: l10n.t('Select the File of the Model') }))?.uri;
}

/** The model and the checkpoint that a command is about: either may be given, the other is asked for. */
export async function chooseAudit(given: unknown, name: unknown): Promise<ChosenAudit | undefined> {
  const fromFile = given instanceof Uri && isCheckpoint(given);
  const source = fromFile ? await fileWithModel() : given;
  if (fromFile && !source) return undefined;
  const found = await findModel(source, fromFile ? undefined : name);
  if (!found) return undefined;
  const { file, model, uri } = found;
  const known = uri && parseExperiment((await workspace.openTextDocument(uri)).getText()).experiment;
  const values = known && isModelExperiment(known) ? known.model.arguments : await askArguments(model);
  if (!values) return undefined;
  const checkpoint = fromFile
    ? given
    : (
        await window.showOpenDialog({
          title: l10n.t('Select a Checkpoint'),
          defaultUri: Uri.joinPath(file, '..'),
          filters: { [l10n.t('Weight files')]: extensions },
        })
      )?.[0];
  if (!checkpoint) return undefined;
  const experiment = {
    version: 1,
    model: { python: `${posix.basename(file.path)}:${model.name}`, arguments: values },
    data: { random: { x: { shape: [1] } } },
    loss: 'model',
  };
  return { file, model: model.name, experiment, checkpoint: checkpoint.fsPath };
}
