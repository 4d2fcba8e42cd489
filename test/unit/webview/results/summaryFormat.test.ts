import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSeconds,
  formatTick,
} from '../../../../src/experiment/text/format';

const cases = <T>(format: (value: number) => T, table: [number, T][]): void => {
  it.each(table)('%d', (value, text) => expect(format(value)).toBe(text));
};

describe('formatNumber', () => {
  cases(formatNumber, [
    [0.693147, '0.693'],
    [0.0735787, '0.0736'],
    [1773.586, '1\u202f774'],
    [12.34, '12.3'],
    [0, '0'],
    [1, '1.00'],
    [99999, '99\u202f999'],
    [1.234e-4, '1.2e−4'],
    [-0.5, '−0.500'],
    [-1.234e-4, '−1.2e−4'],
    [2.5e9, '2.5e9'],
    [NaN, '–'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ]);
});

describe('formatPercent', () => {
  cases(
    (value) => formatPercent(value),
    [
      [0.9933, '99.3\u202f%'],
      [0.5, '50.0\u202f%'],
      [NaN, '–'],
    ],
  );
  it('rounds to whole percents', () => expect(formatPercent(0.83, 0)).toBe('83\u202f%'));
});

describe('formatCount', () => {
  cases(formatCount, [
    [9000, '9\u202f000'],
    [999, '999'],
    [1234567, '1\u202f234\u202f567'],
    [-1500, '−1\u202f500'],
    [-0.2, '0'],
  ]);
});

describe('formatSeconds', () => {
  cases(formatSeconds, [
    [0.004, '4\u202fms'],
    [0.42, '0.42\u202fs'],
    [3.21, '3.2\u202fs'],
    [12.3, '12\u202fs'],
    [200, '3\u202fmin 20\u202fs'],
    [7300, '2\u202fh 1\u202fmin'],
    [NaN, '–'],
  ]);
});

describe('formatTick', () => {
  it.each([
    [0.2, 0.1, '0.2'],
    [-0.25, 0.25, '−0.25'],
    [1e-17, 0.1, '0'],
    [20, 10, '20'],
    [-20000, 10000, '−20\u202f000'],
    [200000, 100000, '2e5'],
    [0.00015, 0.00005, '1.5e−4'],
    [1.5, 0.5, '1.5'],
  ])('%d by %d', (value, spacing, text) => expect(formatTick(value, spacing)).toBe(text));
});
