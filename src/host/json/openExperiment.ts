import { Uri, ViewColumn, window } from 'vscode';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';

/** The document of a command: what it was called with, else the text in front. */
function addressOf(given: unknown): Uri | undefined {
  return given instanceof Uri ? given : window.activeTextEditor?.document.uri;
}

/** Opens an experiment in its own editor, in the column of the text or beside it, and runs it when asked. */
export async function openExperiment(
  editor: ExperimentEditorProvider,
  given: unknown,
  { run = false, beside = false } = {},
): Promise<void> {
  const uri = addressOf(given);
  if (!uri) return;
  await editor.open(uri, { run, column: beside ? ViewColumn.Beside : ViewColumn.Active });
}
