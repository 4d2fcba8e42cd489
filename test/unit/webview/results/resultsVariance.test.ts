import { afterEach, describe, expect, it } from 'vitest';
import { configureLanguage, english } from '../../../../src/experiment/text/language';
import { mockExperiment, mockRun } from '../../../../webview/dev/mockRun';
import { axisOf, heightOf, namedPlaces } from '../../../../webview/charts/parts/depthAxis';
import { varianceOf } from '../../../../webview/experiment/results/variance/varianceModel';

const line = (measured: number[], expected?: number[]) => ({ initializer: 0, label: 'a', measured, expected });

describe('the axis of variances', () => {
  it('covers measured and expected values, with a row of its own for zeros', () => {
    const axis = axisOf([line([1, 1e-4, NaN], [0.5, 1e-6, 0])])!;
    expect(axis.zero).toBe(true);
    expect(axis.min).toBeLessThan(1e-6);
    expect(axis.max).toBeGreaterThan(1);
    expect(heightOf(axis, 0, 0.1)).toBe(0.05);
    expect(heightOf(axis, 1e-3, 0.1)).toBeCloseTo(0.1 + 0.9 * 0.5, 2);
    expect(heightOf(axis, NaN, 0.1)).toBeNaN();
  });

  it('is at least a decade, and is there for zeros alone', () => {
    const axis = axisOf([line([0.99, 1])])!;
    expect(Math.log10(axis.max / axis.min)).toBeGreaterThan(1);
    expect(axisOf([line([0, 0])])).toEqual({ min: 0.1, max: 10, zero: true });
    expect(axisOf([line([NaN, Infinity])])).toBeUndefined();
  });
});

it('names first and last of many layers, and none beside the last that would touch it', () => {
  expect(namedPlaces(3, 8)).toEqual([0, 1, 2]);
  const named = namedPlaces(101, 6);
  expect(named[0]).toBe(0);
  expect(named.at(-1)).toBe(100);
  expect(named.length).toBeLessThanOrEqual(6);
  expect(named.at(-1)! - named.at(-2)!).toBeGreaterThan(10);
});

describe('the lines of a run', () => {
  const run = mockRun(mockExperiment(4), 1);
  afterEach(() => configureLanguage(english, undefined));

  it('have inputs, layers and theory, forward and backward', () => {
    const { step, forward, backward, theory } = varianceOf(run, { seed: 3, step: Infinity, forward: 'preActivations' });
    expect(step).toBe(15_000);
    expect(theory).toBe(true);
    expect(forward.places).toHaveLength(backward.places.length + 1);
    for (const { measured } of forward.lines) expect(measured).toHaveLength(forward.places.length);
    // He's variance of two inputs of variance 1: 2 / 2 · 2.
    expect(forward.lines[2].expected![1]).toBeCloseTo(2, 12);
    // And through the ReLU into 5 units: 2 / 10 · 10 · 2 / 2.
    expect(forward.lines[2].expected![2]).toBeCloseTo(2, 12);
    // Zeros stay zeros.
    expect(forward.lines[0].expected!.slice(1)).toEqual([0, 0, 0]);
  });

  it('name the layers in the language of the page', () => {
    configureLanguage('nl', { 'hidden {0}': 'verborgen {0}', output: 'uitvoer' });
    expect(varianceOf(run, { seed: 3, step: 0, forward: 'activations' }).backward.places).toEqual([
      'verborgen 0',
      'verborgen 1',
      'uitvoer',
    ]);
  });

  it('are those of the step that is asked for, and empty before the first', () => {
    expect(varianceOf(run, { seed: 3, step: 0, forward: 'activations' }).step).toBe(0);
    const none = varianceOf(
      { ...run, trials: run.trials.map((trial) => ({ ...trial, snapshots: [] })) },
      { seed: 3, step: 0, forward: 'activations' },
    );
    expect(none.step).toBeUndefined();
    expect(none.forward.lines[0].measured.every(Number.isNaN)).toBe(true);
  });
});
