import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunRefused } from '../../../src/data/refused';
import { stopDeadline } from '../../../src/python/pythonRun';
import { toyPython } from './python';
import { ask, folderWith, isAlive, runnerWith, toyExperiment, until } from './runs';

const one = (change: object = {}) =>
  toyExperiment({
    initializers: [{ kind: 'asWritten' }],
    random: { generator: 'torch', layout: 'out-in', seeds: [0] },
    ...change,
  });
const long = () => one({ training: { steps: 100_000_000, batchSize: 'full', recordEvery: 10 } });
const stepping = (...lines: string[]): string =>
  `import os, sys, time, signal\nclass Net:\n    def step(self, n):\n${lines.map((line) => `        ${line}`).join('\n')}\n`;
const ended = async (code: string, experiment = one(), request = {}) => {
  const { runner, output } = runnerWith(toyPython!);
  const folder = folderWith(code);
  const asked = ask(runner, folder, experiment, request);
  await asked.handle.ended;
  const refused = await asked.handle.started.then(
    () => undefined,
    (error: Error) => error,
  );
  return { ...asked, refused, output: output(), folder, runner };
};

describe.skipIf(!toyPython)('code that fails before the run begins', () => {
  it.each([
    ['raises', 'x = 1\nraise ValueError("no such width")\n', ['ValueError: no such width', 'model.py', '2']],
    ['exits', 'import sys\nsys.exit(3)\n', ['sys.exit(3)', 'model.py', '2']],
    ['is no Python', 'class Net\n', ['SyntaxError', 'model.py', '1']],
    ['lacks the model', 'class Other:\n    pass\n', ['model.py', "'Net'", 'Other']],
  ])('%s: the run is refused with the place', async (_, code, words) => {
    const { refused, statuses, lost, runner } = await ended(code);
    expect(refused).toBeInstanceOf(RunRefused);
    for (const word of words) expect(refused!.message).toContain(word);
    expect([statuses, lost, runner.pid]).toEqual([[], [], undefined]);
  });

  it('ends the process: the reason has its place and its last words', async () => {
    const { refused, folder } = await ended('import os, sys\nprint("bye", file=sys.stderr)\nos._exit(7)\n');
    expect(refused).not.toBeInstanceOf(RunRefused);
    expect(refused!.message).toContain('7');
    expect(refused!.message).toContain('bye');
    expect(folder).not.toBe('');
  });
});

describe.skipIf(!toyPython)('code that fails in a step', () => {
  it('fails its trial, and leaves the others alone', async () => {
    const code =
      'class Net:\n    def __init__(self, bad=False):\n        self.bad = bad\n    def step(self, n):\n        import random\n        if n == 5 and Net.count < 1:\n            Net.count += 1\n            raise RuntimeError("fifth")\n    count = 0\n';
    const { run } = await ended(code, toyExperiment());
    expect(run.status).toBe('failed');
    expect(run.trials.map(({ status }) => status).sort()).toEqual(['failed', 'finished', 'finished', 'finished']);
    const failed = run.trials.find(({ status }) => status === 'failed')!;
    expect([failed.step, failed.curve.step.length]).toEqual([5, 5]);
    for (const word of ['fifth', 'model.py', '8']) expect(failed.message).toContain(word);
  });

  it('that exits fails its trial too', async () => {
    const { run } = await ended(stepping('if n == 3: sys.exit(1)'));
    expect(run.trials.map(({ status, step }) => [status, step])).toEqual([['failed', 3]]);
    expect(run.trials[0].message).toContain('sys.exit(1)');
  });

  it('that ends the process is told with its place, and what was recorded stays', async () => {
    const { run, lost } = await ended(
      stepping('if n == 3:', '    time.sleep(0.5)', '    os.kill(os.getpid(), signal.SIGSEGV)'),
    );
    expect(lost).toHaveLength(1);
    for (const word of ['SIGSEGV', 'model.py', '6']) expect(lost[0]).toContain(word);
    expect(run.trials[0].curve.step).toEqual([0, 1, 2]);
  });
});

