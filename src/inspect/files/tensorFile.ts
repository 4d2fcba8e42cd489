/** Bytes that are read in pieces: a file, a part of it, or a block of memory. */
export interface ByteSource {
  readonly size: number;
  /** Where these bytes lie on disk, if they do. */
  readonly file?: { path: string; offset: number };
  /**
   * Exactly `length` bytes from `offset`, in memory of their own; a `FileProblem` where there are fewer, or the file
   * has changed.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** What some formats need. */
export interface OpenOptions {
  /** The built file of the thread that reads HDF5 (`h5Worker.ts`); without it such files are refused. */
  h5Worker?: string;
}

/** Types of numbers; `f8e4m3` and `f8e5m2` are the 8-bit floats. */
export const dtypes = [
  'f64',
  'f32',
  'f16',
  'bf16',
  'f8e4m3',
  'f8e5m2',
  'i8',
  'i16',
  'i32',
  'i64',
  'u8',
  'u16',
  'u32',
  'u64',
  'bool',
] as const;
export type Dtype = (typeof dtypes)[number];

export const fileFormats = ['safetensors', 'npy', 'npz', 'pytorch', 'keras', 'hdf5'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** What a file says of the layer that a tensor is of. */
export interface LayerSaid {
  /** Its class in Keras' words: `Dense`, `GRUCell`. */
  kind?: string;
  name?: string;
  /** Which variable of it the tensor is: `kernel`, `embeddings`. */
  variable?: string;
}

/** One tensor of a file as its list shows it; its numbers are not read yet. */
export interface TensorEntry {
  /** Dotted: `model.layers.0.weight`; empty for the array of a `.npy` file. */
  name: string;
  shape: readonly number[];
  dtype: Dtype;
  /** Numbers in all: the product of the shape. */
  count: number;
  /** Bytes of the numbers, unpacked. */
  bytes: number;
  /** Stored with the first index fastest. */
  fortran?: true;
  bigEndian?: true;
  layer?: LayerSaid;
  /** Tensors of one file with the same mark lie in the same memory (tied weights). */
  shared?: string;
}

/**
 * Numbers of a tensor from the one numbered `from` on, in row-major order whatever the file's; 64-bit integers beyond
 * 2⁵³ are rounded.
 */
export interface Piece {
  from: number;
  values: Float32Array | Float64Array;
}

/** An opened file: its list is known, its numbers are read on demand. */
export interface TensorFile {
  format: FileFormat;
  /** Texts that the file carries about itself. */
  metadata: Readonly<Record<string, string>>;
  tensors: readonly TensorEntry[];
  /** What the order of `tensors` comes from: the file itself, or nothing better than their names. */
  order?: 'file' | 'names';
  /** What is in the file and cannot be shown (texts, complex numbers, structures), each with a reason. */
  skipped: readonly { name: string; reason: string }[];
  /**
   * The numbers `from` … `to − 1` of an entry of `tensors`, in pieces of at most 2²⁰ numbers, in order. Throws
   * `FileProblem`.
   */
  read(entry: TensorEntry, from?: number, to?: number): AsyncIterable<Piece>;
  close(): void;
}
