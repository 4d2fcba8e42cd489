import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets } from '../../../src/experiment/presets/presets';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import type { TrialUpdate } from '../../../src/experiment/record/update';
import { toWire } from '../../../src/experiment/messages/wire';
import { Board } from '../../../src/trainer/shared/board';
import { trained } from './trainerSupport';
import { UpdateQueue } from '../../../src/trainer/run/updateQueue';

async function train(id: string, change: Partial<ExperimentInput>, workers: number, backend: 'auto' | 'reference') {
  const preset = presets.find((one) => one.id === id)!;
  const { experiment } = parseExperiment(JSON.stringify({ ...preset.experiment, ...change }));
  const { run, handle } = await trained({ experiment: experiment!, backend, workers });
  const weights = (await handle.weights()).sort((left, right) => left.trial - right.trial);
  return { run, weights };
}

describe('trials that go from worker to worker', () => {
  // Long enough that every trial changes hands many times; shuffled batches need the generator's state to go along.
  it.each([
    ['circles', {}, 'auto'],
    ['spiral', { training: { epochs: 30, batchSize: 40, shuffle: true, recordEvery: 7 } }, 'auto'],
    ['blobs', { training: { epochs: 6, batchSize: 32, shuffle: true, recordEvery: 10 } }, 'reference'],
  ] as const)('give the same bits with 1, 2 and 3 workers: %s', async (id, change, backend) => {
    const [one, two, three] = [
      await train(id, change, 1, backend),
      await train(id, change, 2, backend),
      await train(id, change, 3, backend),
    ];
    // As bytes: matchers take minutes over so many numbers.
    const figures = ({ run }: typeof one) =>
      run.trials.map(({ status, step, curve, start, final }) => ({ status, step, curve, start, final }));
    const bytes = ({ run, weights }: typeof one) => {
      const wire = toWire([run.trials.map(({ snapshots }) => snapshots), weights]);
      return Buffer.from(wire.bytes);
    };
    expect(one.run.status).toBe('finished');
    for (const trial of one.run.trials) {
      expect(trial.curve.step).toEqual([...trial.curve.step].sort((left, right) => left - right));
      expect(trial.snapshots.length).toBeGreaterThan(20);
    }
    for (const other of [two, three]) {
      expect(figures(other)).toEqual(figures(one));
      expect(bytes(other).equals(bytes(one))).toBe(true);
    }
  });
});

const update = (trial: number, step: number): TrialUpdate => ({
  trial,
  status: 'running',
  step,
  seconds: step,
  curve: { step: [step], train: [step], test: [NaN], trainAccuracy: [1], testAccuracy: [NaN] },
  snapshots: [],
});

describe('UpdateQueue', () => {
  it('passes pieces on in order, whenever they come', () => {
    const queue = new UpdateQueue();
    queue.add({ piece: 1, update: update(0, 20) });
    queue.add({ piece: 3, update: update(0, 40) });
    queue.add({ piece: 0, update: update(1, 5) });
    expect(queue.take().map(({ trial, step }) => [trial, step])).toEqual([[1, 5]]);
    queue.add({ piece: 0, update: update(0, 10) });
    const [joined] = queue.take();
    expect(joined.step).toBe(20);
    expect(joined.curve.step).toEqual([10, 20]);
    expect(queue.take()).toEqual([]);
    queue.add({ piece: 2, update: update(0, 30) });
    expect(queue.take()[0].curve.step).toEqual([30, 40]);
  });

  it('lets through what waits for a piece that was lost with its worker', () => {
    const queue = new UpdateQueue();
    queue.add({ piece: 2, update: update(0, 30) });
    queue.end({
      ...update(0, 30),
      status: 'failed',
      message: 'gone',
      curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] },
    });
    expect(queue.take()).toMatchObject([{ status: 'failed', message: 'gone', curve: { step: [30] } }]);
  });
});

describe('Board', () => {
  it('gives a trial to one worker at a time and remembers who had it', () => {
    const board = new Board(3);
    const other = new Board(board.buffer);
    expect(board.claim(2, 0)).toBe(true);
    expect(other.claim(2, 1)).toBe(false);
    expect(other.isClaimedBy(2, 0)).toBe(true);
    expect(board.takeOver(2, 0)).toBe(-1);
    board.release(2);
    expect(other.claim(2, 1)).toBe(true);
    expect(other.takeOver(2, 1)).toBe(0);
    expect([other.nextPiece(2), board.nextPiece(2), board.nextPiece(1)]).toEqual([0, 1, 0]);
    board.addSeconds(1, 0.5);
    other.addSeconds(1, 0.25);
    expect(board.seconds(1)).toBe(0.75);
    expect(board.allEnded).toBe(false);
    for (const trial of [0, 1, 2]) board.setEnded(trial);
    expect(other.allEnded).toBe(true);
  });
});
