import { strict as assert } from 'node:assert';
import { suite, teardown, test } from 'mocha';
import { commands } from 'vscode';
import {
  closeAllEditors,
  initLab,
  openExperiment,
  recording,
  runWith,
  shownExperiment,
  smallExperiment,
  until,
} from './support';

suite('Data', () => {
  teardown(closeAllEditors);

  test('MNIST runs at once with the small set that comes along, and says so', async () => {
    const { uri } = await openExperiment(
      'digits',
      smallExperiment({
        dataset: { kind: 'mnist', train: 500, test: 200 },
        loss: 'categoricalCrossEntropy',
        training: { steps: 30, batchSize: 50, recordEvery: 10 },
      }),
    );
    await commands.executeCommand('initLab.run');
    const { header, trials } = await runWith(uri, ['finished']);
    assert.deepEqual([header!.data.features, header!.data.trainCount, header!.data.testCount], [784, 500, 200]);
    assert.ok(header!.data.note, 'the run says that it is the small set');
    assert.equal(header!.data.images?.classes.length, 40);
    const { mistakes } = trials[1].final!;
    assert.equal(
      mistakes!.confusion.reduce((sum, count) => sum + count, 0),
      200,
    );
    assert.ok(mistakes!.images!.truth.every((label, index) => label !== mistakes!.images!.answer[index]));
  });

  for (const id of ['zero-random-he', 'glorot-uniform', 'saturation', 'mnist']) {
    test(`the preset ${id} opens and trains`, async () => {
      await commands.executeCommand('initLab.compareInitializers', id);
      const uri = await until(shownExperiment, 'the new experiment to be shown');
      await recording(uri, 2);
      await commands.executeCommand('initLab.stop');
      const run = await runWith(uri, ['stopped', 'finished']);
      assert.ok(run.trials.some(({ curve }) => curve.train.length > 1 && curve.train.every(Number.isFinite)));
    });
  }

  test('files that are not there fail the run with their folder', async () => {
    const { uri } = await openExperiment(
      'nowhere',
      smallExperiment({ dataset: { kind: 'cifar10', path: 'nowhere' }, loss: 'categoricalCrossEntropy' }),
    );
    await commands.executeCommand('initLab.run');
    const run = await runWith(uri, ['failed']);
    assert.match(run.message ?? '', /nowhere/);
    assert.equal((await initLab()).runOf(uri.toString())?.header, undefined);
  });
});
