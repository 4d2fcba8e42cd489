import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src/engine/datasets/tables/csv';
import { DatasetError } from '../../../src/engine/datasets/datasetError';
import { Room, RoomError } from '../../../src/engine/datasets/room';
import type { CsvSpec } from '../../../src/engine/datasets/spec';
import { firstNotUtf8 } from '../../../src/engine/datasets/tables/utf8';

const spec: CsvSpec = {
  kind: 'csv',
  path: 'towns.csv',
  target: 'town',
  testFraction: 0,
  splitSeed: 0,
  standardize: false,
};
const table = 'x,y,town\n1,2,Orléans\n3,4,Orlèans\n5,6,Nîmes\n7,8,Nûmes\n';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** UTF-16 with its byte order mark, or without. */
function utf16(text: string, big: boolean, mark = true): Uint8Array {
  const marked = mark ? `\uFEFF${text}` : text;
  const bytes = new Uint8Array(2 * marked.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < marked.length; i++) view.setUint16(2 * i, marked.charCodeAt(i), !big);
  return bytes;
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function errorOf(bytes: Uint8Array): DatasetError {
  try {
    parseCsv(bytes, spec);
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the encoding of a table', () => {
  const expected = parseCsv(table, spec);

  test('has as many classes as the file', () => expect(expected.classes).toBe(4));

  test.each([
    ['UTF-8 with a byte order mark', encode(`\uFEFF${table}`)],
    ['UTF-16, little endian', utf16(table, false)],
    ['UTF-16, big endian', utf16(table, true)],
    ['UTF-16 with CRLF', utf16(table.replaceAll('\n', '\r\n'), false)],
  ])('%s is read', (_, bytes) => {
    expect(parseCsv(bytes, spec)).toEqual(expected);
  });

  test('Latin-1 is refused with line and byte, and not read as classes that fall together', () => {
    const error = errorOf(latin1(table));
    expect(error).toMatchObject({ row: 2, value: '0xE9' });
    expect(error.message).toContain('byte 8, 0xE9, is not UTF-8');
    expect(error.message).toContain('save it as UTF-8');
  });

  test.each([
    ['UTF-16 without a byte order mark', utf16(table, false, false), 'UTF-16 without a byte order mark'],
    ['big endian, the same', utf16(table, true, false), 'UTF-16 without a byte order mark'],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x78, 0, 0, 0), 'UTF-32'],
    ['half a unit of UTF-16 at the end', utf16(table, false).subarray(0, -1), 'UTF-16LE'],
    ['a NUL byte', encode('x,y,town\n1,2,a\n3,\0,b\n'), 'line 3: byte 3 is NUL'],
    ['a character cut off at the end', encode('x,town\n1,a\n2,é').subarray(0, -1), 'line 3: byte 3, 0xC3'],
  ])('%s is named', (_, bytes, text) => {
    expect(errorOf(bytes).message).toContain(text);
  });

  test('is told as a strict decoder tells it, for random bytes and random damage', () => {
    let state = 7;
    const below = (n: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const letters = ['a', 'é', '語', '😀', '\u{10FFFF}', '\uD7FF'];
    for (let round = 0; round < 4000; round++) {
      const bytes = encode(Array.from({ length: below(8) }, () => letters[below(letters.length)]).join(''));
      for (let damage = below(3); damage > 0 && bytes.length > 0; damage--) bytes[below(bytes.length)] = below(256);
      let sound = true;
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        sound = false;
      }
      const at = firstNotUtf8(bytes);
      expect(at < 0, `${bytes.join(' ')}`).toBe(sound);
      if (at > 0) expect(firstNotUtf8(bytes.subarray(0, at))).toBe(-1);
    }
  });
});

