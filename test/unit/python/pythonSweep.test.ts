import { describe, expect, it } from 'vitest';
import { allTrials } from '../../../src/experiment/record/sweepRecord';
import { ask, folderWith, runnerWith, toyExperiment, until } from './runs';
import { toyPython } from './python';

const model = `import os
print("process", os.getpid())
class Net:
    def __init__(self, width=1):
        if width == 2: raise ValueError("no width of 2")
        if width == 3: os._exit(3)
`;
const widths = (values: number[]): object => ({ path: '/model/arguments/width', values });
const rates = { path: '/optimizer/learningRate', values: [0.001, 0.01] };
const processes = (output: string): Set<string> => new Set(output.match(/process \d+/g));

describe.skipIf(!toyPython)('a sweep of a model in Python', () => {
  it('runs every cell in one process, which ends with it', async () => {
    const { runner, output } = runnerWith(toyPython!);
    const { handle, run, lost } = ask(runner, folderWith(model), toyExperiment({ sweep: [widths([1, 4]), rates] }));
    await handle.ended;
    expect([run.status, lost, runner.pid]).toEqual(['finished', [], undefined]);
    expect(run.sweep!.axes.map(({ values }) => values)).toEqual([
      [1, 4],
      [0.001, 0.01],
    ]);
    expect(run.sweep!.cells.map(({ run: cell }) => [cell.status, cell.trials.length])).toEqual(
      Array(4).fill(['finished', 4]),
    );
    expect(processes(output()).size).toBe(1);
    expect(allTrials(run).every(({ step }) => step === 100)).toBe(true);
    expect(await handle.weights()).toEqual([]);
  });

  it('leaves the other cells their turn when one cannot be built or ends the process', async () => {
    const { runner, output } = runnerWith(toyPython!);
    const { handle, run } = ask(runner, folderWith(model), toyExperiment({ sweep: [widths([1, 2, 4, 3, 5])] }));
    await handle.ended;
    expect(run.sweep!.cells.map(({ run: cell }) => cell.status)).toEqual([
      'finished',
      'failed',
      'finished',
      'failed',
      'finished',
    ]);
    expect(run.status).toBe('failed');
    expect(run.sweep!.cells[1].run.message).toMatch(/model\.py, line 5: .*no width of 2/);
    expect(run.sweep!.cells[3].run.message).toMatch(/exited unexpectedly/);
    expect(processes(output()).size).toBe(3);
  });

  it('does not start when its first cell cannot be built', async () => {
    const { runner } = runnerWith(toyPython!);
    const { handle, run } = ask(runner, folderWith(model), toyExperiment({ sweep: [widths([2, 1])] }));
    await expect(handle.started).rejects.toThrow(/no width of 2/);
    await handle.ended;
    expect([run.status, runner.pid]).toEqual(['starting', undefined]);
  });

  it('stops within its cell, and begins no other', async () => {
    const { runner } = runnerWith(toyPython!);
    const { handle, run } = ask(
      runner,
      folderWith(model),
      toyExperiment({
        training: { steps: 100_000_000, batchSize: 'full', recordEvery: 10 },
        sweep: [widths([1, 4])],
      }),
    );
    await handle.started;
    await until(() => allTrials(run).some(({ step }) => step > 20));
    await handle.stop();
    await handle.ended;
    expect(run.status).toBe('stopped');
    expect(run.sweep!.cells.map(({ run: cell }) => cell.status)).toEqual(['stopped', 'stopped']);
    expect(runner.pid).toBeUndefined();
  });
});
