import { strict as assert } from 'node:assert';
import { suite, teardown, test } from 'mocha';
import { commands, workspace } from 'vscode';
import {
  closeAllEditors,
  initLab,
  isAlive,
  longExperiment,
  openExperiment,
  recording,
  runWith,
  smallExperiment,
  until,
  writeText,
} from './support';

suite('Faults', () => {
  teardown(closeAllEditors);

  test('a killed trainer fails the run, the curves stay, Run works again', async () => {
    const { uri } = await openExperiment('killed', longExperiment());
    const api = await initLab();
    await commands.executeCommand('initLab.run');
    const points = await recording(uri);
    const pid = api.trainerPid(uri.toString());
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    const failed = await runWith(uri, ['failed']);
    assert.ok(failed.message !== undefined && failed.message.length > 0);
    failed.trials.forEach(({ status, curve }, index) => {
      assert.equal(status, 'failed');
      assert.ok(curve.step.length >= points[index]);
    });
    assert.equal(api.trainerPid(uri.toString()), undefined);
    await commands.executeCommand('initLab.run');
    await recording(uri);
    assert.notEqual(api.runOf(uri.toString())?.id, failed.id);
    assert.notEqual(api.trainerPid(uri.toString()), pid);
  });

  test('closing the editor while training leaves no process', async () => {
    const { uri } = await openExperiment('closed', longExperiment());
    const api = await initLab();
    await commands.executeCommand('initLab.run');
    await recording(uri);
    const pid = api.trainerPid(uri.toString());
    assert.ok(pid !== undefined && isAlive(pid));
    await closeAllEditors();
    await until(() => !isAlive(pid), 'the trainer to end', 5);
    assert.equal(api.runOf(uri.toString()), undefined);
  });

  test('a file changed on disk while training is taken up, the run goes on', async () => {
    const { uri, document } = await openExperiment('changed', longExperiment());
    const api = await initLab();
    await commands.executeCommand('initLab.run');
    await recording(uri);
    const { id } = api.runOf(uri.toString())!;
    await writeText(uri, JSON.stringify(longExperiment({ name: 'Other' })));
    await until(() => document.getText().includes('Other'), 'the changed text');
    const before = api.runOf(uri.toString())!.trials[0].step;
    await until(() => api.runOf(uri.toString())!.trials[0].step > before, 'further steps');
    assert.equal(api.runOf(uri.toString())!.id, id);
    assert.equal(api.runOf(uri.toString())!.status, 'running');
  });

  test('a file broken on disk while training: the run goes on; Run is refused until it is mended', async () => {
    const { uri, document } = await openExperiment('broken', longExperiment());
    const api = await initLab();
    await commands.executeCommand('initLab.run');
    await recording(uri);
    const { id } = api.runOf(uri.toString())!;
    await writeText(uri, '{ "version": 1, ');
    await until(() => document.getText().length < 30, 'the broken text');
    const before = api.runOf(uri.toString())!.trials[0].step;
    await until(() => api.runOf(uri.toString())!.trials[0].step > before, 'further steps');
    await commands.executeCommand('initLab.stop');
    await runWith(uri, ['stopped']);
    await commands.executeCommand('initLab.run');
    assert.equal(api.runOf(uri.toString())!.id, id, 'no run starts from a broken document');
    await writeText(uri, JSON.stringify(smallExperiment()));
    await until(() => document.getText().includes('Small'), 'the mended text');
    await commands.executeCommand('initLab.run');
    const run = await runWith(uri, ['finished']);
    assert.notEqual(run.id, id);
  });

  test('a run over the memory limit is refused with a reason', async () => {
    const settings = workspace.getConfiguration('initLab.training');
    await settings.update('maxMemoryMB', 64);
    try {
      const { uri } = await openExperiment('memory', smallExperiment({ network: { hidden: [20_000, 2000] } }));
      await commands.executeCommand('initLab.run');
      const run = await runWith(uri, ['failed']);
      assert.match(run.message ?? '', /64/);
      assert.ok((run.message?.match(/\d+/g) ?? []).length >= 2, 'both numbers are in the message');
    } finally {
      await settings.update('maxMemoryMB', undefined);
    }
  });

  test('a data file that is not there fails the run with its name', async () => {
    const { uri } = await openExperiment(
      'missing',
      smallExperiment({ dataset: { kind: 'csv', path: 'nowhere.csv', target: 'class' } }),
    );
    await commands.executeCommand('initLab.run');
    const run = await runWith(uri, ['failed']);
    assert.match(run.message ?? '', /nowhere\.csv/);
  });
});
