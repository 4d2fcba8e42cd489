import { describe, expect, it } from 'vitest';
import { ask, folderWith, runnerWith, toyExperiment, until } from './runs';
import { toyPython } from './python';

const model = 'class Net:\n    pass\n';
const endless = (): ReturnType<typeof toyExperiment> =>
  toyExperiment({ training: { steps: 100_000_000, batchSize: 'full', recordEvery: 10 } });

describe.skipIf(!toyPython).each(['descriptor', 'port'] as const)('a run in Python over a %s', (channel) => {
  const runner = () => runnerWith(toyPython!, undefined, channel).runner;

  it('ends with its record and its weights, and its process with it', async () => {
    const python = runner();
    const { handle, run, lost } = ask(python, folderWith(model));
    await handle.started;
    expect(python.pid).toBeGreaterThan(0);
    await handle.ended;
    expect([run.status, lost, python.pid]).toEqual(['finished', [], undefined]);
    expect(run.trials.map(({ status, step }) => [status, step])).toEqual(Array(4).fill(['finished', 100]));
    expect(run.header?.layers.map(({ name }) => name)).toEqual(['layer']);
    const [first] = run.trials;
    expect(first.curve.step).toEqual(Array.from({ length: 100 }, (_, step) => step));
    expect(first.curve.train.every((cost) => Number.isFinite(cost))).toBe(true);
    expect(first.curve.test.every((cost) => Number.isNaN(cost))).toBe(true);
    expect([first.snapshots[0].step, first.snapshots.at(-1)!.step]).toEqual([0, 100]);
    expect(first.snapshots[0].layers[0].kernel.statistics.count).toBe(3);
    const weights = await handle.weights();
    expect(weights.map(({ trial }) => trial).sort()).toEqual([0, 1, 2, 3]);
    const constant = weights.find(({ trial }) => trial === 2)!;
    expect(constant.initial[0]).toEqual({
      name: 'layer.weight',
      shape: [1, 3],
      values: Float32Array.of(0.5, 0.5, 0.5),
    });
    expect(constant.final![0].values).not.toEqual(constant.initial[0].values);
  });

  it('does what is ordered: from its start, step by step, on, pause and stop', async () => {
    const { handle, run } = ask(runner(), folderWith(model), endless());
    await handle.pause();
    await handle.step();
    await handle.started;
    await until(() => run.trials.length > 0 && run.trials.every(({ step }) => step === 1));
    await until(() => run.status === 'paused');
    await handle.step();
    await until(() => run.trials.every(({ step }) => step === 2));
    await handle.resume();
    await until(() => run.trials.every(({ step }) => step > 50));
    await handle.pause();
    await until(() => run.status === 'paused');
    const steps = run.trials.map(({ step }) => step);
    expect((await handle.weights()).map(({ initial, final }) => [initial.length, final])).toEqual(
      Array(4).fill([1, undefined]),
    );
    expect(run.trials.map(({ step }) => step)).toEqual(steps);
    await handle.stop();
    await handle.ended;
    expect([run.status, ...run.trials.map(({ status }) => status)]).toEqual(Array(5).fill('stopped'));
    expect((await handle.weights()).filter(({ initial, final }) => initial.length > 0 && final)).toHaveLength(4);
    for (const order of ['pause', 'resume', 'step', 'hurry', 'stop'] as const) await handle[order]();
    expect(run.status).toBe('stopped');
  });
});

describe.skipIf(!toyPython)('trials that take turns', () => {
  const curves = async (initializers: object[], seeds: number[]) => {
    const { handle, run } = ask(
      runnerWith(toyPython!).runner,
      folderWith('import time\nclass Net:\n    def step(self, n):\n        time.sleep(0.005)\n'),
      toyExperiment({ initializers, random: { generator: 'torch', layout: 'out-in', seeds } }),
    );
    await handle.ended;
    return run.trials.map(({ curve }) => curve.train);
  };

  it('draw what each draws alone', async () => {
    const [one, two] = [{ kind: 'asWritten' }, { kind: 'constant', value: 0.5 }];
    const together = await curves([one, two], [0, 1]);
    expect(together[0]).not.toEqual(together[1]);
    expect([...(await curves([one], [0])), ...(await curves([one], [1])), ...(await curves([two], [0]))]).toEqual(
      together.slice(0, 3),
    );
  });
});

describe.skipIf(!toyPython)('a trial whose cost is not finite', () => {
  it('has diverged at that step, with its history and its weights of before', async () => {
    const code = 'class Net:\n    def step(self, n):\n        return float("inf") if n == 7 else None\n';
    const { handle, run } = ask(runnerWith(toyPython!).runner, folderWith(code));
    await handle.ended;
    expect(run.status).toBe('finished');
    for (const { status, divergedAt, step, curve } of run.trials) {
      expect([status, divergedAt, step, curve.step.length]).toEqual(['diverged', 7, 7, 8]);
      expect(curve.train.at(-1)).toBe(Infinity);
    }
    expect((await handle.weights()).every(({ final }) => final)).toBe(true);
  });
});
