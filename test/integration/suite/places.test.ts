import { strict as assert } from 'node:assert';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import {
  commands,
  FileType,
  languages,
  Range,
  TabInputCustom,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type Disposable,
} from 'vscode';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import { MemoryFiles } from './memoryFiles';
import {
  closeAllEditors,
  initLab,
  openFile,
  patience,
  readText,
  runWith,
  smallExperiment,
  until,
  writeText,
} from './support';

// These tests run in a workspace of two folders of the disk; a third one, in memory, is added at its end.
const scheme = 'initlab-memory';
const lockedScheme = 'initlab-locked';
const memoryRoot = Uri.from({ scheme, path: '/work' });
const lockedRoot = Uri.from({ scheme: lockedScheme, path: '/work' });
const name = 'circles.initlab.json';

const textOf = (experiment: ExperimentInput): string => JSON.stringify(experiment, undefined, 2);
const runsOf = (root: Uri): Uri => Uri.joinPath(root, '.initlab', 'runs');

async function kept(root: Uri): Promise<string[]> {
  const entries = await Promise.resolve(workspace.fs.readDirectory(runsOf(root))).catch(() => []);
  return entries
    .filter(([, type]) => type === FileType.Directory)
    .map(([folder]) => folder)
    .sort();
}

/** Waits until `root` has so many saved runs; answers their names. */
async function savedRuns(root: Uri, count: number): Promise<string[]> {
  for (const end = Date.now() + patience * 1000; ;) {
    const names = (await kept(root)).filter((one) => !one.startsWith('.'));
    if (names.length >= count) return names;
    if (Date.now() > end) assert.fail(`Waited in vain for ${count} runs in ${root.toString()}: ${names.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function run(uri: Uri): Promise<void> {
  const api = await initLab();
  const before = api.runOf(uri.toString())?.id;
  await commands.executeCommand('initLab.run');
  await until(() => api.runOf(uri.toString())?.id !== before, 'a run to start');
}

suite('Places', () => {
  const memory = new MemoryFiles();
  const locked = new MemoryFiles();
  const registered: Disposable[] = [];
  suiteSetup(async () => {
    registered.push(
      workspace.registerFileSystemProvider(scheme, memory, { isCaseSensitive: true }),
      workspace.registerFileSystemProvider(lockedScheme, locked, { isCaseSensitive: true, isReadonly: true }),
    );
    memory.createDirectory(memoryRoot);
    locked.createDirectory(lockedRoot);
    locked.writeFile(
      Uri.joinPath(lockedRoot, name),
      new TextEncoder().encode(textOf(smallExperiment({ name: 'Locked' }))),
    );
    const before = workspace.workspaceFolders?.length ?? 0;
    assert.equal(before, 2, 'a workspace of two folders is needed');
    assert.ok(
      workspace.updateWorkspaceFolders(
        before,
        0,
        { uri: memoryRoot, name: 'memory' },
        { uri: lockedRoot, name: 'locked' },
      ),
    );
    await until(() => workspace.workspaceFolders?.length === 4, 'four workspace folders');
  });
  teardown(closeAllEditors);
  suiteTeardown(() => registered.forEach((one) => one.dispose()));

  test('an experiment in a virtual file system opens, runs, is edited and saved', async () => {
    const uri = Uri.joinPath(memoryRoot, name);
    await writeText(uri, textOf(smallExperiment({ name: 'Afar' })));
    const document = await openFile(uri);
    await run(uri);
    await runWith(uri, ['finished']);
    const edit = new WorkspaceEdit();
    const at = document.getText().indexOf('"steps": 50') + '"steps": '.length;
    edit.replace(uri, new Range(document.positionAt(at), document.positionAt(at + 2)), '60');
    assert.ok(await workspace.applyEdit(edit));
    await commands.executeCommand('workbench.action.files.save');
    await until(() => !document.isDirty, 'the document to be saved');
    assert.equal((JSON.parse(await readText(uri)) as ExperimentInput).training.steps, 60);
    await run(uri);
    const record = await runWith(uri, ['finished']);
    assert.equal(record.trials[1].step, 60);
  });

  test('its runs are saved beside it, whole, and open again', async () => {
    const [folder] = await savedRuns(memoryRoot, 2);
    const place = Uri.joinPath(runsOf(memoryRoot), folder);
    assert.deepEqual(
      memory
        .readDirectory(place)
        .map(([file]) => file)
        .sort(),
      ['final.safetensors', 'run.json', 'start.safetensors'],
    );
    assert.deepEqual(
      (await kept(memoryRoot)).filter((one) => one.startsWith('.')),
      [],
      'nothing unfinished stays',
    );
    const file = Uri.joinPath(place, 'run.json');
    const { summary } = JSON.parse(await readText(file)) as { summary: { source: string; status: string } };
    assert.deepEqual([summary.source, summary.status], [name, 'finished']);
    await commands.executeCommand('vscode.open', file, { preview: false });
    await until(() => {
      const input = window.tabGroups.activeTabGroup.activeTab?.input;
      return (
        input instanceof TabInputCustom && input.viewType === 'initLab.run' && input.uri.toString() === file.toString()
      );
    }, 'the saved run to be shown');
    // Its title is that of the run once it could be read.
    await until(() => window.tabGroups.activeTabGroup.activeTab?.label.startsWith('Afar — '), 'the title of the run');
  });

  test('data beside it cannot be read by the trainer: the text says so once, and no run starts', async () => {
    const uri = Uri.joinPath(memoryRoot, 'table.initlab.json');
    await writeText(Uri.joinPath(memoryRoot, 'table.csv'), 'a,b,class\n1,2,0\n2,1,1\n');
    await writeText(uri, textOf(smallExperiment({ dataset: { kind: 'csv', path: 'table.csv', target: 'class' } })));
    await openFile(uri);
    const said = await until(() => {
      const found = languages.getDiagnostics(uri).filter(({ source }) => source === 'Init Lab');
      return found.length > 0 && found;
    }, 'the problem of the path');
    assert.equal(said.length, 1);
    assert.ok(said[0].message.includes(scheme), said[0].message);
    await commands.executeCommand('initLab.run');
    assert.equal((await initLab()).runOf(uri.toString()), undefined);
    assert.equal((await initLab()).trainerPid(uri.toString()), undefined);
  });

  test('a file system that cannot be written: the experiment runs, nothing is saved, nothing changes', async () => {
    const uri = Uri.joinPath(lockedRoot, name);
    const before = await readText(uri);
    const document = await openFile(uri);
    await run(uri);
    await runWith(uri, ['finished']);
    await commands.executeCommand('initLab.newDraw');
    assert.equal(document.getText(), before, 'a new draw would change the document');
    assert.equal(document.isDirty, false);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(await kept(lockedRoot), []);
    assert.equal(await readText(uri), before);
    assert.equal((await initLab()).runOf(uri.toString())?.status, 'finished', 'its run is still shown');
  });

  test('experiments of one name in two folders: each run is saved in its own folder, data is read from beside its file', async () => {
    const [one, two] = workspace.workspaceFolders!.map(({ uri }) => uri);
    const table = (rows: number): string =>
      `a,b,class\n${Array.from({ length: rows }, (_, row) => `${row},${row % 3},${row % 2}`).join('\n')}\n`;
    const experiment = textOf(
      smallExperiment({
        name: 'Same',
        dataset: { kind: 'csv', path: 'data/table.csv', target: 'class', testFraction: 0.5 },
      }),
    );
    for (const [folder, rows] of [
      [one, 20],
      [two, 40],
    ] as const) {
      await writeText(Uri.joinPath(folder, 'data', 'table.csv'), table(rows));
      await writeText(Uri.joinPath(folder, 'same.initlab.json'), experiment);
    }
    for (const [folder, rows] of [
      [one, 20],
      [two, 40],
    ] as const) {
      const uri = Uri.joinPath(folder, 'same.initlab.json');
      await openFile(uri);
      await run(uri);
      const { header } = await runWith(uri, ['finished']);
      assert.equal(header!.data.trainCount + header!.data.testCount, rows);
      const names = await savedRuns(folder, 1);
      assert.deepEqual(
        names.map((folderName) => folderName.startsWith('same-')),
        [true],
      );
    }
    assert.equal((await kept(one)).length, 1, 'the run of the second folder did not go to the first');
  });
});
