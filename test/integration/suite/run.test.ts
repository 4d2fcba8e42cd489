import { strict as assert } from 'node:assert';
import { suite, teardown, test } from 'mocha';
import { commands } from 'vscode';
import {
  atRest,
  closeAllEditors,
  initLab,
  longExperiment,
  openExperiment,
  openFile,
  recording,
  runWith,
  shownExperiment,
  smallExperiment,
  until,
} from './support';

suite('Run', () => {
  teardown(closeAllEditors);

  test('a run trains every initializer to its end', async () => {
    const { uri } = await openExperiment('finishes', smallExperiment());
    await commands.executeCommand('initLab.run');
    const run = await runWith(uri, ['finished']);
    assert.equal(run.trials.length, 2);
    for (const trial of run.trials) {
      assert.equal(trial.status, 'finished');
      assert.equal(trial.step, 50);
      assert.deepEqual(trial.curve.step, [0, 10, 20, 30, 40]);
      assert.ok(trial.curve.train.every(Number.isFinite));
      assert.equal(trial.snapshots[0].step, 0);
      assert.equal(trial.snapshots.at(-1)?.step, 50);
      assert.ok(trial.final && Number.isFinite(trial.final.trainCost));
    }
    // Zeros put every output at one half: the cost at step 0 is ln 2 whatever the data.
    assert.ok(Math.abs(run.trials[0].curve.train[0] - Math.LN2) < 1e-6);
    assert.ok(run.trials[1].final!.trainCost < run.trials[1].curve.train[0], 'He learns something in 50 steps');
  });

  test('the same seed gives the same curve again', async () => {
    const { uri } = await openExperiment('repeats', smallExperiment());
    await commands.executeCommand('initLab.run');
    const first = await runWith(uri, ['finished']);
    await commands.executeCommand('initLab.run');
    const api = await initLab();
    await until(() => api.runOf(uri.toString())?.id !== first.id, 'a second run');
    const second = await runWith(uri, ['finished']);
    assert.deepEqual(second.trials[1].curve.train, first.trials[1].curve.train);
  });

  test('New draw moves the seed on and starts again', async () => {
    const { uri, document } = await openExperiment('redraws', smallExperiment());
    await commands.executeCommand('initLab.run');
    const first = await runWith(uri, ['finished']);
    await commands.executeCommand('initLab.newDraw');
    const api = await initLab();
    await until(() => api.runOf(uri.toString())?.id !== first.id, 'a second run');
    const second = await runWith(uri, ['finished']);
    assert.notEqual(second.trials[1].seed, first.trials[1].seed);
    assert.deepEqual(
      JSON.parse(document.getText()).random.seeds,
      second.trials.slice(0, 1).map(({ seed }) => seed),
    );
    assert.equal(document.isDirty, true);
  });

  test('Reset waits at the start, Step makes one step, Run goes on, Pause holds, Stop ends', async () => {
    const { uri } = await openExperiment('steps', longExperiment());
    const api = await initLab();
    await commands.executeCommand('initLab.reset');
    const waiting = await runWith(uri, ['paused']);
    assert.deepEqual(
      waiting.trials.map(({ step }) => step),
      [0, 0],
    );
    await commands.executeCommand('initLab.step');
    await until(() => api.runOf(uri.toString())?.trials.every(({ step }) => step === 1), 'one step of each trial');
    await commands.executeCommand('initLab.resume');
    await recording(uri);
    await commands.executeCommand('initLab.pause');
    const paused = await runWith(uri, ['paused']);
    const steps = () => api.runOf(uri.toString())!.trials.map(({ step }) => step);
    await atRest(steps);
    assert.equal(api.runOf(uri.toString())?.id, paused.id);
    await commands.executeCommand('initLab.stop');
    const stopped = await runWith(uri, ['stopped']);
    assert.ok(stopped.trials.every(({ status }) => status === 'stopped'));
    assert.ok(
      stopped.trials.every(({ curve }) => curve.step.length >= 3),
      'the curves are kept',
    );
  });

  test('two experiments train at once, each in its own process', async () => {
    const one = await openExperiment('first', longExperiment());
    await commands.executeCommand('initLab.run');
    const two = await openExperiment('second', longExperiment());
    await commands.executeCommand('initLab.run');
    await Promise.all([recording(one.uri), recording(two.uri)]);
    const api = await initLab();
    assert.notEqual(api.trainerPid(one.uri.toString()), api.trainerPid(two.uri.toString()));
    await commands.executeCommand('initLab.stop');
    await runWith(two.uri, ['stopped']);
    assert.equal(api.runOf(one.uri.toString())?.status, 'running', 'the other one goes on');
    await openFile(one.uri);
    assert.equal(shownExperiment()?.toString(), one.uri.toString());
    await commands.executeCommand('initLab.stop');
    await runWith(one.uri, ['stopped']);
  });

  test('a learning rate of 1e30 ends as diverged, its history kept', async () => {
    const { uri } = await openExperiment(
      'diverges',
      smallExperiment({ optimizer: { kind: 'sgd', learningRate: 1e30 }, initializers: [{ kind: 'heNormal' }] }),
    );
    await commands.executeCommand('initLab.run');
    const run = await runWith(uri, ['finished']);
    assert.equal(run.trials[0].status, 'diverged');
    assert.ok(run.trials[0].divergedAt !== undefined && run.trials[0].divergedAt >= 1);
    assert.equal(run.trials[0].curve.step[0], 0);
    assert.ok(Number.isFinite(run.trials[0].curve.train[0]));
  });

  test('Compare Initializers starts training by itself', async () => {
    const start = performance.now();
    await commands.executeCommand('initLab.compareInitializers', 'circles');
    const uri = await until(shownExperiment, 'the experiment editor');
    const api = await initLab();
    await until(
      () => api.runOf(uri.toString())?.trials.some(({ curve }) => curve.step.length > 0),
      'the first curve point',
    );
    console.log(`[mocha]     first recorded point after ${(performance.now() - start).toFixed(0)} ms`);
    assert.equal(api.runOf(uri.toString())?.trials.length, 4);
  });
});
