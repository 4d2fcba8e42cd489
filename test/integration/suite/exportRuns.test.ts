import { strict as assert } from 'node:assert';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { commands, TabInputCustom, TabInputWebview, Uri, window, workspace } from 'vscode';
import { readTensorFile } from '../../../src/engine/formats/tensorFile';
import {
  closeAllEditors,
  openExperiment,
  patience,
  readText,
  runWith,
  smallExperiment,
  until,
  workspaceFile,
} from './support';

const runs = (): Uri => workspaceFile('.initlab/runs');

/** The `run.json` of the one saved run of an experiment, as soon as it is there. */
async function savedRun(experiment: string): Promise<Uri> {
  for (const end = Date.now() + patience * 1000; ;) {
    const folders = await Promise.resolve(workspace.fs.readDirectory(runs())).catch(() => []);
    const found = folders.find(([name]) => name.startsWith(`${experiment}-`));
    if (found) return Uri.joinPath(runs(), found[0], 'run.json');
    if (Date.now() > end) assert.fail(`Waited in vain for a saved run of ${experiment}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function trainAndClose(name: string, changes: Parameters<typeof smallExperiment>[0]): Promise<Uri> {
  const { uri } = await openExperiment(name, smallExperiment({ ...changes, name }));
  await commands.executeCommand('initLab.run');
  await runWith(uri, ['finished']);
  const kept = await savedRun(name);
  await closeAllEditors();
  return kept;
}

/** Exports from the editor in front. */
async function exported(command: string, name: string, options: object): Promise<Uri> {
  const uri = workspaceFile(`exports/${name}`);
  assert.equal(String(await commands.executeCommand(`initLab.${command}`, { ...options, uri })), uri.toString());
  return uri;
}

async function openKept(run: Uri): Promise<void> {
  await commands.executeCommand('vscode.open', run, { preview: false });
  await until(() => {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    return (
      input instanceof TabInputCustom && input.viewType === 'initLab.run' && input.uri.toString() === run.toString()
    );
  }, 'the saved run to be shown');
}

/** A saved run has to be read before it can be exported. */
async function settled(command: string, name: string, options: object): Promise<Uri> {
  const uri = workspaceFile(`exports/${name}`);
  for (
    const end = Date.now() + patience * 1000;
    Date.now() < end;
    await new Promise((resolve) => setTimeout(resolve, 200))
  ) {
    if (String(await commands.executeCommand(`initLab.${command}`, { ...options, uri })) === uri.toString()) return uri;
  }
  return assert.fail(`${command} of ${name} did not come`);
}

suite('Exports of saved runs and sweeps', () => {
  let one: Uri;
  let other: Uri;
  let swept: Uri;
  suiteSetup(async () => {
    one = await trainAndClose('export-one', {});
    other = await trainAndClose('export-other', { optimizer: { kind: 'sgd', learningRate: 0.01 } });
    swept = await trainAndClose('export-swept', {
      sweep: [
        { path: '/optimizer/learningRate', values: [0.01, 0.1] },
        { path: '/network/hidden/0', values: [2, 4] },
      ],
    });
  });
  suiteTeardown(closeAllEditors);

  test('a saved run gives charts, data, its weights and a report', async () => {
    await openKept(one);
    const rows = (await readText(await settled('exportData', 'kept.csv', { kind: 'curves' }))).split('\r\n');
    const { trials } = JSON.parse(await readText(one)) as { trials: { cost: { step: number[] } }[] };
    assert.equal(rows.length, 2 + trials.reduce((sum, { cost }) => sum + cost.step.length, 0));
    const weights = readTensorFile(
      'w.npz',
      await workspace.fs.readFile(
        await exported('exportWeights', 'kept.npz', { trial: 1, moment: 'final', format: 'npz' }),
      ),
    );
    assert.deepEqual(
      weights.map(({ name }) => name),
      ['hidden.0.kernel', 'hidden.0.bias', 'output.kernel', 'output.bias'],
    );
    assert.ok(
      (
        await readText(await exported('exportChart', 'kept.svg', { chart: 'cost', format: 'svg', look: 'print' }))
      ).includes('<svg '),
    );
    assert.ok(
      ((await readText(await exported('exportReport', 'kept.html', { format: 'html' }))).match(/<figure>/g)?.length ??
        0) >= 5,
    );
    await closeAllEditors();
  });

  test('runs over each other give charts, data, the weights of each, and a report that says how they differ', async () => {
    void commands.executeCommand('initLab.views.compare', { uri: one }, [{ uri: one }, { uri: other }]);
    await until(
      () => window.tabGroups.activeTabGroup.activeTab?.input instanceof TabInputWebview,
      'the comparison to be shown',
    );
    const rows = (await readText(await settled('exportData', 'compared.csv', { kind: 'summary' })))
      .trim()
      .split('\r\n');
    assert.equal(rows.length, 5);
    const read = async (name: string, trial: number) =>
      readTensorFile(
        name,
        await workspace.fs.readFile(
          await exported('exportWeights', name, { trial, moment: 'final', format: 'safetensors' }),
        ),
      );
    const [first, second] = [await read('a.safetensors', 1), await read('b.safetensors', 3)];
    assert.notDeepEqual([...first[0].values], [...second[0].values]);
    assert.ok(
      (await readText(await exported('exportChart', 'compared.svg', { chart: 'cost', format: 'svg' }))).includes(
        '<svg ',
      ),
    );
    const html = await readText(await exported('exportReport', 'compared.html', { format: 'html' }));
    assert.ok(html.includes('optimizer.learningRate') && html.includes('0.1 · 0.01'), 'the difference is said');
    assert.ok(!html.includes('initlab run '));
    assert.equal(
      await commands.executeCommand('initLab.exportData', { kind: 'run', uri: workspaceFile('exports/compared.json') }),
      undefined,
    );
    await closeAllEditors();
  });

  test('a saved sweep gives its cells as charts, as data with their settings, and as a report', async () => {
    await openKept(swept);
    const rows = (await readText(await settled('exportData', 'swept.csv', { kind: 'summary' }))).trim().split('\r\n');
    assert.ok(rows[0].startsWith('setting /optimizer/learningRate,setting /network/hidden/0,initializer,'), rows[0]);
    assert.equal(rows.length, 1 + 4 * 2);
    const { trials } = JSON.parse(await readText(await exported('exportData', 'swept.json', { kind: 'run' }))) as {
      trials: { setting: object }[];
    };
    assert.deepEqual(trials[0].setting, { '/optimizer/learningRate': 0.01, '/network/hidden/0': 2 });
    for (const look of ['editor', 'print']) {
      const svg = await readText(
        await exported('exportChart', `swept-${look}.svg`, { chart: 'sweep-map-1', format: 'svg', look }),
      );
      assert.ok(svg.includes('width of hidden 0') && svg.includes('He normal'));
      assert.ok(
        (
          await workspace.fs.readFile(
            await exported('exportChart', `swept-${look}.png`, { chart: 'sweep-map-1', format: 'png', look }),
          )
        ).length > 5000,
      );
    }
    const html = await readText(await exported('exportReport', 'swept.html', { format: 'html' }));
    assert.equal(html.match(/<figure>/g)?.length, 4);
    assert.ok(html.includes('Final train cost') && html.includes('Varied: learning rate'));
    const markdown = await readText(await exported('exportReport', 'swept.md', { format: 'md' }));
    assert.equal([...markdown.matchAll(/\]\(swept\.files\//g)].length, 4);
    assert.equal(
      await commands.executeCommand('initLab.exportWeights', { trial: 0, uri: workspaceFile('exports/none.npz') }),
      undefined,
    );
    const files = (await workspace.fs.readDirectory(Uri.joinPath(swept, '..'))).map(([name]) => name);
    assert.deepEqual(files, ['run.json']);
    const { summary } = JSON.parse(await readText(swept)) as { summary: { cells: number; best: { label: string } } };
    assert.equal(summary.cells, 4);
    assert.match(summary.best.label, / · learning rate 0\.0?1, width of hidden 0 [24]$/);
  });
});
