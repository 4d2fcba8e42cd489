import { describe, expect, it } from 'vitest';
import type { Finding, LawFit, Recognition, TensorDetail } from '../../../../src/inspect/tensors/report';
import {
  histogramPlot,
  normsPlot,
  placesTip,
  quantilePlot,
  spectrumPlot,
} from '../../../../webview/weights/detail/detailModels';
import { foldFindings } from '../../../../webview/weights/findingsFold';
import { lawNames, lawSummary, recognitionText } from '../../../../webview/weights/lawText';
import { binAt, padded, rangeOf } from '../../../../webview/charts/parts/plotRange';

const fit = (kind: 'heNormal' | 'glorotNormal' | 'lecunNormal', changes: Partial<LawFit> = {}): LawFit => ({
  law: { kind },
  layout: 'out-in',
  fanIn: 4,
  fanOut: 2,
  scaleRatio: 1.25,
  distance: 0.125,
  p: 0.5,
  ...changes,
});
const recognition = (changes: Partial<Recognition>): Recognition => ({
  shapes: ['normal'],
  laws: [],
  alternatives: [],
  indistinct: false,
  evidence: { count: 100, peakRatio: 3, kurtosis: 0, kurtosisError: 0.1 },
  ...changes,
});

describe('the histogram of a tensor', () => {
  const detail: Pick<TensorDetail, 'histogram' | 'curves'> = {
    histogram: { scale: 'linear', edges: Float64Array.of(-1, 0, 1, 2), counts: Uint32Array.of(3, 0, 7), total: 10 },
    curves: [{ fit: fit('heNormal'), x: Float64Array.of(-1, 2), y: Float64Array.of(20, NaN) }],
  };

  it('has room for its laws, those without a number left out', () => {
    const { y, x, layers } = histogramPlot(detail, false);
    expect([x.min, x.max, y.min]).toEqual([-1, 2, 0]);
    expect(y.max).toBeCloseTo(21.2, 12);
    expect(layers.map(({ kind }) => kind)).toEqual(['bars', 'line']);
  });

  it('shows bins of one value on a log scale of counts, and begins below them', () => {
    const { y } = histogramPlot(detail, true);
    expect(y.log).toBe(true);
    expect(y.min).toBeLessThan(1);
    expect(y.max).toBeGreaterThan(20);
  });

  it('says the count under the pointer', () => {
    const { tip } = histogramPlot(detail, false);
    expect(tip?.(1.9)).toEqual({ x: 1.5, text: '1.00 … 2.00: 7' });
    expect(tip?.(-1)).toMatchObject({ x: -0.5 });
    expect(tip?.(2)).toMatchObject({ x: 1.5 });
    expect(tip?.(2.01)).toBeUndefined();
  });
});

it('finds the bin of a value, also at the last edge, and none outside or without bins', () => {
  const edges = [0, 0.1, 0.2, 0.30000000000000004];
  expect([0, 0.05, 0.15, 0.3, 0.30000000000000004, -1, 1, NaN].map((x) => binAt(edges, x))).toEqual([
    0, 0, 1, 2, 2, -1, -1, -1,
  ]);
  expect(binAt([0], 0)).toBe(-1);
});

it('sorts neurons by norm and names them by their own index', () => {
  const { x, layers, tip } = normsPlot({ along: 'rows', norms: Float64Array.of(2, 0.5, 1), duplicates: [] });
  expect(layers[0]).toMatchObject({ y: Float64Array.of(0.5, 1, 2) });
  expect(x.max).toBe(2.5);
  expect(tip?.(0.4)?.text).toBe('Neuron 1: 0.5000');
  expect(tip?.(-0.6)).toBeUndefined();
  expect(placesTip(2, String)?.(1.4)).toEqual({ x: 1, text: '1' });
});

it('gives both axes of the quantiles one range', () => {
  const { x, y, layers } = quantilePlot([{ law: Float64Array.of(-1, 1), tensor: Float64Array.of(-2, 3) }]);
  expect([x.min, x.max]).toEqual([y.min, y.max]);
  expect(x.min).toBeLessThan(-2);
  expect(layers.map(({ kind }) => kind)).toEqual(['diagonal', 'points']);
});

it('leaves singular values that are rounding out of a log scale', () => {
  const values = Float64Array.of(10, 1, 1e-13);
  expect(spectrumPlot({ values, condition: 1e14, rank: 2 }, true).layers[0]).toMatchObject({
    y: Float64Array.of(10, 1),
  });
  expect(spectrumPlot({ values, condition: 1e14, rank: 2 }, false).layers[0]).toMatchObject({ y: values });
});

it('widens a range of one value, and has one where there is none', () => {
  expect(rangeOf([[3, NaN, 3]])).toEqual({ min: 1.5, max: 4.5 });
  expect(rangeOf([[0]])).toEqual({ min: -0.5, max: 0.5 });
  expect(rangeOf([[]], true)).toEqual({ min: 0.1, max: 1 });
  expect(rangeOf([[-1, 5]], true)).toEqual({ min: 2.5, max: 10 });
  expect(padded({ min: 1, max: 100 }, true, 0.5)).toEqual({ min: 0.1, max: 1000 });
});

describe('what was recognised in words', () => {
  it('names each law once, and says when they cannot be told apart', () => {
    const laws = [fit('heNormal'), fit('heNormal', { layout: 'in-out' }), fit('glorotNormal')];
    expect(lawNames(laws)).toEqual(['He normal', 'Glorot normal']);
    const text = recognitionText(recognition({ laws, indistinct: true }));
    expect(text).toBe("Fits He normal, Glorot normal. They can't be distinguished at this size.");
    expect(lawSummary(recognition({ laws }))).toBe('He normal or Glorot normal');
    expect(lawSummary(recognition({ laws: [...laws, fit('lecunNormal')] }))).toBe('He normal or 2 others');
  });

  it('says how far the nearest law is where none fits', () => {
    const drifted = recognition({ nearest: fit('heNormal') });
    expect(lawSummary(drifted)).toBe('none; nearest He normal');
    expect(recognitionText(drifted)).toBe(
      'No law fits. The nearest is He normal, with 1.25 times its standard deviation and a distance of 0.125. Its shape is normal.',
    );
    expect(recognitionText(recognition({ shapes: ['other'] }))).toBe('No law fits.');
  });

  it('is silent in the list where no laws are looked for, and says why beside it', () => {
    expect(lawSummary(recognition({ refused: 'integers' }))).toBe('');
    expect(recognitionText(recognition({ refused: 'integers' }))).toBe('Integers, which have no initialization law.');
  });
});

it('folds many kernels that look as they were drawn, and nothing else', () => {
  const initial = (count: number): Finding[] =>
    Array.from({ length: count }, (_, i) => ({
      code: 'initialLaw',
      tensor: String(i),
      law: 'He normal',
      count: 1,
      tried: 1,
      resolution: 0.1,
    }));
  const dead: Finding = { code: 'deadKernel', tensor: 'x' };
  expect(foldFindings([...initial(3), dead])).toEqual({ shown: [...initial(3), dead], folded: [] });
  expect(foldFindings([...initial(4), dead])).toEqual({ shown: [dead], folded: initial(4) });
});
