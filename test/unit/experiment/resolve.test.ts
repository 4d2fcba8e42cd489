import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets, presetText } from '../../../src/experiment/presets/presets';
import { recordEvery, snapshotSteps, testEvery, totalSteps } from '../../../src/experiment/format/resolve';
import { trialsOf } from '../../../src/experiment/format/trials';

describe('snapshot steps', () => {
  it.each([1, 2, 3, 10, 31, 50, 200, 15_000, 1_000_000])('of %i steps: 0, the end, about 30, ascending', (steps) => {
    const found = snapshotSteps(steps);
    expect(found[0]).toBe(0);
    expect(found.at(-1)).toBe(steps);
    expect(found.length).toBe(Math.min(31, steps + 1));
    expect(found.every((step, index) => index === 0 || step > found[index - 1])).toBe(true);
  });
});

describe('lengths', () => {
  const training = (training: object) => ({ training: { batchSize: 'full' as const, shuffle: false, ...training } });
  it('epochs count a last smaller batch', () => expect(totalSteps(training({ epochs: 3, batchSize: 32 }), 65)).toBe(9));
  it('a full batch is one step an epoch', () => expect(totalSteps(training({ epochs: 3 }), 65)).toBe(3));
  it('about 200 points are recorded unless the file says otherwise', () => {
    expect(recordEvery(training({ steps: 15_000 }), 15_000)).toBe(75);
    expect(recordEvery(training({ steps: 20 }), 20)).toBe(1);
    expect(recordEvery(training({ steps: 20, recordEvery: 7 }), 20)).toBe(7);
  });
});

describe('test figures', () => {
  const experiment = (recordEvery?: number) => ({ training: { batchSize: 128, shuffle: true, recordEvery } });
  it('come with every recorded cost of a small problem', () =>
    expect(testEvery(experiment(), 15_000, 75, 100 * 75, 3 * 300 * 75)).toBe(75));
  it('of a large test set take about 3 % of the training', () => {
    const parameters = 784 * 64 + 64 * 10;
    const [steps, test, step] = [9380, 10_000 * parameters, 3 * 128 * parameters];
    const every = testEvery(experiment(), steps, 47, test, step);
    expect(every % 47).toBe(0);
    expect((Math.ceil(steps / every) * test) / (steps * step)).toBeLessThan(0.035);
    expect((Math.ceil(steps / every) * test) / (steps * step)).toBeGreaterThan(0.02);
  });
  it('come wherever the experiment says', () => expect(testEvery(experiment(10), 9380, 10, 1e12, 1)).toBe(10));
});

describe('presets', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s is a good experiment, and the example of its name',
    (id, preset) => {
      expect(parseExperiment(presetText(preset)).issues).toEqual([]);
      expect(readFileSync(`examples/${id}.initlab.json`, 'utf8')).toBe(presetText(preset));
    },
  );

  it('trials are every enabled initializer with every seed', () => {
    const { experiment } = parseExperiment(presetText(presets[0]));
    experiment!.random.seeds = [4, 5];
    experiment!.initializers[1].enabled = false;
    expect(trialsOf(experiment!)).toEqual([
      { initializer: 0, seed: 4 },
      { initializer: 0, seed: 5 },
      { initializer: 2, seed: 4 },
      { initializer: 2, seed: 5 },
      { initializer: 3, seed: 4 },
      { initializer: 3, seed: 5 },
    ]);
  });
});
