import { strict as assert } from 'node:assert';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { commands, Uri, workspace } from 'vscode';
import { readTensorFile } from '../../../src/engine/formats/tensorFile';
import type { RunRecord } from '../../../src/experiment/record/record';
import {
  closeAllEditors,
  openExperiment,
  readText,
  runWith,
  shownExperiment,
  smallExperiment,
  workspaceFile,
} from './support';

/** A label that every file has to write with care. */
const nasty = 'a, "b" | <script>alert(1)</script>';

suite('Export', () => {
  let run: RunRecord;
  let document: Uri;
  const exported = async (command: string, name: string, options: object): Promise<Uri> => {
    const uri = workspaceFile(`exports/${name}`);
    assert.equal(String(await commands.executeCommand(`initLab.${command}`, { ...options, uri })), uri.toString());
    return uri;
  };
  const missing = async (uri: Uri): Promise<boolean> =>
    Promise.resolve(workspace.fs.stat(uri)).then(
      () => false,
      () => true,
    );

  suiteSetup(async () => {
    ({ uri: document } = await openExperiment(
      'exports',
      smallExperiment({ initializers: [{ kind: 'zeros', label: nasty }, { kind: 'heNormal' }] }),
    ));
    await commands.executeCommand('initLab.run');
    run = await runWith(document, ['finished']);
  });
  suiteTeardown(closeAllEditors);

  test('curves, summary and histograms as CSV, the run as JSON', async () => {
    const curves = (await readText(await exported('exportData', 'curves.csv', { kind: 'curves' }))).split('\r\n');
    assert.equal(curves.length, 1 + run.trials.reduce((sum, { curve }) => sum + curve.step.length, 0) + 1);
    assert.ok(
      curves[1].startsWith(`0,zeros,"a, ""b"" | <script>alert(1)</script>",3,0,${run.trials[0].curve.train[0]},`),
      curves[1],
    );
    assert.equal(
      (await readText(await exported('exportData', 'summary.csv', { kind: 'summary' }))).split('\r\n').length,
      4,
    );
    const histograms = await readText(await exported('exportData', 'histograms.csv', { kind: 'histograms', step: 0 }));
    assert.ok(histograms.split('\r\n').length > 20);
    const file = JSON.parse(await readText(await exported('exportData', 'run.json', { kind: 'run' })));
    assert.equal(file.version, 1);
    assert.deepEqual(file.trials[1].cost.train, run.trials[1].curve.train);
  });

  test('weights in the three formats, all the same numbers', async () => {
    const read = async (name: string, options: object) =>
      readTensorFile(name, await workspace.fs.readFile(await exported('exportWeights', name, options)));
    const safe = await read('w.safetensors', { trial: 1, moment: 'final', format: 'safetensors' });
    const npz = await read('w.npz', { trial: 1, moment: 'final', format: 'npz' });
    const [npy] = await read('w.npy', { trial: 1, moment: 'final', format: 'npy', tensor: 'hidden.0.kernel' });
    assert.deepEqual(
      safe.map(({ name }) => name),
      ['hidden.0.kernel', 'hidden.0.bias', 'output.kernel', 'output.bias'],
    );
    assert.deepEqual(
      npz.map(({ name, shape, values }) => [name, [...shape], [...values]]),
      safe.map(({ name, shape, values }) => [name, [...shape], [...values]]),
    );
    assert.deepEqual([...npy.values], [...safe[0].values]);
    const { max } = run.trials[1].snapshots.at(-1)!.layers[0].kernel.statistics;
    assert.equal(Math.max(...safe[0].values), max);
    const start = await read('start.safetensors', { trial: 1, moment: 'initial', format: 'safetensors' });
    assert.notDeepEqual([...start[0].values], [...safe[0].values]);
  });

  test('a chart as PNG and as SVG', async () => {
    const png = await workspace.fs.readFile(
      await exported('exportChart', 'cost.png', { chart: 'cost', format: 'png' }),
    );
    assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    assert.ok(png.length > 10_000, `${png.length} bytes`);
    const svg = await readText(
      await exported('exportChart', 'boundary.svg', { chart: 'boundary-1', format: 'svg', look: 'print' }),
    );
    assert.ok(svg.includes('<svg ') && svg.includes('He normal'));
  });

  test('reports as HTML and Markdown, with everything escaped', async () => {
    const html = await readText(await exported('exportReport', 'report.html', { format: 'html' }));
    assert.ok(!html.includes('<script') && html.includes('&lt;script&gt;'));
    assert.ok((html.match(/<figure>/g)?.length ?? 0) >= 5);
    const markdown = await readText(await exported('exportReport', 'report.md', { format: 'md' }));
    const names = [...markdown.matchAll(/\]\((report\.files\/[^)]+)\)/g)].map(([, name]) => name);
    assert.ok(names.length >= 5);
    for (const name of names) assert.ok((await readText(workspaceFile(`exports/${name}`))).includes('<svg '), name);
  });

  test('a hidden editor is brought into sight to draw', async () => {
    const text = workspaceFile('other.txt');
    await workspace.fs.writeFile(text, new TextEncoder().encode('other'));
    await commands.executeCommand('vscode.open', text, { preview: false });
    assert.equal(shownExperiment(), undefined);
    const svg = await readText(await exported('exportChart', 'again.svg', { document, chart: 'cost', format: 'svg' }));
    assert.ok(svg.includes('<svg '));
  });

  test('a place that cannot be written leaves nothing, and no answer', async () => {
    const folder = workspaceFile('taken.csv');
    await workspace.fs.createDirectory(folder);
    assert.equal(await commands.executeCommand('initLab.exportData', { kind: 'curves', uri: folder }), undefined);
    const under = Uri.joinPath(workspaceFile('other.txt'), 'report.md');
    assert.equal(await commands.executeCommand('initLab.exportReport', { format: 'md', uri: under }), undefined);
    assert.ok(await missing(Uri.joinPath(workspaceFile('other.txt'), 'report.files')));
  });
});
