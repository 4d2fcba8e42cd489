import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GatheredWeights } from '../../../../src/data/gatheredWeights';
import { ForkedTrainer, stopDeadline } from '../../../../src/trainer/forkedTrainer';
import type { NamedTensor, RunRequest, TrialWeights, WeightsPiece } from '../../../../src/protocol/trainer';
import { pieceNumbers, WeightsLog } from '../../../../src/trainer/run/weightsLog';
import { runOf, workerAfter } from '../trainerSupport';

const tensor = (name: string, shape: number[], first: number): NamedTensor => ({
  name,
  shape,
  values: Float32Array.from({ length: shape[0] * (shape[1] ?? 1) }, (_, index) => first + index),
});
const network = (first: number): NamedTensor[] => [
  tensor('hidden.0.kernel', [1000, 700], first),
  tensor('hidden.0.bias', [700], first + 1),
  tensor('output.kernel', [700, 1], first + 2),
];
/** Start and end of trial 0, then the start of trial 1. */
const ends = [network(0), network(10), network(20)];

/** Weights to compare: of large arrays their digest. */
const seenAs = (weights: readonly TrialWeights[]) => {
  const seen = (tensors: readonly NamedTensor[]) =>
    tensors.map(({ name, shape, values }) => [name, shape, createHash('sha1').update(values).digest('hex')]);
  return weights
    .map(({ trial, initial, final }) => ({ trial, initial: seen(initial), final: final && seen(final) }))
    .sort((left, right) => left.trial - right.trial);
};

function piecesOf(): WeightsPiece[] {
  const log = new WeightsLog();
  ends.forEach((tensors, index) => log.add(Math.floor(index / 2), index % 2 === 0 ? 'initial' : 'final', tensors));
  const pieces: WeightsPiece[] = [];
  for (let piece = log.from(0); piece; piece = log.from(piece.next)) pieces.push(piece);
  return pieces;
}

describe('weights that are handed over', () => {
  it('come in bounded pieces, and what has come whole is there without the rest', () => {
    const pieces = piecesOf();
    const all = ends.flat().reduce((sum, { values }) => sum + values.length, 0);
    expect(pieces).toHaveLength(Math.ceil(all / pieceNumbers));
    const size = ends[0].reduce((sum, { values }) => sum + values.length, 0);
    const gathered = new GatheredWeights();
    let come = 0;
    for (const piece of pieces) {
      const numbers = piece.parts.reduce((sum, { values }) => sum + values.length, 0);
      expect(numbers).toBeLessThanOrEqual(pieceNumbers);
      come += numbers;
      expect(piece.next).toBe(come);
      gathered.add(piece);
      const whole = Math.floor(come / size);
      const expected = [
        ...(whole >= 1 ? [{ trial: 0, initial: ends[0], ...(whole >= 2 && { final: ends[1] }) }] : []),
        ...(whole >= 3 ? [{ trial: 1, initial: ends[2] }] : []),
      ];
      expect(seenAs(gathered.weights)).toEqual(seenAs(expected));
    }
    expect(come).toBe(all);
  });

  it('do not wait for a trial that takes long', async () => {
    // The second worker stays in its first trial until the run is in a hurry; a file tells that it is there. The first
    // one waits for that with its own first trial, so that it does not begin them all.
    const waits = join(mkdtempSync(join(tmpdir(), 'initlab-waits-')), 'waits');
    const entry = workerAfter(`
const { parentPort } = require('node:worker_threads');
const { existsSync, writeFileSync } = require('node:fs');
const waits = ${JSON.stringify(waits)};
const pause = new Int32Array(new SharedArrayBuffer(4));
let worker;
let control;
parentPort.once('message', ({ job }) => { worker = job.worker; control = new Int32Array(job.control, 0, 3); });
const real = parentPort.postMessage.bind(parentPort);
parentPort.postMessage = (message, moved) => {
  if (message.type === 'weights') {
    if (worker === 1) writeFileSync(waits, '');
    else while (!existsSync(waits)) Atomics.wait(pause, 0, 0, 5);
    while (worker === 1 && Atomics.load(control, 0) < 3) Atomics.wait(control, 2, Atomics.load(control, 2), 1000);
  }
  real(message, moved);
};`);
    let trains = false;
    const { run } = await runOf(
      { training: { steps: 1e9, batchSize: 'full' } },
      {
        workers: 2,
        entry,
        hear: (message) => (trains ||= message.type === 'updates' && message.trained.length > 0),
      },
    );
    while (!trains || !existsSync(waits)) await turn();
    run.stop();
    let handedOver = false;
    void run.handedOver.then(() => (handedOver = true));
    const gathered = new GatheredWeights();
    let place = 0;
    const read = async (): Promise<boolean> => {
      const piece = await run.weightsFrom(place);
      if (!piece) return false;
      gathered.add(piece);
      place = piece.next;
      return true;
    };
    while (!gathered.weights.some(({ final }) => final)) {
      await read();
      await turn();
    }
    expect(handedOver).toBe(false);
    run.hurry();
    while (await read());
    expect(handedOver).toBe(true);
    expect(seenAs(gathered.weights)).toEqual(seenAs(await run.weights()));
    await run.ended;
  });
});

