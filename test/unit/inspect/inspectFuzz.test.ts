import { describe, expect, it } from 'vitest';
import { FileProblem } from '../../../src/inspect/files/fileProblem';
import { memorySource } from '../../../src/inspect/files/sources';
import { openTensorFile } from '../../../src/inspect/open/openTensorFile';
import type { TensorFile } from '../../../src/inspect/files/tensorFile';
import { le, text, zip } from './readers/rawZip';

/** Opens a file and reads all its numbers. */
async function readAll(opening: Promise<TensorFile>): Promise<void> {
  const file = await opening;
  try {
    for (const entry of file.tensors) for await (const { values } of file.read(entry)) values.at(0);
  } finally {
    file.close();
  }
}

const safetensors = (header: string, data = 0): Uint8Array =>
  Uint8Array.from([...le(header.length, 8), ...text(header), ...new Array<number>(data).fill(0)]);
const npy = (header: string, data = 0): Uint8Array =>
  Uint8Array.from([
    0x93,
    ...text('NUMPY'),
    1,
    0,
    ...le(header.length, 2),
    ...text(header),
    ...new Array<number>(data).fill(0),
  ]);

const one = [...npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8)];

const pickle = (...parts: (string | number[])[]): number[] =>
  parts.flatMap((part) => (typeof part === 'string' ? text(part) : part));
const torchFile = (...parts: (string | number[])[]): Uint8Array =>
  zip([
    { name: 'a/data.pkl', content: pickle(...parts) },
    { name: 'a/data/0', content: new Array<number>(8).fill(0) },
  ]);
/** A tensor of the storage `0` with 2 numbers: offset, shape and strides as pickled. */
const tensor = (offset: string | number[], shape: string | number[], strides: string | number[]): Uint8Array =>
  torchFile(
    '\x80\x02}',
    'U\x01w',
    'ctorch._utils\n_rebuild_tensor_v2\n((',
    'X',
    le(7, 4),
    'storage',
    'ctorch\nFloatStorage\n',
    'X',
    le(1, 4),
    '0',
    'X',
    le(3, 4),
    'cpu',
    'K\x02',
    'tQ',
    offset,
    shape,
    strides,
    '\x89}tRs.',
  );
/** Ten dictionaries that hold the one before ten times each: ten to the tenth values. */
const laughs = Array.from({ length: 12 }, (_, i) => [
  '}(',
  ...Array.from({ length: 10 }, (_k, k) => ['K', [k], i === 0 ? 'N' : 'h', i === 0 ? [] : [i - 1]]).flat(),
  'uq',
  [i],
]).flat();

