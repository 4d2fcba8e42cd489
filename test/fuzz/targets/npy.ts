import type { SeededRandom } from '../random';
import { goldenFiles, inspectAs } from '../readFile';
import type { FuzzTarget } from '../target';

const types = [
  '<f4',
  '>f8',
  '<f2',
  '|b1',
  '|u1',
  '<i8',
  '=f4',
  '<constructor',
  '<__proto__',
  '|O',
  '<U3',
  '<M8[D]',
  '<c8',
  '<f16',
  '>toString',
];
const sides = [
  '',
  '0',
  '1',
  '2,',
  '3, 2',
  '1L,',
  '4294967296, 4294967296',
  '99999999999999999999',
  '2, -1',
  '1.5',
  ','.repeat(2000),
  '1,'.repeat(200),
  '0, 4294967296, 4294967296, 4294967296',
];

/** A `.npy` array of this header and as many bytes of data. */
export function npyFile(header: string, data: number, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const before = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(before + text.length + data).fill(0x3c);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  if (version === 1) view.setUint16(8, Math.min(text.length, 65_535), true);
  else view.setUint32(8, text.length, true);
  bytes.set(text, before);
  return bytes;
}

/** A header with odd types, shapes and quotes. */
export function npyStructured(random: SeededRandom): Uint8Array {
  const quote = random.of(["'", '"', '']);
  const key = (name: string): string => `${quote}${name}${quote}`;
  const descr = random.once(8) ? `[(${key('x')}, ${key('<f4')})]` : key(random.of(types));
  const fields = [
    `${key('descr')}: ${descr}`,
    `${key('fortran_order')}: ${random.of(['False', 'True', 'None'])}`,
    `${key('shape')}: (${random.of(sides)})`,
  ];
  if (random.once(3)) fields.reverse();
  if (random.once(8)) fields.pop();
  return npyFile(
    `{${fields.join(', ')}, }${' '.repeat(random.below(40))}\n`,
    random.below(100),
    random.of([1, 1, 2, 3]),
  );
}

/** `.npy` files. */
export const npy: FuzzTarget = {
  name: 'npy',
  seeds: () => goldenFiles('plain.npy', 'fortran.npy', 'fortranBig.npy', 'version2.npy', 'version3.npy'),
  structured: npyStructured,
  run: inspectAs('a.npy'),
};
