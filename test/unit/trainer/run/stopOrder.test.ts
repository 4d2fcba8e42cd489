import { describe, expect, it, vi } from 'vitest';
import { Board } from '../../../../src/trainer/shared/board';
import { kernelsOf } from '../../../../src/trainer/backend/backend';
import { Control } from '../../../../src/trainer/shared/control';
import type { FromWorker } from '../../../../src/trainer/worker/job';
import { sameSpan, TrainingTime } from '../../../../src/trainer/shared/trainingTime';
import { Trial } from '../../../../src/trainer/worker/trial';
import { preparedOf, runOf, workerAfter } from '../trainerSupport';

// Three trials on images' width; of whole splits so many batches that their figures are many pieces.
const wide = {
  dataset: { kind: 'blobs' as const, train: 3000, test: 3000, centers: 4, features: 60 },
  network: { hidden: [120, 80], activation: 'relu' as const },
  loss: 'categoricalCrossEntropy' as const,
  training: { steps: 100_000, batchSize: 32, recordEvery: 1000 },
  initializers: [{ kind: 'heNormal' as const }, { kind: 'glorotUniform' as const }, { kind: 'lecunNormal' as const }],
};

const stopping = 2;
const hurried = 3;

/** A worker that waits, once it has sent a message which `which` picks, until the orders are to stop, or to hurry. */
const waitingForStop = (which: string, state = stopping): string =>
  workerAfter(`
const { parentPort } = require('node:worker_threads');
let control;
parentPort.once('message', ({ job }) => { control = new Int32Array(job.control, 0, 3); });
const real = parentPort.postMessage.bind(parentPort);
parentPort.postMessage = (message, moved) => {
  real(message, moved);
  if (${which}) while (Atomics.load(control, 0) < ${state}) Atomics.wait(control, 2, Atomics.load(control, 2), 1000);
};`);

/** In what order things were told: `weights 0`, `stopped 0`, `figures 0`. */
const told = (messages: readonly FromWorker[]): string[] =>
  messages.flatMap((message) => {
    if (message.type === 'weights') return message.weights.final ? [`weights ${message.weights.trial}`] : [];
    return message.type === 'updates'
      ? message.pieces.flatMap(({ update: { trial, status, final } }) =>
          status === 'stopped' ? [`${final ? 'figures' : 'stopped'} ${trial}`] : [],
        )
      : [];
  });

describe('a stop', () => {
  it('hands over all trials at work before it computes figures of any', async () => {
    // From the first step on: all weights are drawn before.
    const { run, record, messages } = await runOf(wide, {
      entry: waitingForStop('message.trained?.length > 0'),
      hear: (message, one) => void (message.type === 'updates' && message.trained.length > 0 && one.stop()),
    });
    await run.ended;
    const order = told(messages);
    const first = order.findIndex((what) => what.startsWith('figures'));
    expect(order.slice(0, first).sort()).toEqual([
      'stopped 0',
      'stopped 1',
      'stopped 2',
      'weights 0',
      'weights 1',
      'weights 2',
    ]);
    expect(record.status).toBe('stopped');
    expect(
      record.trials.every(
        ({ status, final, snapshots }) => status === 'stopped' && final !== undefined && snapshots.length >= 1,
      ),
    ).toBe(true);
  });

  it('begins no trial that waits', async () => {
    // The first message is that of the first draw.
    const { run, record, messages } = await runOf(
      { ...wide, random: { seeds: [1, 2, 3] } },
      { entry: waitingForStop("message.type === 'updates'"), hear: (_, one) => void one.stop() },
    );
    await run.ended;
    const drawn = new Set(messages.flatMap((message) => (message.type === 'weights' ? [message.weights.trial] : [])));
    expect([...drawn]).toEqual([0]);
    expect(record.trials.map(({ status, snapshots }) => [status, snapshots.length])).toEqual(
      record.trials.map((_, trial) => ['stopped', trial === 0 ? 1 : 0]),
    );
    expect((await run.weights()).every(({ initial, final }) => initial.length > 0 && final !== undefined)).toBe(true);
  });

  it('in a hurry leaves the figures out and keeps the rest', async () => {
    const { run, record } = await runOf(wide, {
      entry: waitingForStop('message.trained?.length > 0', hurried),
      hear: (message, one) => {
        if (message.type !== 'updates' || message.trained.length === 0) return;
        void one.stop();
        one.hurry();
      },
    });
    await run.handedOver;
    expect((await run.weights()).filter(({ initial, final }) => initial.length > 0 && final)).toHaveLength(3);
    await run.ended;
    expect(record.status).toBe('stopped');
    for (const { status, final, snapshots } of record.trials)
      expect([status, final, snapshots.length > 0]).toEqual(['stopped', undefined, true]);
  });
});

