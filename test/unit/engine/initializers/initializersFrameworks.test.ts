import { expect, test } from 'vitest';
import { catalogue } from '../../../../src/engine/initializers/catalogue/catalogue';
import { frameworkNames } from '../../../../src/engine/initializers/catalogue/frameworks';
import { dialectOf } from '../../../../src/experiment/text/dialect';
import { Form } from '../../../../webview/experiment/rail/form';
import { layerFans, layerGroups } from '../../../../webview/experiment/rail/layerFans';
import { searchCatalogue } from '../../../../webview/experiment/rail/initializers/searchCatalogue';

test('every initializer has its list of names, and the three well-known ones are found by them', () => {
  expect(Object.keys(frameworkNames).sort()).toEqual(Object.keys(catalogue).sort());
  for (const query of [
    'tf.keras.initializers.HeNormal',
    'torch.nn.init.kaiming_normal_',
    'jax.nn.initializers.he_normal',
  ]) {
    expect(searchCatalogue(query).map(({ kind }) => kind)).toContain('heNormal');
  }
});

test('the dialect names the stream, the layout and which normal it is', () => {
  const text = (law: Parameters<typeof dialectOf>[0]) => dialectOf(law, 'torch', 'in-out');
  expect(text({ kind: 'glorotUniform' })).toHaveLength(1);
  const [drawn, plain] = text({ kind: 'heNormal' });
  expect(drawn).toMatch(/PyTorch.*\(in, out\)/);
  expect(plain).toMatch(/not truncated/);
  expect(text({ kind: 'heNormal', truncated: true })[1]).toMatch(/cut at ±2σ and rescaled/);
  expect(text({ kind: 'varianceScaling' })[1]).toEqual(text({ kind: 'heNormal', truncated: true })[1]);
  expect(text({ kind: 'varianceScaling', distribution: 'normal' })[1]).toBe(plain);
});

test('the fans of every layer come from the document, unknown ones stay unknown', () => {
  const form = new Form(
    {
      title: '',
      untitled: false,
      readOnly: false,
      issues: [],
      value: { network: { hidden: [10, { units: 5 }, 'x'] } },
    },
    { edit: () => Promise.resolve([]) },
  );
  expect(layerFans(form, 2, undefined).map(({ key, fanIn, fanOut }) => [key, fanIn, fanOut])).toEqual([
    ['0', 2, 10],
    ['1', 10, 5],
    ['2', 5, undefined],
    ['output', undefined, undefined],
  ]);
});

test('layers of one shape are one line, those with a law of their own and the output stand alone', () => {
  const form = new Form(
    { title: '', untitled: false, readOnly: false, issues: [], value: { network: { hidden: [4, 4, 4, 4, 4, 4] } } },
    { edit: () => Promise.resolve([]) },
  );
  const titles = (...apart: string[]) =>
    layerGroups(layerFans(form, 2, 4), (key) => apart.includes(key)).map(
      ({ title, first }) => `${title}: ${first.fanIn} → ${first.fanOut}`,
    );
  expect(titles()).toEqual(['hidden 0: 2 → 4', 'hidden 1–5: 4 → 4', 'output: 4 → 4']);
  expect(titles('3')).toEqual([
    'hidden 0: 2 → 4',
    'hidden 1–2: 4 → 4',
    'hidden 3: 4 → 4',
    'hidden 4–5: 4 → 4',
    'output: 4 → 4',
  ]);
});
