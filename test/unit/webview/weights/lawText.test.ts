import { expect, it } from 'vitest';
import { shapeText } from '../../../../src/host/json/lawText';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import { presets, presetText } from '../../../../src/experiment/presets/presets';

const textsOf = (change: object = {}) => {
  const { experiment } = parseExperiment(
    JSON.stringify({ ...(JSON.parse(presetText(presets[0])) as object), ...change }),
  );
  return experiment!.initializers.map((_, index) => shapeText(experiment!, index));
};

it('says what each initializer draws for the first layer', () => {
  expect(textsOf()).toEqual([
    'Zeros: W = 0; first layer 2 → 10: std 0',
    'randn × 10: W ~ N(0, 10²); first layer 2 → 10: std 10',
    'He normal: W ~ N(0, 2 / n_in); first layer 2 → 10: std 1',
    // √(6 / 12) over √3.
    'Xavier uniform: W ~ U(±√(6 / (n_in + n_out))); first layer 2 → 10: std 0.408, from −0.707 to 0.707',
  ]);
});

it('keeps to the formula where the columns or the law are not known', () => {
  expect(textsOf({ dataset: { kind: 'csv', path: 'a.csv', target: 0 }, initializers: [{ kind: 'heNormal' }] })).toEqual(
    ['He normal: W ~ N(0, 2 / n_in)'],
  );
  expect(textsOf({ initializers: [{ kind: 'lsuv' }] })).toEqual(['LSUV: W = Q / std(outputs on the first batch)']);
});