/** The first trial of a run, begun unless a stop comes `before`, and what it has to tell. */
async function stoppedTrial(before: boolean) {
  const {
    jobs: [job],
  } = await preparedOf(wide);
  const [control, board] = [new Control(), new Board(job.trials.length)];
  const trial = new Trial(
    { ...job, control: control.buffer, board: board.buffer },
    job.trials[0],
    board,
    control,
    kernelsOf(job.backend, job.scratch.memory, job.scratch, job.compressed),
  );
  board.claim(0, 0);
  trial.enter();
  if (before) control.stop();
  trial.begin();
  control.stop();
  return { trial, board, told: () => (trial.leave(), trial.takePieces()) };
}

describe('a stop that comes while whole splits are run through', () => {
  it('leaves out the figures of the start and the first snapshot, and keeps what was drawn', async () => {
    const { trial, told: pieces } = await stoppedTrial(true);
    for (const { update, snapshots } of pieces()) expect([update.start, snapshots]).toEqual([undefined, []]);
    expect(trial.takeWeights().initial).toHaveLength(6);
  });

  it('comes before the step that is to be tested', async () => {
    const { trial, board, told: pieces } = await stoppedTrial(false);
    trial.advance(() => true);
    const told = pieces();
    expect([board.steps(0), told.flatMap(({ update }) => update.curve.step)]).toEqual([0, []]);
    expect(told.some(({ update }) => update.start !== undefined)).toBe(true);
  });
});

describe('updates', () => {
  it('go on when the clock of the machine is set back', async () => {
    const now = Date.now.bind(Date);
    let [heard, sent] = [0, 0];
    const { run, updates } = await runOf(
      { ...wide, initializers: wide.initializers.slice(0, 1) },
      {
        hear: () => void heard++,
        // Between an update and the next thing that a worker tells.
        told: ({ trials }) => {
          if (sent > 0 || trials.length === 0) return;
          [heard, sent] = [0, updates.length];
          vi.spyOn(Date, 'now').mockImplementation(() => now() - 86_400_000);
        },
      },
    );
    // A worker tells something every few milliseconds: far more than comes between two updates.
    await vi.waitUntil(() => sent > 0 && (updates.length > sent + 2 || heard > 1000), { timeout: 300_000 });
    const after = updates.length - sent;
    vi.restoreAllMocks();
    await run.stop();
    expect(after).toBeGreaterThan(2);
  });
});

describe('TrainingTime', () => {
  it('is the time in which at least one worker trained', () => {
    const time = new TrainingTime();
    time.add([
      [1000, 2000],
      [5000, 6000],
    ]);
    time.add([[1500, 2500]]);
    expect(time.seconds).toBe(2.5);
    // Reported late, and over both.
    time.add([
      [0, 500],
      [2400, 5100],
    ]);
    expect(time.seconds).toBe(5.5);
  });

  it('of a run holds no pause before the first step and none while drawing', async () => {
    const { run, record, messages } = await runOf(
      { ...wide, training: { steps: 2, batchSize: 32, recordEvery: 1 } },
      { paused: true },
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(record.seconds).toBe(0);
    run.resume();
    await run.ended;
    const trained = record.trials.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(record.seconds).toBeGreaterThan(0);
    // One worker: what all trials took, and at most the rest that joins two spans after each message.
    expect(record.seconds).toBeLessThanOrEqual(trained + (sameSpan / 1000) * messages.length);
    expect(sameSpan * messages.length).toBeLessThan(300);
  });
});