describe.skipIf(!toyPython)('a process that is to stop', () => {
  const stopped = async (code: string, when: (output: string) => boolean) => {
    const { runner, output } = runnerWith(toyPython!);
    const { handle, run, lost } = ask(runner, folderWith(code), long());
    handle.started.catch(() => undefined);
    await until(() => when(output()));
    const { pid } = runner;
    const pids = [pid!, ...[...output().matchAll(/pid (\d+)/g)].map(([, id]) => Number(id))];
    expect(pids.every(isAlive)).toBe(true);
    const begin = Date.now();
    await handle.stop();
    await handle.ended;
    const seconds = (Date.now() - begin) / 1000;
    await until(() => !pids.some(isAlive));
    return { pids, run, lost, seconds };
  };

  it('ends at once while it imports', async () => {
    await stopped('import time\nprint("here")\ntime.sleep(1000)\n', (output) => output.includes('here'));
  });

  it('ends with the children that it has forked', async () => {
    const code = stepping(
      'if n == 2:',
      '    child = os.fork()',
      '    if child == 0:',
      '        time.sleep(1000)',
      '    print("pid", child)',
    );
    const { pids, run } = await stopped(code, (output) => /pid \d+\n/.test(output));
    expect(pids).toHaveLength(2);
    expect(run.status).toBe('stopped');
  });

  it('ends after the deadline when it is in a long call, deaf to signals', async () => {
    const code = stepping(
      'if n == 2:',
      '    signal.signal(signal.SIGTERM, signal.SIG_IGN)',
      '    print("here")',
      '    time.sleep(1000)',
    );
    const { run, lost, seconds } = await stopped(code, (output) => output.includes('here'));
    expect(seconds).toBeGreaterThanOrEqual(stopDeadline / 1000 - 0.1);
    expect([run.trials[0].step, lost]).toEqual([2, []]);
  });
});

describe.skipIf(!toyPython)('a process', () => {
  it('that prints 50 MB goes on, and 1 MB of it is shown', async () => {
    const { run, output } = await ended(stepping('if n == 1:', '    for _ in range(500): print("x" * 100_000)'));
    expect(run.status).toBe('finished');
    expect(output.length).toBeGreaterThan(900_000);
    expect(output.length).toBeLessThan(1_100_000);
  });

  it('that takes more memory than it may ends with a message, and its record stays', async () => {
    const code = stepping('if n == 4: self.hog = bytearray(os.urandom(1)) * 300_000_000', 'time.sleep(0.01)');
    const { run, lost } = await ended(code, long(), { maxMemoryMB: 200 });
    expect([run.status, lost]).toEqual(['failed', []]);
    expect(run.message).toMatch(/limit is 200 MB/);
    expect(run.trials[0].step).toBeGreaterThan(3);
  });

  it('whose own environment is that of a script', async () => {
    const { output } = await ended(
      'import os, sys, json\nprint(json.dumps([sys.argv, [k for k in os.environ if k.startswith("INITLAB") and not k.startswith("INITLAB_TEST")], os.environ.get("PYTHONPATH")]))\nclass Net: pass\n',
    );
    const [argv, own, path] = JSON.parse(output.trim()) as [string[], string[], string | null];
    expect(argv).toHaveLength(1);
    expect(argv[0]).toMatch(/model\.py$/);
    expect([own, path]).toEqual([[], process.env.PYTHONPATH ?? null]);
  });

  it('ends with what it started in a session of its own, and with what that left behind', async () => {
    const { runner, output } = runnerWith(toyPython!);
    // The parent of the last one is gone at once, as that of a daemon.
    const daemon =
      'import os, time; os.fork() and os._exit(0); print("pid", os.getpid(), flush=True); time.sleep(1000)';
    const code = stepping(
      `if n == 2: import subprocess; subprocess.Popen([sys.executable, "-c", ${JSON.stringify(daemon)}], start_new_session=True)`,
    );
    const { handle } = ask(runner, folderWith(`import sys\n${code}`), long());
    await handle.started;
    await until(() => /pid \d+\n/.test(output()));
    const child = Number(/pid (\d+)/.exec(output())![1]);
    expect(isAlive(child)).toBe(true);
    runner.dispose();
    await until(() => !isAlive(child));
    expect(runner.pid).toBeUndefined();
  });

  it('ends with its children when the editor dies', async () => {
    // The channel closes as it does then; the process is told by nothing else.
    const { runner, output } = runnerWith(toyPython!);
    const code = stepping('if n == 2 and os.fork() == 0: print("pid", os.getpid()); time.sleep(1000)');
    const { handle } = ask(runner, folderWith(code), long());
    await handle.started;
    await until(() => /pid \d+\n/.test(output()));
    const child = Number(/pid (\d+)/.exec(output())![1]);
    const { pid } = runner;
    const { process: own } = (runner as unknown as { latest: { process: { process: { child: ChildProcess } } } }).latest
      .process;
    own.child.stdio[3]!.destroy();
    await until(() => !isAlive(pid!) && !isAlive(child));
    expect(readFileSync(join(process.cwd(), 'package.json'))).toBeDefined();
  });
});
