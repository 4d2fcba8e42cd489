import { join } from 'node:path';
import type { FileTensor } from '../engine/formats/tensorFile';
import type { Layout } from '../engine/initializers/spec';
import { transpose } from '../engine/network/layout';
import { weightFileEndings } from '../inspect/endings';
import { placeTensors, type Placed } from '../inspect/layout';
import { openPath } from '../inspect/openPath';
import type { TensorFile } from '../inspect/tensorFile';

/** Endings of the files that a framework writes: PyTorch, Keras. Their names and layout are the framework's. */
const checkpointEndings = weightFileEndings.filter((ending) => !['.npy', '.npz', '.safetensors'].includes(ending));
/** Numbers of all kernels and biases together: a network that trains here has far fewer. */
const mostNumbers = 2 ** 26;

/** Whether a file is one of a framework by its name. */
export const isCheckpoint = (file: string): boolean => checkpointEndings.some((ending) => file.toLowerCase().endsWith(ending));

async function valuesOf(file: TensorFile, { entry }: Placed): Promise<Float32Array | Float64Array> {
  let values: Float32Array | Float64Array | undefined;
  for await (const piece of file.read(entry)) {
    values ??= new (piece.values.constructor as new (length: number) => Float32Array | Float64Array)(entry.count);
    values.set(piece.values as Float32Array, piece.from);
  }
  return values ?? new Float32Array(0);
}

/** A matrix with its sides exchanged, row-major again. */
export function turned({ name, shape: [rows, columns], values }: FileTensor): FileTensor {
  const result = values.slice();
  transpose(values, result, rows, columns);
  return { name, shape: [columns, rows], values: result };
}

/**
 * The kernels and biases of a checkpoint of PyTorch or Keras, under the layers' names (`hidden.0.kernel`, `output.bias`)
 * where the file has as many matrices as the network has layers, in its own order; else under the file's. Matrices whose
 * layout the file tells are turned to `layout`. `h5Worker` is the built file of the thread that reads HDF5. Throws `FileProblem`, and Node's own error where there is no such file.
 */
export async function readCheckpoint(path: string, layers: readonly string[], layout: Layout, h5Worker = join(__dirname, 'h5.js')): Promise<FileTensor[]> {
  const file = await openPath(path, { h5Worker });
  try {
    const placed = placeTensors(file.tensors, file.format, file.metadata).filter(({ role }) => role === 'kernel' || role === 'bias');
    const numbers = placed.reduce((sum, { entry }) => sum + entry.count, 0);
    if (numbers > mostNumbers) throw new RangeError(`${numbers} numbers, where at most ${mostNumbers} can be started from.`);
    const kernels = placed.filter(({ role, entry }) => role === 'kernel' && entry.shape.length === 2);
    const byOrder = kernels.length === layers.length;
    const nameOf = (one: Placed): string => {
      const at = byOrder ? kernels.indexOf(one.role === 'bias' && one.kernel ? one.kernel : one) : -1;
      return at < 0 ? one.entry.name : `${layers[at]}.${one.role}`;
    };
    const tensors: FileTensor[] = [];
    for (const one of placed) {
      const tensor = { name: nameOf(one), shape: one.entry.shape, values: await valuesOf(file, one) };
      tensors.push(one.role === 'kernel' && one.entry.shape.length === 2 && one.layout !== undefined && one.layout !== layout ? turned(tensor) : tensor);
    }
    return tensors;
  } finally {
    file.close();
  }
}
