import type { SeededRandom } from '../random';
import { goldenFiles, inspectAs } from '../readFile';
import type { FuzzTarget } from '../target';

const odd = (random: SeededRandom): string =>
  random.of([
    'null',
    '-1',
    '1.5',
    '1e400',
    '"x"',
    '{}',
    '[]',
    'true',
    '{"toString":1}',
    '[[[]]]',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    '9007199254740993',
    '[null]',
    '{"__proto__":{}}',
  ]);

/** A file of this header and as many bytes of data. */
export function safetensorsFile(header: string, data: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function structured(random: SeededRandom): Uint8Array {
  const names = [
    'w',
    'b.weight',
    '',
    '__proto__',
    'constructor',
    'toString',
    'layers.0.bias',
    '-1'.repeat(3000),
    'a.'.repeat(2000),
    '\\u0000\\u202e',
  ];
  let at = 0;
  const entries: string[] = [];
  for (let left = 1 + random.below(5); left > 0; left--) {
    const sides = Array.from({ length: random.below(4) }, () => random.below(5));
    const [dtype, width] = random.of<[string, number]>([
      ['F32', 4],
      ['F64', 8],
      ['BF16', 2],
      ['F8_E4M3', 1],
      ['I64', 8],
      ['F4', 1],
      ['C64', 8],
      ['constructor', 4],
      ['BOOL', 1],
    ]);
    const size = sides.reduce((product, side) => product * side, 1) * width;
    const field = (value: string): string => (random.once(10) ? odd(random) : value);
    entries.push(
      `"${random.of(names)}":${field(`{"dtype":${field(`"${dtype}"`)},"shape":${field(JSON.stringify(sides))},"data_offsets":${field(`[${at},${at + size}]`)}}`)}`,
    );
    at += size;
  }
  if (random.once(2)) entries.push(`"__metadata__":${random.once(2) ? odd(random) : `{"format":${odd(random)}}`}`);
  return safetensorsFile(`{${entries.join(',')}}`, at);
}

/** `.safetensors` files. */
export const safetensors: FuzzTarget = {
  name: 'safetensors',
  seeds: () => goldenFiles('every.safetensors'),
  structured,
  run: inspectAs('a.safetensors'),
};
