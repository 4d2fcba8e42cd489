import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../../../src/experiment/text/format';
import { reasonsOf } from '../../../../src/experiment/why/reasonsOf';
import { curvatureSteps } from '../../../../src/trainer/worker/snapshotCost';
import { runOf } from '../../trainer/trainerSupport';

const trained = async (change: Parameters<typeof runOf>[0]) => {
  const { record, run } = await runOf(change);
  await run.ended;
  return record;
};
const linear = (learningRate: number): Parameters<typeof runOf>[0] => ({
  network: { hidden: [] },
  loss: 'meanSquaredError',
  optimizer: { kind: 'sgd', learningRate },
  training: { steps: 5000, batchSize: 'full' },
  initializers: [{ kind: 'glorotUniform' }],
});

describe('the largest curvature of a run', () => {
  it('is recorded at step 0 of plain gradient descent', async () => {
    const { trials } = await trained({ training: { steps: 15000, batchSize: 'full', recordEvery: 1000 } });
    const he = trials[2];
    const measured = he.snapshots.filter(({ curvature }) => curvature !== undefined);
    expect(he.snapshots[0].curvature).toBeGreaterThan(0);
    expect(measured).toEqual([he.snapshots[0]]);
  });

  it('is not measured for optimizers whose stability does not follow from it', async () => {
    const { trials } = await trained({
      optimizer: { kind: 'adam', learningRate: 0.01 },
      training: { steps: 50, batchSize: 'full' },
    });
    expect(trials.flatMap(({ snapshots }) => snapshots).some(({ curvature }) => curvature !== undefined)).toBe(false);
  });

  it('tells in the explanation of a divergence whether the rate was above 2 over it', async () => {
    const calm = await trained(linear(0.01));
    const { curvature } = calm.trials[0].snapshots[0];
    const limit = 2 / curvature!;
    expect((await trained(linear(0.95 * limit))).trials[0].status).toBe('finished');
    const wild = await trained(linear(1.1 * limit));
    expect(wild.trials[0].status).toBe('diverged');
    const [reason] = reasonsOf(wild, wild.trials[0], wild.header!.experiment);
    expect(reason.kind).toBe('diverged');
    expect(reason.sentences.join(' ')).toContain(formatNumber(limit));
    expect(reason.figures.curvature).toBeCloseTo(curvature!, 3);
  });

  it('is measured as often as it costs little', () => {
    const sgd = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 } as const;
    const steps = Array.from({ length: 31 }, (_, i) => i);
    const work = (width: number, count: number) => ({
      network: {
        inputs: width,
        hidden: [{ units: width, activation: 'relu' as const }],
        outputs: 10,
        output: 'softmax' as const,
        loss: 'categoricalCrossEntropy' as const,
        bias: true,
      },
      trainRows: 5000,
      batchRows: 100,
      steps: count,
      cells: 0,
    });
    expect(curvatureSteps({ ...work(10, 100), trainRows: 300 }, sgd, steps)).toEqual([0]);
    expect(curvatureSteps(work(10, 1_000_000), sgd, steps)).toEqual([0, 15]);
    expect(curvatureSteps(work(1000, 10), sgd, steps)).toEqual([]);
    expect(curvatureSteps(work(300, 1_000_000), sgd, steps)).toEqual([0, 15]);
    expect(curvatureSteps(work(1000, 1_000_000), sgd, steps)).toEqual([]);
    expect(curvatureSteps(work(10, 100), { ...sgd, momentum: 0.9 }, steps)).toEqual([]);
  });
});
