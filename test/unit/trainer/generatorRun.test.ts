import { describe, expect, it } from 'vitest';
import { drawNetwork } from '../../../src/engine/initializers/draw';
import { createSource, generatorKinds, type Generator } from '../../../src/engine/random/generators';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets } from '../../../src/experiment/presets/presets';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import { requestRun } from './trainerSupport';

const layers = [
  { inputs: 2, units: 6, name: 'hidden.0' },
  { inputs: 6, units: 1, name: 'output' },
];
const random: (NonNullable<ExperimentInput['random']> & { generator: Generator })[] = [
  { generator: 'numpyGenerator' },
  { generator: 'numpyGenerator', dtype: 'float32' },
  { generator: 'jax', partitionable: false },
  { generator: 'jax', keys: 'linen' },
  { generator: 'keras', backend: 'jax' },
];

async function initialOf(change: Partial<ExperimentInput>): Promise<Record<string, Float32Array>> {
  const { experiment, issues } = parseExperiment(
    JSON.stringify({ ...presets[0].experiment, network: { hidden: [6] }, training: { steps: 2 }, ...change }),
  );
  expect(issues).toEqual([]);
  const { handle } = requestRun({ experiment: experiment!, directory: '.', workers: 1 });
  await handle.started;
  await handle.ended;
  const [{ initial }] = await handle.weights();
  return Object.fromEntries(initial.map(({ name, values }) => [name, Float32Array.from(values)]));
}

describe('a run', () => {
  it.each(random.map((one) => [one]))('starts from what the settings of its generator draw: %j', async (one) => {
    const initial = await initialOf({
      random: { ...one, layout: 'in-out', seeds: [7] },
      initializers: [{ kind: 'heNormal' }],
    });
    const source = createSource(one.generator, 7, one);
    const want = drawNetwork({ kind: 'heNormal' }, layers, 'in-out', source, true);
    layers.forEach(({ name }, i) => expect(initial[`${name}.kernel`]).toEqual(Float32Array.from(want[i].kernel)));
  });

  it("takes Keras' seeds of initializers", async () => {
    const drawn = async (initializer: NonNullable<ExperimentInput['initializers']>[number]) =>
      (
        await initialOf({
          random: { generator: 'keras', layout: 'in-out', seeds: [7] },
          initializers: [initializer],
        })
      )['hidden.0.kernel'];
    const [own, again, other] = [
      await drawn({ kind: 'heNormal', seed: 4 }),
      await drawn({ kind: 'heNormal', seed: 4, layers: { output: { kind: 'zeros' } } }),
      await drawn({ kind: 'heNormal' }),
    ];
    expect(own).toEqual(again);
    expect(own).not.toEqual(other);
  });

  it("orders its rows as NumPy's Generator does", () => {
    const order = new Uint32Array(7);
    generatorKinds.numpyGenerator.train(3).permute(order);
    // np.random.default_rng(3).permutation(7)
    expect([...order]).toEqual([5, 6, 2, 1, 4, 3, 0]);
  });
});
