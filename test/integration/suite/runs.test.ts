import { strict as assert } from 'node:assert';
import { suite, suiteTeardown, teardown, test } from 'mocha';
import { commands, FileType, TabInputCustom, Uri, window, workspace } from 'vscode';
import { readSafetensors } from '../../../src/engine/formats/safetensors';
import {
  closeAllEditors,
  initLab,
  longestBlock,
  longExperiment,
  openExperiment,
  patience,
  readText,
  recording,
  runWith,
  smallExperiment,
  until,
  workspaceFile,
  writeText,
} from './support';

const folder = (): Uri => workspaceFile('.initlab/runs');

async function kept(): Promise<string[]> {
  try {
    return (await workspace.fs.readDirectory(folder()))
      .filter(([, type]) => type === FileType.Directory)
      .map(([name]) => name)
      .sort();
  } catch {
    return [];
  }
}

/**
 * Waits for a run of an experiment that is not among `before`; answers its folder. Runs of other suites may still come
 * in.
 */
async function newRun(before: readonly string[], experiment: string, seconds = patience): Promise<string> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = (await kept()).find((name) => !before.includes(name) && name.startsWith(`${experiment}-`));
    if (found !== undefined) return found;
    if (Date.now() > end) assert.fail(`Waited ${seconds} s in vain for a saved run`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

suite('Saved runs', () => {
  const settings = () => workspace.getConfiguration('initLab.runs');
  teardown(closeAllEditors);
  suiteTeardown(async () => {
    await settings().update('keep', undefined);
    await settings().update('save', undefined);
  });

  test('a run that ends is saved whole, and opens read-only', async () => {
    const before = await kept();
    const { uri } = await openExperiment('keeps', smallExperiment({ name: 'Keeps' }));
    await commands.executeCommand('initLab.run');
    await runWith(uri, ['finished']);
    const name = await newRun(before, 'keeps');
    assert.match(name, /^keeps-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
    const files = (await workspace.fs.readDirectory(Uri.joinPath(folder(), name))).map(([file]) => file).sort();
    assert.deepEqual(files, ['final.safetensors', 'run.json', 'start.safetensors']);
    const file = Uri.joinPath(folder(), name, 'run.json');
    const { version, summary, trials } = JSON.parse(await readText(file)) as {
      version: number;
      summary: { source: string; status: string };
      trials: unknown[];
    };
    assert.deepEqual(
      [version, summary.source, summary.status, trials.length],
      [1, 'keeps.initlab.json', 'finished', 2],
    );
    const { tensors } = readSafetensors(await workspace.fs.readFile(Uri.joinPath(folder(), name, 'final.safetensors')));
    assert.ok(tensors.some((tensor) => tensor.name === 'heNormal.seed3.hidden.0.kernel'));
    await commands.executeCommand('vscode.open', file);
    await until(() => {
      const input = window.tabGroups.activeTabGroup.activeTab?.input;
      return (
        input instanceof TabInputCustom && input.viewType === 'initLab.run' && input.uri.toString() === file.toString()
      );
    }, 'the saved run to be shown');
  });

  test('a stopped run is saved, one that never trained is not', async () => {
    const before = await kept();
    const { uri } = await openExperiment('stops', longExperiment({ name: 'Stops' }));
    await commands.executeCommand('initLab.reset');
    await runWith(uri, ['paused']);
    await commands.executeCommand('initLab.stop');
    await runWith(uri, ['stopped']);
    await commands.executeCommand('initLab.run');
    await recording(uri);
    await commands.executeCommand('initLab.stop');
    await runWith(uri, ['stopped']);
    await newRun(before, 'stops');
    assert.equal((await kept()).filter((name) => name.startsWith('stops-')).length, 1);
  });

  test('closing the editor of a training experiment keeps what was recorded', async () => {
    const before = await kept();
    const { uri } = await openExperiment('closes', longExperiment({ name: 'Closes' }));
    await commands.executeCommand('initLab.run');
    await recording(uri);
    await closeAllEditors();
    const name = await newRun(before, 'closes');
    const { summary } = JSON.parse(await readText(Uri.joinPath(folder(), name, 'run.json'))) as {
      summary: { status: string; steps: number };
    };
    assert.equal(summary.status, 'stopped');
    assert.ok(summary.steps > 0);
  });

  test('older runs make room, open ones and those of other versions stay', async () => {
    const old = Uri.joinPath(folder(), 'of-tomorrow', 'run.json');
    await writeText(old, '{\n"summary": {"recording": 1},\n"version": 99,\n"later": true\n}');
    const [open] = (await kept()).filter((name) => name !== 'of-tomorrow');
    await commands.executeCommand('vscode.open', Uri.joinPath(folder(), open, 'run.json'), { preview: false });
    await settings().update('keep', 2);
    const { uri } = await openExperiment('prunes', smallExperiment({ name: 'Prunes' }));
    for (let times = 0; times < 3; times++) {
      const before = await kept();
      const api = await initLab();
      const id = api.runOf(uri.toString())?.id;
      await commands.executeCommand('initLab.run');
      await until(
        () => api.runOf(uri.toString())?.id !== id && api.runOf(uri.toString())?.status === 'finished',
        'the next run to end',
      );
      await newRun(before, 'prunes');
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const names = await kept();
    assert.equal(names.filter((name) => name.startsWith('prunes-')).length, 2);
    assert.ok(names.includes(open), 'the open run is still there');
    assert.ok(names.includes('of-tomorrow'), 'a run that this version cannot read is still there');
    assert.equal(names.length, 4);
  });

  test('the setting turns it off', async () => {
    await settings().update('save', false);
    const { uri } = await openExperiment('off', smallExperiment({ name: 'Off' }));
    await commands.executeCommand('initLab.run');
    await runWith(uri, ['finished']);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.ok(!(await kept()).some((name) => name.startsWith('off-')));
    await settings().update('save', undefined);
  });

  test('a large run is saved whole', async () => {
    const before = await kept();
    const { uri } = await openExperiment(
      'large',
      smallExperiment({
        name: 'Large',
        dataset: { kind: 'teacher', train: 2000, test: 200, features: 784, classes: 10 },
        network: { hidden: [300, 100] },
        loss: 'categoricalCrossEntropy',
        training: { steps: 60, batchSize: 100, recordEvery: 1 },
        random: { seeds: [1, 2, 3, 4] },
        initializers: [
          { kind: 'glorotUniform' },
          { kind: 'heNormal' },
          { kind: 'lecunNormal' },
          { kind: 'orthogonal' },
        ],
      }),
    );
    await commands.executeCommand('initLab.run');
    await recording(uri, 50);
    let name = '';
    const start = performance.now();
    const block = await longestBlock(async () => {
      await runWith(uri, ['finished']);
      name = await newRun(before, 'large');
    });
    const { size } = await workspace.fs.stat(Uri.joinPath(folder(), name, 'final.safetensors'));
    const { size: record } = await workspace.fs.stat(Uri.joinPath(folder(), name, 'run.json'));
    console.log(
      `[mocha]     ended and kept in ${(performance.now() - start).toFixed(0)} ms, longest block ${block.toFixed(0)} ms; weights 2 × ${(size / 1e6).toFixed(1)} MB, run.json ${(record / 1e6).toFixed(1)} MB`,
    );
  });
});
