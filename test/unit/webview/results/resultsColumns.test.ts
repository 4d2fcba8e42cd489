import { describe, expect, it } from 'vitest';
import type { Boundary, Distribution } from '../../../../src/experiment/record/record';
import { axesOf } from '../../../../webview/experiment/results/columns/axisGroups';
import { barsOn, binCount } from '../../../../webview/experiment/results/columns/bars';
import { fieldOf, linesOf, pixelsOf } from '../../../../webview/charts/parts/boundaryField';
import { contour } from '../../../../webview/charts/parts/contour';
import { neighbourStep, placeOf, stepAtPlace } from '../../../../webview/experiment/results/timelineSteps';

describe('axesOf', () => {
  const zeros = { min: 0, max: 0 };
  const wide = { min: -25, max: 27 };
  const he = { min: -2, max: 2.1 };
  const glorot = { min: -0.7, max: 0.7 };

  it('shares where each still shows', () => {
    const [a, b, c, d] = axesOf([zeros, wide, he, glorot], 'auto');
    expect(c).toBe(d);
    expect(a).toBe(c);
    expect(b).not.toBe(c);
    expect(c!.max).toBeCloseTo(2.1 + 0.03 * 4.1, 12);
    expect(b!.min).toBeCloseTo(-25 - 0.03 * 52, 12);
  });

  it('shares all, or none, when told', () => {
    expect(new Set(axesOf([zeros, wide, he], 'shared')).size).toBe(1);
    expect(axesOf([he, glorot], 'own')[1]!.max).toBeCloseTo(0.742, 12);
  });

  it('gives constants alone a width, and nothing to what is not recorded', () => {
    const [a, b] = axesOf([{ min: 3, max: 3 }, undefined], 'auto');
    expect(a!.max).toBeGreaterThan(3);
    expect(b).toBeUndefined();
  });

  it('keeps far apart what lies far apart', () => {
    const [a, b] = axesOf(
      [
        { min: 0, max: 1 },
        { min: 1000, max: 1001 },
      ],
      'auto',
    );
    expect(a!.max).toBeLessThan(2);
    expect(b!.min).toBeGreaterThan(999);
  });
});

function distributionOf(values: number[]): Distribution {
  const min = Math.min(...values);
  const max = Math.max(...values);
  const half = min === max ? 0.5 : 0;
  const counts = new Uint32Array(256);
  for (const value of values)
    counts[Math.min(255, Math.floor(((value - min + half) / (max - min + 2 * half)) * 256))]++;
  const zeros = values.filter((value) => value === 0).length;
  return {
    statistics: { count: values.length, mean: 0, std: 0, min, max, zeros, nan: 0, infinite: 0 },
    histogram: { min: min - half, max: max + half, counts },
  };
}

describe('barsOn', () => {
  it('keeps whole counts, and an area of one', () => {
    const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    const bars = barsOn(distributionOf(values), { min: -2, max: 2 }, 40);
    expect(bars.counts.reduce((a, b) => a + b)).toBe(1000);
    expect(bars.counts.every(Number.isInteger)).toBe(true);
    expect(bars.density.reduce((a, b) => a + b) * 0.1).toBeCloseTo(1, 12);
    expect(bars.counts.slice(0, 10).every((count) => count === 0)).toBe(true);
  });

  it('makes an atom of a constant and of zeros', () => {
    expect(barsOn(distributionOf([0, 0, 0]), { min: -1, max: 1 }, 10).atoms).toEqual([{ at: 0, share: 1 }]);
    const relu = barsOn(distributionOf([0, 0, 0, 0.9, 2]), { min: 0, max: 2 }, 4);
    expect(relu.atoms).toEqual([{ at: 0, share: 0.6 }]);
    expect([...relu.counts]).toEqual([0, 1, 0, 1]);
  });
});

describe('binCount', () => {
  it('grows with the values and with the room around the narrowest', () => {
    const axis = { min: 0, max: 1 };
    expect(binCount(axis, [{ count: 20, range: axis }])).toBe(14);
    expect(binCount(axis, [{ count: 1000, range: axis }])).toBe(40);
    expect(binCount(axis, [{ count: 20, range: { min: 0, max: 0.2 } }])).toBe(35);
    expect(binCount(axis, [{ count: 1e6, range: axis }])).toBe(64);
  });
});

describe('boundary', () => {
  const boundary: Boundary = {
    size: 2,
    winner: Uint8Array.of(0, 1, 0, 1),
    strength: Uint8Array.of(255, 255, 128, 255),
  };

  it('turns winner and strength into a probability of class 1', () => {
    const field = fieldOf(boundary, 2);
    expect([field[0], field[1], field[3]]).toEqual([0, 1, 1]);
    expect(field[2]).toBeCloseTo(127 / 255, 6);
  });

  it('mixes colours by how sure the network is', () => {
    const pixels = pixelsOf(
      boundary,
      2,
      [
        [200, 0, 0],
        [0, 0, 200],
      ],
      [0, 0, 0],
    );
    expect([...pixels.slice(0, 4)]).toEqual([100, 0, 0, 255]);
    expect(pixels[8]).toBeLessThan(2);
  });

  it('finds a circle where it is', () => {
    const size = 65;
    const field = new Float32Array(size * size).map((_, i) => Math.hypot((i % size) - 32, Math.floor(i / size) - 32));
    const lines = contour(field, size, 20);
    let length = 0;
    for (let i = 0; i < lines.length; i += 4) {
      expect(Math.hypot(lines[i] - 32, lines[i + 1] - 32)).toBeCloseTo(20, 1);
      length += Math.hypot(lines[i + 2] - lines[i], lines[i + 3] - lines[i + 1]);
    }
    expect(length).toBeCloseTo(2 * Math.PI * 20, 0);
  });

  it('draws a line for each class present of several', () => {
    expect(
      linesOf({ size: 3, winner: Uint8Array.of(0, 0, 2, 0, 0, 2, 0, 0, 2), strength: new Uint8Array(9).fill(255) }, 4),
    ).toHaveLength(2);
  });
});

describe('timeline', () => {
  const steps = [0, 1, 10, 100, 1000];
  it('goes to the nearest recorded step', () => {
    expect(stepAtPlace(steps, placeOf(90, 1000), 1000)).toBe(100);
    expect(stepAtPlace(steps, -1, 1000)).toBe(0);
    expect(stepAtPlace(steps, 2, 1000)).toBe(1000);
  });
  it('goes to neighbours and stays within the ends', () => {
    expect([
      neighbourStep(steps, 10, 1),
      neighbourStep(steps, 10, -1),
      neighbourStep(steps, 1000, 1),
      neighbourStep(steps, 0, -1),
    ]).toEqual([100, 1, 1000, 0]);
  });
});
