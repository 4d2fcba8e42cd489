// VS Code's command line can open a file, but cannot run a command on it. This does, in the windows of `npm start`
// only.
import { commands, Uri } from 'vscode';

/** Opens the experiment of INIT_LAB_OPEN in its editor and starts its training. */
export async function activate() {
  const file = process.env.INIT_LAB_OPEN;
  if (file === undefined || file === '') return;
  await commands.executeCommand('vscode.openWith', Uri.file(file), 'initLab.experiment', { preview: false });
  await commands.executeCommand('initLab.run');
}
