'use strict';
// VS Code's command line can open a file, but cannot run a command on it. This does, in the windows of `npm start` only.
const vscode = require('vscode');

/** Opens the experiment of INIT_LAB_OPEN in its editor and starts its training. */
exports.activate = async () => {
  const file = process.env.INIT_LAB_OPEN;
  if (!file) return;
  const uri = vscode.Uri.file(file);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'initLab.experiment', { preview: false });
  await vscode.commands.executeCommand('initLab.run');
};