describe('hostile files have one clear message', () => {
  const cases: [string, string, Uint8Array][] = [
    ['a header longer than the file', 'a.safetensors', Uint8Array.from([...le(2n ** 62n, 8), 0x7b, 0x7d])],
    ['a header that is nested a million times', 'a.safetensors', safetensors(`{"w":${'['.repeat(1e6)}`)],
    [
      'offsets that overlap',
      'a.safetensors',
      safetensors(
        '{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}',
        12,
      ),
    ],
    ['a negative offset', 'a.safetensors', safetensors('{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}', 8)],
    [
      'an offset beyond the file',
      'a.safetensors',
      safetensors('{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}', 8),
    ],
    [
      'a shape whose product overflows',
      'a.safetensors',
      safetensors('{"w":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}'),
    ],
    [
      'a shape that is no number',
      'a.safetensors',
      safetensors('{"w":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}', 1),
    ],
    [
      'a .npy shape whose product overflows',
      'a.npy',
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4294967296), }"),
    ],
    ['a .npy of objects', 'a.npy', npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8)],
    ['a .npy of structures', 'a.npy', npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4)],
    [
      'a member that unpacks to more than deflate can',
      'a.npz',
      zip([{ name: 'w.npy', content: new Array<number>(100).fill(0), size: 2 ** 31, method: 8 }]),
    ],
    [
      'members that share their bytes',
      'a.npz',
      zip([
        { name: 'v.npy', content: one },
        { name: 'w.npy', content: one, header: 0 },
      ]),
    ],
    ['a stored member of two sizes', 'a.npz', zip([{ name: 'w.npy', content: [...one, 0, 0], size: one.length }])],
    ['an archive without its end', 'a.npz', zip([{ name: 'w.npy', content: text('x') }]).slice(0, 40)],
    ['a pickle that calls a function', 'a.pt', torchFile('\x80\x02cos\nsystem\nX', le(2, 4), 'ls\x85R.')],
    [
      'a pickle that calls one by its newer operation',
      'a.pt',
      torchFile('\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R.'),
    ],
    ['a pickle that makes an instance', 'a.pt', torchFile('\x80\x02(iosystem\nx\n.')],
    ['a pickle with an extension', 'a.pt', torchFile('\x80\x02\x82\x01.')],
    ['a pickle that ends early', 'a.pt', torchFile('\x80\x02}')],
    ['a pickle that takes from an empty stack', 'a.pt', torchFile('\x80\x02000.')],
    ['a pickle that recalls what it never kept', 'a.pt', torchFile('\x80\x02h\x05.')],
    ['a dictionary in itself', 'a.pt', torchFile('\x80\x02}q\x00U\x01ah\x00s.')],
    ['dictionaries that hold each other ten to the twelfth times', 'a.pt', torchFile('\x80\x02', ...laughs, '.')],
    ['lists in lists, ten thousand deep', 'a.pt', torchFile('\x80\x02', ']'.repeat(10_000), 'a'.repeat(9_999), '.')],
    ['a whole number of a megabyte', 'a.pt', torchFile('\x80\x02\x8b', le(2 ** 20, 4), '.')],
    ['a storage offset beyond the storage', 'a.pt', tensor('K\x02', 'K\x01\x85', 'K\x01\x85')],
    ['a negative storage offset', 'a.pt', tensor(['J'.charCodeAt(0), ...le(0xfffffffc, 4)], 'K\x01\x85', 'K\x01\x85')],
    ['a negative stride', 'a.pt', tensor('K\x00', 'K\x02\x85', ['J'.charCodeAt(0), ...le(0xffffffff, 4), 0x85])],
    ['a stride beyond the storage', 'a.pt', tensor('K\x00', 'K\x02\x85', 'K\x09\x85')],
    [
      'a shape larger than memory',
      'a.pt',
      tensor(
        'K\x00',
        ['J'.charCodeAt(0), ...le(0x7fffffff, 4), ...text('J'), ...le(0x7fffffff, 4), 0x86],
        'K\x00K\x00\x86',
      ),
    ],
    ['no archive at all', 'a.pt', Uint8Array.from(text('hello'))],
    ['an empty file', 'a.pt', new Uint8Array(0)],
    ['text', 'a.h5', Uint8Array.from(text('hello'))],
  ];
  it.each(cases)('%s', async (_, name, bytes) => {
    await expect(readAll(openTensorFile(memorySource(bytes), name))).rejects.toBeInstanceOf(FileProblem);
  });

  it('a name that no tensor needs is kept and named, though nothing calls it', async () => {
    await expect(
      openTensorFile(memorySource(torchFile('\x80\x02}U\x01xcos\nsystem\ns.')), 'a.pt'),
    ).rejects.toMatchObject({ name: 'FileProblem', found: 'none; left out: x (the name os.system)' });
  });

  it('the archive that the others are made from is read', async () => {
    await readAll(
      openTensorFile(
        memorySource(
          zip([
            { name: 'v.npy', content: one },
            { name: 'w.npy', content: one },
          ]),
        ),
        'a.npz',
      ),
    );
  });

  it('the tensor that the others are made from is read', async () => {
    const file = await openTensorFile(memorySource(tensor('K\x00', 'K\x02\x85', 'K\x01\x85')), 'a.pt');
    expect(file.tensors).toMatchObject([{ name: 'w', shape: [2], dtype: 'f32' }]);
    await readAll(Promise.resolve(file));
  });
});
