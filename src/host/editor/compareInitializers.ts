import * as l10n from '@vscode/l10n';
import {
  commands,
  Position,
  QuickPickItemKind,
  ThemeIcon,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type QuickPickItem,
} from 'vscode';
import { experimentSuffix } from '../../experiment/format/experimentFile';
import { groupTitle, type Preset } from '../../experiment/presets/preset';
import { presets, presetText } from '../../experiment/presets/presets';
import type { HostContext } from '../context';
import type { ExperimentEditorProvider } from './experimentEditor';
import { lessonItem } from '../lessons/lessonItem';
import { fileNameOf } from './saveInWorkspace';
import { exists } from '../platform/exists';
import { defaultPreset } from '../platform/settings';
import { experimentViewType } from './viewType';
import { presetPicture } from '../views/presetsView';

/** What a person may begin with: a preset, or something else that is started by its own command. */
type Entry = QuickPickItem & { preset?: Preset; command?: { name: string; argument?: string } };

const heading = (label: string): Entry => ({ label, kind: QuickPickItemKind.Separator });

async function pickEntry({ media, lessons }: HostContext): Promise<Entry | undefined> {
  const listed = await lessons.list();
  const entries = [
    ...presets.flatMap((preset, index): Entry[] => [
      ...(preset.group === presets.at(index - 1)?.group && index > 0 ? [] : [heading(groupTitle(preset.group))]),
      { label: preset.title, detail: preset.detail, iconPath: presetPicture(media, preset), preset },
    ]),
    ...(listed.length === 0 ? [] : [heading(l10n.t('Lessons'))]),
    ...listed.map((one): Entry => ({
      ...lessonItem(one),
      iconPath: new ThemeIcon('mortar-board'),
      command: { name: 'initLab.startLesson', argument: one.id },
    })),
    heading(l10n.t('From my code')),
    {
      label: l10n.t('From saved weights'),
      detail: l10n.t('Inspect a PyTorch, Keras, NumPy or safetensors file, and start an experiment from its weights'),
      iconPath: new ThemeIcon('graph'),
      command: { name: 'initLab.inspectWeights' },
    },
    {
      label: l10n.t('A model in Python'),
      detail: l10n.t('Compare initializations of a PyTorch or Keras model of your own, on your own data'),
      iconPath: new ThemeIcon('symbol-class'),
      command: { name: 'initLab.compareModel' },
    },
  ];
  return window.showQuickPick(entries, {
    title: l10n.t('Compare Initializers'),
    placeHolder: l10n.t('Select a problem'),
    matchOnDetail: true,
  });
}

async function isTaken(uri: Uri): Promise<boolean> {
  return (
    workspace.textDocuments.some((document) => document.uri.path === uri.path) || exists(uri.with({ scheme: 'file' }))
  );
}

/** An untitled address with a proper file name in `folder`. */
async function untitledUri(name: string, folder: string): Promise<Uri> {
  for (let number = 1; ; number++) {
    const file = `${fileNameOf(name)}${number === 1 ? '' : `-${number}`}${experimentSuffix}`;
    const uri = Uri.from({ scheme: 'untitled', path: folder === '' ? file : `${folder}/${file}` });
    if (!(await isTaken(uri))) return uri;
  }
}

/**
 * Asks what to begin with (unless `id` names a preset); a preset opens as an untitled experiment in its own editor and
 * runs.
 */
export async function compareInitializers(
  host: HostContext,
  editor: ExperimentEditorProvider,
  id?: string,
): Promise<void> {
  const wanted = id ?? defaultPreset();
  const named = presets.find((one) => one.id === wanted);
  const { preset = named, command } = named ? {} : ((await pickEntry(host)) ?? {});
  if (command)
    return void (await commands.executeCommand(
      command.name,
      ...(command.argument === undefined ? [] : [command.argument]),
    ));
  if (!preset) return;
  await openUntitled(preset.experiment.name ?? preset.id, presetText(preset), (uri) => editor.open(uri, { run: true }));
}

/** The path of the first folder of the workspace; empty without one. */
const workspaceFolder = (): string =>
  workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.path ?? '';

/** Makes `text` an untitled experiment in `folder` and has it shown: by `show`, or in its own editor. */
export async function openUntitled(
  name: string,
  text: string,
  show: (uri: Uri) => Promise<void> = showExperiment,
  folder = workspaceFolder(),
): Promise<void> {
  const uri = await untitledUri(name, folder);
  const document = await workspace.openTextDocument(uri);
  const fill = new WorkspaceEdit();
  fill.insert(uri, new Position(0, 0), text);
  if (document.getText() === '' && !(await workspace.applyEdit(fill)))
    throw new Error(l10n.t("The new experiment {0} couldn't be written.", uri.path));
  await show(document.uri);
}

async function showExperiment(uri: Uri): Promise<void> {
  await commands.executeCommand('vscode.openWith', uri, experimentViewType);
}
