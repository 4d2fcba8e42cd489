import { strict as assert } from 'node:assert';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';
import {
  closeAllEditors,
  extensionId,
  initLab,
  openExperiment,
  openFile,
  runWith,
  smallExperiment,
  until,
  workspaceFile,
} from './support';

/** A port of this machine that nobody listens at. */
function freePort(): Promise<number> {
  return new Promise((fulfil) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => fulfil(port));
    });
  });
}

suite('Sweep queue', () => {
  const programs: ChildProcess[] = [];
  const sweeps = () => workspace.getConfiguration('initLab.sweeps');
  const experiment = smallExperiment({
    name: 'Queued',
    sweep: [{ path: '/optimizer/learningRate', values: [0.01, 0.1] }],
  });
  let address: string;

  suiteSetup(async () => {
    const port = await freePort();
    address = `redis://127.0.0.1:${port}/0`;
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    programs.push(server);
    let said = '';
    server.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    server.once('error', (error) => (said += `Ready to fail: ${error.message}`));
    await until(() => said.includes('Ready to'), 'the server of the queue');
    await sweeps().update('queue', address, ConfigurationTarget.Workspace);
  });

  teardown(closeAllEditors);

  suiteTeardown(async () => {
    await sweeps().update('queue', undefined, ConfigurationTarget.Workspace);
    for (const program of programs.reverse()) {
      program.kill();
      await until(() => program.exitCode !== null || program.signalCode !== null, 'a program to end');
    }
  });

  test('a sweep waits in the queue while its editor is closed, is joined again, and saved when it has ended', async () => {
    const api = await initLab();
    const { uri } = await openExperiment('queued', experiment);
    await commands.executeCommand('initLab.runOnQueue');
    const waiting = await runWith(uri, ['running']);
    await until(() => waiting.queue?.waiting?.startsWith('No worker is connected'), 'what is waited for');
    assert.deepEqual([waiting.queue?.done, waiting.queue?.trials, waiting.header], [0, 4, undefined]);
    const sweep = waiting.queue!.sweep;

    await closeAllEditors();
    await until(() => api.runOf(uri.toString()) === undefined, 'the session to end');
    assert.equal(waiting.queue?.left, true);

    const { extensionUri } = extensions.getExtension(extensionId)!;
    const cli = Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath;
    programs.push(fork(cli, ['worker', '--queue', address, '--concurrency', '1'], { stdio: 'ignore' }));
    await openFile(uri);
    const run = await runWith(uri, ['finished']);
    assert.equal(run.queue?.sweep, sweep);
    assert.deepEqual(
      run.sweep?.cells.map((cell) => cell.run.trials.map(({ status, step }) => [status, step])),
      Array(2).fill(Array(2).fill(['finished', 50])),
    );
    const runs = workspaceFile('.initlab/runs');
    const kept = async (): Promise<string[]> =>
      (await Promise.resolve(workspace.fs.readDirectory(runs)).catch(() => []))
        .map(([name]) => name)
        .filter((name) => name.startsWith('queued'));
    for (let names = await kept(); names.length === 0; names = await kept())
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal((await kept()).length, 1);

    // The sweep has ended: the document follows it no longer.
    await closeAllEditors();
    await openFile(uri);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(api.runOf(uri.toString()), undefined);
  });
});
