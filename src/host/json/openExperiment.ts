import { commands, Uri, ViewColumn, window } from 'vscode';
import type { ExperimentEditorProvider } from '../experimentEditor';
import { experimentViewType } from '../viewType';

/** The document of a command: what it was called with, else the text in front. */
function addressOf(given: unknown): Uri | undefined {
  return given instanceof Uri ? given : window.activeTextEditor?.document.uri;
}

/** Opens an experiment in its own editor, in the column of the text or beside it, and runs it when asked. */
export async function openExperiment(editor: ExperimentEditorProvider, given: unknown, { run = false, beside = false } = {}): Promise<void> {
  const uri = addressOf(given);
  if (!uri) return;
  const shown = editor.isShown(uri);
  if (run && !shown) editor.startOnOpen(uri);
  await commands.executeCommand('vscode.openWith', uri, experimentViewType, beside ? ViewColumn.Beside : ViewColumn.Active);
  if (run && shown) editor.performOn(uri, 'run');
}
