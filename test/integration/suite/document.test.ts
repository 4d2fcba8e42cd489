import { strict as assert } from 'node:assert';
import { suite, suiteTeardown, teardown, test } from 'mocha';
import { commands, TabInputText, type TextDocument, window, workspace, WorkspaceEdit } from 'vscode';
import {
  closeAllEditors,
  longestBlock,
  openExperiment,
  readText,
  shownExperiment,
  smallExperiment,
  until,
  workspaceFile,
  writeText,
  openFile,
} from './support';

suite('Document', () => {
  teardown(closeAllEditors);
  suiteTeardown(closeAllEditors);

  test('a file named *.initlab.json opens in the experiment editor', async () => {
    const { uri } = await openExperiment('opens', smallExperiment());
    assert.equal(shownExperiment()?.toString(), uri.toString());
  });

  test('an edit makes the document dirty, undo takes it back, save writes it', async () => {
    const { uri, document } = await openExperiment('edits', smallExperiment());
    const before = document.getText();
    const at = before.indexOf('"Small"');
    const edit = new WorkspaceEdit();
    edit.insert(uri, document.positionAt(at + 1), 'Very ');
    assert.ok(await workspace.applyEdit(edit));
    assert.equal(document.isDirty, true);
    await commands.executeCommand('undo');
    await until(() => document.getText() === before, 'undo to take the edit back');
    await commands.executeCommand('redo');
    await until(() => document.getText() !== before, 'redo to bring the edit back');
    await commands.executeCommand('workbench.action.files.save');
    await until(() => !document.isDirty, 'the document to be saved');
    assert.equal(JSON.parse(await readText(uri)).name, 'Very Small');
  });

  test('Open as JSON shows the text', async () => {
    const { uri } = await openExperiment('text', smallExperiment());
    await commands.executeCommand('initLab.openAsJson');
    await until(() => {
      const input = window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof TabInputText && input.uri.toString() === uri.toString();
    }, 'the text editor');
  });

  test('5 MB of garbage open, and are shown again when they are mended', async () => {
    const uri = workspaceFile('garbage.initlab.json');
    const unit = '{"a":[1,2,"\u00e4\\u0000",{]}}nul\n';
    await writeText(uri, unit.repeat(Math.ceil(5e6 / unit.length)));
    let document: TextDocument | undefined;
    const start = performance.now();
    const longest = await longestBlock(async () => {
      document = await openFile(uri);
      await commands.executeCommand('initLab.run');
      await new Promise((resolve) => setTimeout(resolve, 1000));
    });
    console.log(
      `[mocha]     opened in ${(performance.now() - start - 1000).toFixed(0)} ms, longest block ${longest.toFixed(0)} ms`,
    );
    assert.ok(document!.getText().length >= 5e6 - unit.length);
    await writeText(uri, JSON.stringify(smallExperiment()));
    await until(() => document!.getText().length < 5000, 'the mended file to be shown');
  });

  test('Compare Initializers opens an untitled experiment', async () => {
    await commands.executeCommand('initLab.compareInitializers', 'circles');
    const uri = await until(shownExperiment, 'the experiment editor');
    assert.equal(uri.scheme, 'untitled');
    const document = workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    assert.equal(JSON.parse(document?.getText() ?? '{}').dataset.kind, 'circles');
  });
});
