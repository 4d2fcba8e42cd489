import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../src/engine/spec/networkSpec';
import { affordableSnapshots, probeRows } from '../../../src/trainer/worker/snapshotCost';

const network = (inputs: number, ...widths: number[]): NetworkSpec => ({
  inputs,
  hidden: widths.slice(0, -1).map((units) => ({ units, activation: 'relu' })),
  outputs: widths.at(-1)!,
  output: 'softmax',
  loss: 'categoricalCrossEntropy',
  bias: true,
});

describe('the snapshots that a run can afford', () => {
  it('are 30 where there is a boundary to watch, and in long runs of large networks', () => {
    expect(
      affordableSnapshots({
        network: network(2, 10, 5, 1),
        trainRows: 300,
        batchRows: 300,
        steps: 15_000,
        cells: 9216,
      }),
    ).toBe(30);
    expect(
      affordableSnapshots({
        network: network(2, 24, 24, 16, 1),
        trainRows: 400,
        batchRows: 40,
        steps: 2000,
        cells: 9216,
      }),
    ).toBe(30);
    expect(
      affordableSnapshots({
        network: network(3072, 400, 200, 10),
        trainRows: 5000,
        batchRows: 200,
        steps: 2500,
        cells: 0,
      }),
    ).toBe(30);
  });

  it('are about ten in a run of a fraction of a second', () => {
    for (const work of [
      { network: network(784, 64, 10), trainRows: 60_000, batchRows: 128, steps: 469, cells: 0 },
      { network: network(100, 100, 100, 10), trainRows: 2000, batchRows: 100, steps: 400, cells: 0 },
    ]) {
      expect(affordableSnapshots(work)).toBeGreaterThanOrEqual(7);
      expect(affordableSnapshots(work)).toBeLessThan(15);
    }
  });

  it('are fewer where they would take much of a short run, but never less than 3', () => {
    const short = affordableSnapshots({
      network: network(784, 512, 10),
      trainRows: 2000,
      batchRows: 100,
      steps: 600,
      cells: 0,
    });
    expect(short).toBeGreaterThan(3);
    expect(short).toBeLessThan(30);
    expect(
      affordableSnapshots({
        network: network(3072, 400, 200, 10),
        trainRows: 5000,
        batchRows: 200,
        steps: 50,
        cells: 0,
      }),
    ).toBe(3);
  });

  it('look at all rows of a small network, up to 1 024, and at 64 of a large one', () => {
    expect(probeRows(network(2, 10, 5, 1), 300)).toBe(300);
    expect(probeRows(network(2, 10, 5, 1), 60_000)).toBe(1024);
    expect(probeRows(network(3072, 400, 200, 10), 5000)).toBe(64);
  });
});