describe("Excel's first line", () => {
  test.each(['sep=;\n', 'sep=;\r\n', 'SEP=;\n', '"sep=;"\r\n', '\uFEFFsep=;\n'])('%j names the separator', (line) => {
    expect(parseCsv(encode(`${line}x;y;town\n1;2;a,b\n3;4;c\n`), spec)).toEqual(
      parseCsv('x;y;town\n1;2;"a,b"\n3;4;c\n', spec),
    );
  });

  test('may name any mark, and lines are counted with it', () => {
    expect(parseCsv(encode('sep=|\nx|y|town\n1|2|a\n3|4|b\n'), spec).features).toBe(2);
    expect(errorOf(encode('sep=|\nx|y|town\n1|oops|a\n'))).toMatchObject({ row: 3, value: 'oops' });
  });

  test('is a row of its own where it names none', () => {
    expect(parseCsv('sep=a,b\n1,x\n2,y\n', { ...spec, target: 1 }).train.count).toBe(2);
  });
});

describe('a first row of numbers', () => {
  const last: CsvSpec = { ...spec, target: -1 };

  test('is a header where it numbers the columns and its class occurs nowhere else', () => {
    const dataset = parseCsv('0,1,label\n1.76,0.4,a\n0.98,2.24,b\n1.87,-0.98,c\n0.5,1,a\n', last);
    expect(dataset).toMatchObject({
      classes: 3,
      classNames: ['a', 'b', 'c'],
      featureNames: ['0', '1'],
      train: { count: 4 },
    });
    expect(dataset.note).toContain('0, 1, label');
  });

  test('is one where its target alone is no number', () => {
    expect(parseCsv('1990,1991,label\n1,2,0\n3,4,1\n', last)).toMatchObject({
      classes: 2,
      featureNames: ['1990', '1991'],
    });
    expect(parseCsv('0,1,y\n1,2,0.5\n3,4,1\n', last, { quantity: true }).train.count).toBe(2);
  });

  test('is one where pandas has numbered all columns, and no class is called so', () => {
    expect(parseCsv('0,1,2\n5,6,0\n7,8,1\n5,7,0\n7,9,1\n', last)).toMatchObject({
      classNames: ['0', '1'],
      train: { count: 4 },
    });
  });

  test('stays a sample where it may be one, and the note says so', () => {
    const alone = parseCsv('5,6,z\n7,8,a\n9,8,b\n1,1,a\n2,2,b\n', last);
    expect(alone).toMatchObject({ classes: 3, train: { count: 5 } });
    expect(alone.note).toContain('"z" occurs nowhere else');
    expect(parseCsv('5,6,?\n7,8,1\n9,8,0\n', last).train.count).toBe(3);
    const whole = parseCsv('0,1,2\n5,6,2\n7,8,1\n', last);
    expect(whole).toMatchObject({ classes: 2, train: { count: 3 } });
    expect(whole.note).toContain('numbers the columns');
  });

  test('is a sample without a word where nothing speaks against it', () => {
    for (const text of ['5,6,a\n7,8,b\n9,8,c\n', '5,6,a\n7,8,b\n9,8,a\n', '5,a\n6,b\n']) {
      const dataset = parseCsv(text, last);
      expect([dataset.note, dataset.featureNames]).toEqual([undefined, undefined]);
    }
    expect(parseCsv('0.5,1,2\n3,4,5\n6,7,8\n', last, { quantity: true }).note).toBeUndefined();
  });
});

describe('a table of more than there is room for', () => {
  test('is refused while it is read', () => {
    const text = `x,town\n${'1,a\n2,b\n'.repeat(200_000)}`;
    expect(() => parseCsv(text, spec, {}, new Room(1e6))).toThrow(RoomError);
    const room = new Room(40e6);
    expect(parseCsv(text, spec, {}, room).train.count).toBe(400_000);
    expect(room.peak).toBeGreaterThan(400_000 * 2 * 8);
  });

  test('numbers that float32 cannot hold are refused with their column', () => {
    expect(errorOf(encode('x,town\n1,a\n1e39,b\n'))).toMatchObject({ column: '"x"' });
  });
});
