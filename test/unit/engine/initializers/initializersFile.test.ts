import { describe, expect, test } from 'vitest';
import { writeNpy } from '../../../../src/engine/formats/npy';
import { writeSafetensors } from '../../../../src/engine/formats/safetensors';
import { readTensorFile, TensorFileError, type FileTensor } from '../../../../src/engine/formats/tensorFile';
import { InitializerError } from '../../../../src/engine/initializers/check';
import { drawKernel, drawNetwork } from '../../../../src/engine/initializers/draw';
import { findTensor } from '../../../../src/engine/initializers/fileTensor';
import { hasLaw, lawOf } from '../../../../src/engine/initializers/laws/law';
import { createSource } from '../../../../src/engine/random/sources';

const counted = (name: string, ...shape: number[]): FileTensor => ({
  name,
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1),
});
const shape = { fanIn: 2, fanOut: 3, layout: 'out-in' } as const;
const kernelOf = (tensors: FileTensor[], layer: string | undefined = 'hidden.0') =>
  findTensor('w.npz', tensors, { layer, part: 'kernel', shape });

function errorOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('a tensor is found', () => {
  test.each(['hidden.0.kernel', 'hidden.0.weight', 'hidden.0'])(
    'by the name %s, whatever else has its shape',
    (name) => {
      expect([
        ...kernelOf([counted('other', 3, 2), { ...counted(name, 3, 2), values: Float32Array.of(9, 8, 7, 6, 5, 4) }])!,
      ]).toEqual([9, 8, 7, 6, 5, 4]);
    },
  );

  test('by its shape, when no other has it', () => {
    expect([...kernelOf([counted('fc1', 3, 2), counted('fc2', 3, 3), counted('hidden.1.kernel', 3, 2)])!]).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  test('as the only array of a .npy file, in the layout of the experiment', () => {
    const tensors = readTensorFile('w.npy', writeNpy(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]));
    expect([
      ...drawKernel({ kind: 'fromFile', path: 'w.npy' }, shape, createSource('numpy', 0), { tensors: () => tensors }),
    ]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('for a kernel by itself by its shape, whichever layer it names', () => {
    const tensors = [counted('hidden.0.kernel', 3, 2), counted('output.kernel', 1, 3)];
    expect([
      ...drawKernel(
        { kind: 'fromFile', path: 'w' },
        { fanIn: 3, fanOut: 1, layout: 'out-in' },
        createSource('numpy', 0),
        { tensors: () => tensors },
      ),
    ]).toEqual([1, 2, 3]);
  });

  test('with the biases that the file names, zeros where it names none', () => {
    const tensors = [counted('hidden.0.kernel', 3, 2), counted('hidden.0.bias', 3), counted('output.kernel', 1, 3)];
    const layers = [
      { inputs: 2, units: 3, name: 'hidden.0' },
      { inputs: 3, units: 1, name: 'output' },
    ];
    const draws = drawNetwork({ kind: 'fromFile', path: 'w.npz' }, layers, 'out-in', createSource('torch', 0), true, {
      tensors: () => tensors,
    });
    expect(draws.map(({ kernel, bias }) => [[...kernel], [...bias!]])).toEqual([
      [
        [1, 2, 3, 4, 5, 6],
        [1, 2, 3],
      ],
      [[1, 2, 3], [0]],
    ]);
  });
});

describe('a tensor is refused with the file, its name, what is needed and what was found', () => {
  test.each([
    [
      'a named one of another shape',
      [counted('hidden.0.kernel', 4, 2)],
      /expected 3 × 2 in the layout out-in for the kernel of hidden\.0, got 4 × 2 in tensor hidden\.0\.kernel of .*w\.npz/,
    ],
    [
      'one of the other layout',
      [counted('hidden.0.kernel', 2, 3)],
      /expected 3 × 2.*got 2 × 3.*, which is the other layout/,
    ],
    ['an array alone of another rank', [counted('', 6)], /got 6 numbers in the array/],
    ['none that fits', [counted('a', 5, 2), counted('b', 1)], /got a 5 × 2, b 1 numbers/],
    ['an empty file', [], /got no tensors/],
    ['several that fit', [counted('a', 3, 2), counted('b', 3, 2)], /expected one tensor .* got a, b in/],
    [
      'a number that is not finite',
      [{ name: 'hidden.0', shape: [3, 2], values: Float32Array.of(1, 2, NaN, 4, 5, 6) }],
      /hidden\.0 of .* got NaN at index 2/,
    ],
  ])('%s', (_, tensors, message) => {
    const error = errorOf(() => kernelOf(tensors));
    expect(error).toBeInstanceOf(InitializerError);
    expect((error as InitializerError).path).toEqual(['path']);
    expect(error.message).toMatch(message);
  });

  test('a bias that a law of its own asks for has to be there, one that comes along need not', () => {
    const wanted = { layer: 'hidden.0', part: 'bias', shape } as const;
    expect(findTensor('w.npz', [counted('hidden.0.kernel', 3, 2)], wanted, true)).toBeUndefined();
    expect(errorOf(() => findTensor('w.npz', [counted('hidden.0.kernel', 3, 2)], wanted))).toBeInstanceOf(
      InitializerError,
    );
  });
});

const npy = writeNpy(Float64Array.of(1, 2), [2]);
test.each([
  ['w.npy', new Uint8Array(0)],
  ['w.npy', npy.subarray(0, npy.length - 1)],
  ['w.npz', new Uint8Array(0)],
  ['w.npz', npy],
  ['w.npz', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)],
  ['w.safetensors', npy],
  ['w.safetensors', writeSafetensors([{ name: 'a', shape: [2], values: Float32Array.of(1, 2) }]).subarray(0, 40)],
  ['w.pt', npy],
])('%s that cannot be read says so with its name, case %#', (file, bytes) => {
  const error = errorOf(() => readTensorFile(file, bytes));
  expect(error).toBeInstanceOf(TensorFileError);
  expect((error as TensorFileError).file).toBe(file);
  expect(error.message.startsWith(`Cannot read ${file}: `)).toBe(true);
});

test('a file and the data have no law before they are seen', () => {
  for (const spec of [{ kind: 'fromFile', path: 'w.npy' }, { kind: 'lsuv' }] as const) {
    expect(hasLaw(spec)).toBe(false);
    expect(errorOf(() => lawOf(spec, shape))).toBeInstanceOf(InitializerError);
    expect(errorOf(() => drawKernel(spec, shape, createSource('numpy', 0)))).toBeInstanceOf(InitializerError);
  }
  expect(hasLaw({ kind: 'sparse' })).toBe(true);
});