describe('a trainer that is stopped', () => {
  afterEach(() => void vi.useRealTimers());

  /** A trainer that begins a run, and answers nothing but these pieces of weights; after them it is silent. */
  function fakeTrainer(pieces: readonly WeightsPiece[]): string {
    const file = join(mkdtempSync(join(tmpdir(), 'initlab-trainer-')), 'trainer.js');
    const answers = pieces.map(({ parts, next }) => ({
      next,
      parts: parts.map((part) => ({ ...part, values: [...part.values] })),
    }));
    writeFileSync(
      file,
      `
const answers = ${JSON.stringify(answers)};
let given = 0;
process.on('message', ({ m, i }) => {
  if (m === 'run') {
    const a = [{ id: 1, status: 'running', seconds: 0, trials: [] }];
    process.send({ t: 'q', m: 'update', a, o: true });
    process.send({ t: 's', i });
  }
  if (m !== 'weightsFrom' || given === answers.length) return;
  const { parts, next } = answers[given++];
  process.send({ t: 's', i, r: { next, parts: parts.map((part) => ({ ...part, values: Float32Array.from(part.values) })) } });
});
process.on('disconnect', () => process.exit(0));`,
    );
    return file;
  }

  it('is killed for its silence and not for how long its weights take, and leaves what came', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const small = Array.from({ length: 12 }, (_, index) => ({
      trial: index >> 1,
      end: index % 2 === 0 ? ('initial' as const) : ('final' as const),
      count: 1,
      ...tensor('output.kernel', [2, 2], index),
      at: 0,
    }));
    // The last trial's end is cut.
    small[11] = { ...small[11], values: small[11].values.slice(0, 3) };
    const trainer = new ForkedTrainer(fakeTrainer(small.map((part, index) => ({ parts: [part], next: index + 1 }))));
    const listener = { update: () => undefined, lost: () => undefined };
    const run = trainer.run({ id: 1 } as RunRequest, listener);
    await run.started;
    const { add } = GatheredWeights.prototype;
    let come = 0;
    let allCome!: () => void;
    const end = new Promise<void>((resolve) => (allCome = resolve));
    // As if each piece were on its way for nearly the whole deadline.
    vi.spyOn(GatheredWeights.prototype, 'add').mockImplementation(function (this: GatheredWeights, piece) {
      add.call(this, piece);
      vi.advanceTimersByTime(stopDeadline - 1);
      if (++come === small.length) allCome();
    });
    const stopped = run.stop();
    await Promise.race([end, stopped]);
    await turn();
    expect(come).toBe(small.length);
    expect(trainer.pid).toBeDefined();
    vi.advanceTimersByTime(stopDeadline);
    await stopped;
    expect(trainer.pid).toBeUndefined();
    expect((await run.weights()).map(({ trial, initial, final }) => [trial, initial.length, final?.length])).toEqual(
      [0, 1, 2, 3, 4, 5].map((trial) => [trial, 1, trial === 5 ? undefined : 1]),
    );
    vi.restoreAllMocks();
  });
});
