import { setTimeout as sleep } from 'node:timers/promises';
import type { RunHeader, TrialRecord } from '../../../src/experiment/record/record';
import type { Batch, BatchListener, Compute } from '../../../src/queue/worker/compute';

/** Which trial: cell, initializer and seed. */
export type TrialName = `${number}/${number}/${number}`;

const headerOf = ({ experiment }: Batch): RunHeader => ({
  experiment,
  layout: 'out-in',
  layers: [],
  data: { features: 2, classes: 2, trainCount: 1, testCount: 0 },
  totalSteps: 1,
  stepsPerEpoch: 1,
  environment: { backend: 'reference', precision: 'float32', workers: 1, node: 'test' },
});

/** The record that is made up for a trial: it depends on which one it is alone. */
export function madeUpRecord(cell: number, initializer: number, seed: number): TrialRecord {
  const cost = Math.sin(cell * 1000 + initializer * 100 + seed);
  return {
    initializer,
    seed,
    status: 'finished',
    step: 1,
    seconds: 0.5,
    curve: { step: [0, 1], train: [1, cost], test: [NaN, cost], trainAccuracy: [0, 1], testAccuracy: [NaN, NaN] },
    snapshots: [],
    final: { trainCost: cost, testCost: cost, trainAccuracy: 1, testAccuracy: 1 },
  };
}

/** Computes nothing: each trial takes so many milliseconds and comes to a record that is made up. */
export class TestCompute implements Compute {
  disposed = false;

  constructor(
    private readonly milliseconds: number,
    /** Hears of each trial that begins, and of each that has ended before that is told. */
    private readonly hear: {
      begins?(trial: TrialName): void | Promise<void>;
      ended?(trial: TrialName): void | Promise<void>;
    } = {},
  ) {}

  async run(batch: Batch, listener: BatchListener): Promise<void> {
    const header = headerOf(batch);
    for (const [part, { cell, initializer, seeds }] of batch.parts.entries()) {
      for (const [trial, seed] of seeds.entries()) {
        if (batch.signal.aborted) return;
        const name: TrialName = `${cell}/${initializer}/${seed}`;
        await this.hear.begins?.(name);
        await sleep(this.milliseconds, undefined, { signal: batch.signal }).catch(() => undefined);
        if (batch.signal.aborted) return;
        await this.hear.ended?.(name);
        listener.ended(part, trial, madeUpRecord(cell, initializer, seed), header);
      }
    }
  }

  dispose(): void {
    this.disposed = true;
  }
}
