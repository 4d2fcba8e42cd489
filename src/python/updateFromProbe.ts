import type { Experiment } from '../experiment/format/schema';
import type { Curve } from '../experiment/record/record';
import type { RunUpdate } from '../experiment/record/update';

const curveKeys = ['step', 'train', 'test', 'trainAccuracy', 'testAccuracy'] as const satisfies (keyof Curve)[];

/**
 * Makes an update of the probe one as the rest of Init Lab has them, in place: the points of curves come as arrays of
 * doubles, and what this side knows is not sent.
 */
export function updateFromProbe(update: RunUpdate, experiment: Experiment): RunUpdate {
  for (const { curve } of update.trials) for (const key of curveKeys) curve[key] = Array.from(curve[key]);
  const { header } = update;
  if (header)
    update.header = {
      ...header,
      experiment,
      layout: experiment.random.layout,
      environment: { ...header.environment, node: process.version },
    };
  return update;
}
