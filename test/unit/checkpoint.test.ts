import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FileProblem } from '../../src/inspect/fileProblem';
import { isCheckpoint, readCheckpoint, turned } from '../../src/trainer/checkpoint';
import { golden, h5Worker } from './inspectSupport';

const { files } = JSON.parse(readFileSync('test/golden/weights.json', 'utf8')) as { files: Record<string, { tensors: Record<string, { values: number[] }> }> };
const expected = (file: string, tensor: string): number[] => files[file].tensors[tensor].values;
const read = (name: string, layers: string[], layout: 'out-in' | 'in-out') => readCheckpoint(golden(name), layers, layout, h5Worker);

it('gives the matrices of a PyTorch file and their biases to the layers in order', async () => {
  const tensors = await read('state.pt', ['hidden.0', 'output'], 'out-in');
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const [own, name, shape] of [['0.weight', 'hidden.0.kernel', [5, 7]], ['0.bias', 'hidden.0.bias', [5]], ['3.weight', 'output.kernel', [3, 5]], ['3.bias', 'output.bias', [3]]] as const) {
    expect(byName.get(name)?.shape).toEqual(shape);
    expect([...byName.get(name)!.values]).toEqual(expected('state.pt', own));
  }
});

it('keeps the names of the file where the layers are others', async () => {
  const tensors = await read('state.pt', ['hidden.0', 'hidden.1', 'output'], 'out-in');
  expect(tensors.map(({ name }) => name)).toEqual(expect.arrayContaining(['0.weight', '3.weight']));
});

it('turns matrices whose layout the file tells', async () => {
  const [kernel] = (await read('state.pt', ['hidden.0', 'output'], 'in-out')).filter(({ name }) => name === 'hidden.0.kernel');
  const own = expected('state.pt', '0.weight');
  expect(kernel.shape).toEqual([7, 5]);
  for (let row = 0; row < 5; row++) for (let column = 0; column < 7; column++) expect(kernel.values[column * 5 + row]).toBe(own[row * 7 + column]);
  expect([...turned({ name: '', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }).values]).toEqual([1, 4, 2, 5, 3, 6]);
});

it('reads a file of Keras, whose layout is the other one', async () => {
  const tensors = await read('old.h5', ['output'], 'in-out');
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  expect([...byName.keys()].sort()).toEqual(['output.bias', 'output.kernel']);
  expect(byName.get('output.kernel')?.shape).toEqual([7, 5]);
  expect([...byName.get('output.kernel')!.values]).toEqual(expected('old.h5', 'dense.dense.kernel'));
});

it('refuses a file that it cannot read, and tells checkpoints by their names', async () => {
  await expect(read('legacy.pt', ['output'], 'out-in')).rejects.toBeInstanceOf(FileProblem);
  expect(['a.pt', 'A.PTH', 'm.keras', 'm.weights.h5', 'w.npy', 'w.npz', 'w.safetensors'].map(isCheckpoint)).toEqual([true, true, true, true, false, false, false]);
});
