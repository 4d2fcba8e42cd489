import * as l10n from '@vscode/l10n';
import { commands, Uri, window, workspace, WorkspaceEdit, Position, QuickPickItemKind, type QuickPickItem } from 'vscode';
import { groupTitle, type Preset } from '../experiment/preset';
import { presets, presetText } from '../experiment/presets';
import type { ExperimentEditorProvider } from './experimentEditor';
import { fileNameOf } from './saveInWorkspace';
import { defaultPreset } from './settings';
import { experimentViewType } from './viewType';
import { presetPicture } from './views/presetsView';

async function pickPreset(media: Uri): Promise<Preset | undefined> {
  const items = presets.flatMap((preset, index): (QuickPickItem & { preset?: Preset })[] => [
    ...(preset.group === presets.at(index - 1)?.group && index > 0 ? [] : [{ label: groupTitle(preset.group), kind: QuickPickItemKind.Separator }]),
    { label: preset.title, detail: preset.detail, iconPath: presetPicture(media, preset), preset },
  ]);
  const picked = await window.showQuickPick(items, { title: l10n.t('Compare Initializers'), placeHolder: l10n.t('Select a problem'), matchOnDetail: true });
  return picked?.preset;
}

async function isTaken(uri: Uri): Promise<boolean> {
  if (workspace.textDocuments.some((document) => document.uri.path === uri.path)) return true;
  try {
    await workspace.fs.stat(uri.with({ scheme: 'file' }));
    return true;
  } catch {
    return false;
  }
}

/** An untitled address with a proper file name, in the first folder of the workspace when there is one. */
async function untitledUri(name: string): Promise<Uri> {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.path ?? '';
  for (let number = 1; ; number++) {
    const file = `${fileNameOf(name)}${number === 1 ? '' : `-${number}`}.initlab.json`;
    const uri = Uri.from({ scheme: 'untitled', path: folder === '' ? file : `${folder}/${file}` });
    if (!(await isTaken(uri))) return uri;
  }
}

/** Asks for a preset (unless `id` names one), opens it as an untitled experiment in its own editor and runs it. */
export async function compareInitializers(media: Uri, editor: ExperimentEditorProvider, id?: string): Promise<void> {
  const wanted = id ?? defaultPreset();
  const preset = presets.find((one) => one.id === wanted) ?? (await pickPreset(media));
  if (!preset) return;
  await openUntitled(preset.experiment.name ?? preset.id, presetText(preset), (uri) => editor.open(uri, { run: true }));
}

/** Makes `text` an untitled experiment and has it shown: by `show`, or in its own editor. */
export async function openUntitled(name: string, text: string, show: (uri: Uri) => Promise<void> = showExperiment): Promise<void> {
  const uri = await untitledUri(name);
  const document = await workspace.openTextDocument(uri);
  const fill = new WorkspaceEdit();
  fill.insert(uri, new Position(0, 0), text);
  if (document.getText() === '' && !(await workspace.applyEdit(fill))) throw new Error(l10n.t('The new experiment {0} could not be filled.', uri.path));
  await show(document.uri);
}

async function showExperiment(uri: Uri): Promise<void> {
  await commands.executeCommand('vscode.openWith', uri, experimentViewType);
}
