import { zipSync } from 'fflate';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/engine/formats/npy';
import { writeSafetensors } from '../../../src/engine/formats/safetensors';
import { FileProblem } from '../../../src/inspect/files/fileProblem';
import { readLayerWeights, turned, type WantedLayer } from '../../../src/data/checkpoint';
import { golden, h5Worker } from '../inspect/inspectSupport';

const { files } = JSON.parse(readFileSync('test/golden/weights/weights.json', 'utf8')) as {
  files: Record<string, { tensors: Record<string, { values: number[] }> }>;
};
const expected = (file: string, tensor: string): number[] => files[file].tensors[tensor].values;
/** A network of these widths, whose layers take kernels and, where the file has them, biases. */
function network(...widths: number[]): WantedLayer[] {
  return widths.slice(1).map((units, i) => ({
    name: i === widths.length - 2 ? 'output' : `hidden.${i}`,
    inputs: widths[i],
    units,
    kernel: true,
    bias: 'optional',
  }));
}
const read = async (path: string, layers: WantedLayer[], layout: 'out-in' | 'in-out') => {
  const { tensors, notes } = await readLayerWeights('w', path, layers, layout, h5Worker);
  return {
    notes,
    of: (name: string) => tensors.find((tensor) => tensor.name === name),
    names: tensors.map(({ name }) => name),
  };
};

it('gives the matrices of a PyTorch file and their biases to the layers in order', async () => {
  const { of, notes } = await read(golden('state.pt'), network(7, 5, 3), 'out-in');
  for (const [own, name, shape] of [
    ['0.weight', 'hidden.0.kernel', [5, 7]],
    ['0.bias', 'hidden.0.bias', [5]],
    ['3.weight', 'output.kernel', [3, 5]],
    ['3.bias', 'output.bias', [3]],
  ] as const) {
    expect(of(name)?.shape).toEqual(shape);
    expect([...of(name)!.values]).toEqual(expected('state.pt', own));
  }
  expect(notes).toEqual([]);
});

it('refuses a file that has no matrix of a layer, with the names that the file has', async () => {
  await expect(read(golden('state.pt'), network(7, 5, 5, 3), 'out-in')).rejects.toThrow(
    /expected a tensor of 5 × 5.* for the kernel of hidden\.1.*0\.weight 5 × 7.*3\.weight 3 × 5/,
  );
});

it('turns matrices whose layout the file tells', async () => {
  const { of } = await read(golden('state.pt'), network(7, 5, 3), 'in-out');
  const own = expected('state.pt', '0.weight');
  expect(of('hidden.0.kernel')!.shape).toEqual([7, 5]);
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 7; column++)
      expect(of('hidden.0.kernel')!.values[column * 5 + row]).toBe(own[row * 7 + column]);
  expect([...turned({ name: '', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }).values]).toEqual([
    1, 4, 2, 5, 3, 6,
  ]);
});

it('reads a file of Keras, whose layout is the other one', async () => {
  const { of, names } = await read(golden('old.h5'), network(7, 5), 'in-out');
  expect(names).toEqual(['output.kernel', 'output.bias']);
  expect([...of('output.kernel')!.values]).toEqual(expected('old.h5', 'dense.dense.kernel'));
});

it('takes a file of PyTorch under each of its endings, .bin too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-endings-'));
  for (const ending of ['.bin', '.ckpt', '.pth', '.pt']) {
    const path = join(folder, `state${ending}`);
    copyFileSync(golden('state.pt'), path);
    const { of } = await read(path, network(7, 5, 3), 'out-in');
    expect([...of('hidden.0.bias')!.values]).toEqual(expected('state.pt', '0.bias'));
  }
  rmSync(folder, { recursive: true });
});

it('refuses a file that it cannot read', async () => {
  await expect(read(golden('legacy.pt'), network(7, 5), 'out-in')).rejects.toBeInstanceOf(FileProblem);
});

describe('files of the plainest writers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-weights-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const counted = (name: string, from: number, ...shape: number[]) => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => from + i),
  });
  const save = (name: string, ...tensors: ReturnType<typeof counted>[]): string => {
    const path = join(folder, name);
    const zip = zipSync(
      Object.fromEntries(tensors.map((one) => [`${one.name}.npy`, writeNpy(one.values, one.shape)])),
      { level: 0 },
    );
    writeFileSync(path, name.endsWith('.npz') ? zip : writeSafetensors(tensors));
    return path;
  };

  it.each([
    ['kernel and bias by number', 'a.npz', 'W1', 'b1', 'W2', 'b2'],
    ['scikit-learn', 'b.npz', 'coefs_0', 'intercepts_0', 'coefs_1', 'intercepts_1'],
    ['modules of PyTorch', 'c.safetensors', 'fc1.weight', 'fc1.bias', 'fc2.weight', 'fc2.bias'],
    ['np.savez without names', 'd.npz', 'arr_0', 'arr_1', 'arr_2', 'arr_3'],
  ])('%s: the biases come with the kernels', async (_, file, w1, b1, w2, b2) => {
    const path = save(file, counted(w1, 100, 4, 3), counted(b1, 10, 4), counted(w2, 200, 2, 4), counted(b2, 20, 2));
    const { of } = await read(path, network(3, 4, 2), 'out-in');
    expect([...of('hidden.0.bias')!.values, ...of('output.bias')!.values]).toEqual([10, 11, 12, 13, 20, 21]);
    expect([of('hidden.0.kernel')!.values[0], of('output.kernel')!.values[0]]).toEqual([100, 200]);
  });

  it('biases of n × 1 are biases', async () => {
    const { of } = await read(
      save('e.npz', counted('W1', 100, 4, 3), counted('b1', 10, 4, 1)),
      network(3, 4),
      'out-in',
    );
    expect([...of('output.bias')!.values]).toEqual([10, 11, 12, 13]);
  });

  it('what has no biases says so, with what was not used', async () => {
    const { notes, of } = await read(
      save('f.npz', counted('first', 100, 4, 3), counted('second', 200, 2, 4), counted('b_x', 1, 7)),
      network(3, 4, 2),
      'out-in',
    );
    expect(of('output.bias')).toBeUndefined();
    expect(notes).toEqual(['w: no bias for hidden.0, output, which start at 0; not used: b_x.']);
  });

  it('an order that comes from names alone is told where it matters', async () => {
    const square = [
      counted('dense_1.weight', 200, 3, 3),
      counted('dense.weight', 100, 3, 3),
      counted('dense_10.weight', 400, 3, 3),
      counted('dense_2.weight', 300, 3, 3),
    ];
    const path = save('g.safetensors', ...square.sort((a, b) => (a.name < b.name ? -1 : 1)));
    const { of, notes } = await read(path, network(3, 3, 3, 3, 3), 'out-in');
    expect(['hidden.0', 'hidden.1', 'hidden.2', 'output'].map((name) => of(`${name}.kernel`)!.values[0])).toEqual([
      100, 200, 300, 400,
    ]);
    expect(notes[0]).toMatch(/order of their names: dense\.weight, dense_1\.weight, dense_2\.weight, dense_10\.weight/);
  });

  it('our own names mean our own layout, whatever else a kernel may be', async () => {
    const path = save('h.npz', counted('hidden.0.kernel', 1, 3, 3), counted('output.kernel', 10, 3, 3));
    for (const layout of ['out-in', 'in-out'] as const)
      expect([...(await read(path, network(3, 3, 3), layout)).of('hidden.0.kernel')!.values]).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9,
      ]);
  });
});
