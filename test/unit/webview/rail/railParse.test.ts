import { describe, expect, test } from 'vitest';
import {
  parseBatchSize,
  parseColumn,
  parseNumber,
  parseOptionalNumber,
  parseOptionalText,
  parseSeeds,
  parseText,
  seedsText,
  type Parse,
} from '../../../../webview/experiment/rail/fields/parse';

/** The value of a text, or whether it could become right with more typing. */
function read(parse: Parse, text: string): unknown {
  const parsed = parse(text, ['place']);
  return parsed.message === undefined ? parsed.value : parsed.unfinished ? 'unfinished' : 'wrong';
}

describe('numbers', () => {
  test.each([
    ['0.01', 0.01],
    [' 15 000 ', 15000],
    ['15\u202f000', 15000],
    ['1e-3', 0.001],
    ['−2.5', -2.5],
    ['.5', 0.5],
    ['7.', 7],
  ])('%j is %d', (text, value) => {
    expect(read(parseNumber, text)).toBe(value);
  });
  test.each(['abc', '0,01', '1 2 3x', '1e999', '0x10', '--1'])('%j is wrong at once', (text) =>
    expect(read(parseNumber, text)).toBe('wrong'),
  );
  test.each(['-', '1e', '1e-', '.'])('%j may become right', (text) =>
    expect(read(parseNumber, text)).toBe('unfinished'),
  );
  test('nothing is the default where there is one', () => {
    expect(read(parseNumber, '')).toBe('unfinished');
    expect(read(parseOptionalNumber, '  ')).toBeUndefined();
  });
  test('the message carries place and value', () => {
    expect(parseNumber('abc', ['network', 'hidden', 1, 'units']).message).toBe(
      'network.hidden[1].units: expected a number, got "abc".',
    );
  });
});

test('batch sizes', () => {
  expect(read(parseBatchSize, '32')).toBe(32);
  expect(read(parseBatchSize, 'Full')).toBe('full');
  expect(read(parseBatchSize, '')).toBeUndefined();
  expect(read(parseBatchSize, 'fu')).toBe('unfinished');
  expect(read(parseBatchSize, 'half')).toBe('wrong');
});

test('texts and columns', () => {
  expect(read(parseText, ' a ')).toBe('a');
  expect(read(parseText, ' ')).toBe('unfinished');
  expect(read(parseOptionalText, ' ')).toBeUndefined();
  expect(read(parseColumn, '-1')).toBe(-1);
  expect(read(parseColumn, 'quality')).toBe('quality');
});

test.each([
  ['3', [3]],
  ['1, 2, 3', [1, 2, 3]],
  ['1-5', [1, 2, 3, 4, 5]],
  ['1 – 3; 9', [1, 2, 3, 9]],
  ['7 8', [7, 8]],
  ['2,', [2]],
])('seeds %j', (text, seeds) => {
  expect(read(parseSeeds, text)).toEqual(seeds);
});
test.each(['a', '1.5', '-3', '1-2-3', '0-5000'])('seeds %j are wrong', (text) =>
  expect(read(parseSeeds, text)).toBe('wrong'),
);
test.each(['', '1-', '5-3'])('seeds %j may become right', (text) => expect(read(parseSeeds, text)).toBe('unfinished'));

test('seeds are shown as people write them, and read back', () => {
  expect(seedsText([1, 2, 3, 7, 9, 10])).toBe('1-3, 7, 9, 10');
  expect(seedsText([])).toBe('');
  expect(seedsText('many')).toBe('"many"');
  for (const seeds of [[0], [5, 4, 3], [1, 2], [1, 2, 3, 4, 9, 11, 12, 13]])
    expect(read(parseSeeds, seedsText(seeds))).toEqual(seeds);
});
