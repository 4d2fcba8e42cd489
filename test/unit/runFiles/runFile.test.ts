import { expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets } from '../../../src/experiment/presets/presets';
import { runFile } from '../../../src/experiment/runFile/runFile';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import { trained } from '../trainer/trainerSupport';

async function entriesOf(id: string, change: Partial<ExperimentInput>) {
  const { experiment } = parseExperiment(
    JSON.stringify({ ...presets.find((one) => one.id === id)!.experiment, ...change }),
  );
  const { run } = await trained({ experiment: experiment! });
  return JSON.parse(JSON.stringify(runFile(run))) as ReturnType<typeof runFile>;
}

it('has the saturated share of a sigmoid layer: 0.776 of N(0, 1), none of Glorot', async () => {
  const { trials } = await entriesOf('saturation', { training: { steps: 1 } });
  const share = (label: string) =>
    trials.find((trial) => trial.label.startsWith(label))!.signals[0].initial.saturated as number;
  // z ~ N(0, 784 / 3): P(|z| > 4.595).
  expect(Math.abs(share('N(0, 1)') - 0.776)).toBeLessThan(0.06);
  expect(share('Glorot')).toBe(0);
});

it('has the confusion matrix and the variances of the signal, beside those that theory expects', async () => {
  const { trials } = await entriesOf('glorot-uniform', {
    training: { steps: 3 },
    dataset: { kind: 'teacher', features: 100, classes: 10, train: 500, test: 130 },
  });
  const [glorot, , plain] = trials;
  const confusion = glorot.final!.confusion!;
  expect(confusion).toHaveLength(10);
  const right = confusion.reduce((sum, row, truth) => sum + row[truth], 0);
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(130);
  expect(right / 130).toBeCloseTo(glorot.final!.testAccuracy as number, 6);
  const { initial, expected, final } = glorot.signals[0];
  expect(Object.keys(initial.variance)).toEqual(['preActivations', 'activations', 'backward']);
  // Inputs of N(0, 1) keep their variance through 100 weights of Var 2 / 200.
  expect(expected!.variance.preActivations).toBeCloseTo(1, 1);
  expect(
    Math.abs(Math.log((initial.variance.preActivations as number) / (expected!.variance.preActivations as number))),
  ).toBeLessThan(0.4);
  expect(final.step).toBe(3);
  // A softmax's outputs do not follow from one input each.
  expect(Object.keys(glorot.signals[2].expected!.variance)).toEqual(['preActivations', 'backward']);
  // U[0, 1) has no mean of 0: theory says nothing.
  expect(plain.signals[0]).not.toHaveProperty('expected');
});
