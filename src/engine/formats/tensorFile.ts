import { NpyError, readNpy } from './npyRead';
import { readNpz } from './npz';
import { readSafetensors, SafetensorsError } from './safetensors';

/** One tensor of a file, row-major. A `.npy` file has a single one, without a name. */
export interface FileTensor {
  name: string;
  shape: readonly number[];
  values: Float32Array | Float64Array | Uint8Array;
}

/** A file of tensors that cannot be read; `file` is its name. */
export class TensorFileError extends Error {
  override readonly name = 'TensorFileError';

  constructor(
    readonly file: string,
    problem: string,
  ) {
    super(`Cannot read ${file}: ${problem}`);
  }
}

/** The endings of the files that can be read. */
const tensorFileEndings = ['.npy', '.npz', '.safetensors'] as const;

/** The tensors of a `.npy`, `.npz` or `.safetensors` file by the ending of `file`. Throws `TensorFileError`. */
export function readTensorFile(file: string, bytes: Uint8Array): FileTensor[] {
  try {
    switch (tensorFileEndings.find((ending) => file.toLowerCase().endsWith(ending))) {
      case '.npy': {
        const { shape, values } = readNpy(bytes);
        return [{ name: '', shape, values }];
      }
      case '.npz':
        return readNpz(bytes).map(({ name, array: { shape, values } }) => ({ name, shape, values }));
      case '.safetensors':
        return readSafetensors(bytes).tensors;
      default:
        throw new TensorFileError(file, `expected a name that ends in ${tensorFileEndings.join(', ')}.`);
    }
  } catch (error) {
    if (error instanceof NpyError || error instanceof SafetensorsError) throw new TensorFileError(file, error.message);
    throw error;
  }
}
