import { InitializerError } from '../engine/initializers/check';
import { biasInitializerOf, kernelInitializerOf } from '../engine/initializers/draw';
import type { FileTensor } from '../engine/formats/tensorFile';
import { pathText, type JsonPath } from '../experiment/format/issue';
import type { LayerInfo } from '../experiment/record/record';
import type { NetworkExperiment } from '../experiment/format/schema';
import type { WantedLayer } from './checkpoint';
import { reasonOf, resolvePath, type DataAccess } from './readData';
import { RunRefused } from './refused';

/**
 * The tensors of every file that initializers name, under the names of the layers that take them, by the path as it is
 * written.
 */
export type InitializerFiles = Readonly<Record<string, readonly FileTensor[]>>;

/** A file, the first place that names it, and what the layers take from it. */
interface Reader {
  place: JsonPath;
  initializer: number;
  layers: WantedLayer[];
}

/** The files of all enabled initializers, by the path as it is written. */
function readersOf({ initializers, network }: NetworkExperiment, layers: readonly LayerInfo[]): Map<string, Reader> {
  const readers = new Map<string, Reader>();
  const readerOf = (path: string, place: JsonPath, initializer: number): Reader => {
    const known = readers.get(path);
    if (known) return known;
    const reader = {
      place: [...place, 'path'],
      initializer,
      layers: layers.map(({ name, inputs, units }): WantedLayer => ({
        name,
        inputs,
        units,
        kernel: false,
        bias: 'none',
      })),
    };
    readers.set(path, reader);
    return reader;
  };
  initializers.forEach((entry, index) => {
    if (entry.enabled === false) return;
    layers.forEach(({ kind }, at) => {
      // Its kind starts from fixed values.
      if (kind !== undefined) return;
      const law = kernelInitializerOf(entry, at, layers.length);
      const own =
        law === entry
          ? ['initializers', index]
          : ['initializers', index, 'layers', at === layers.length - 1 ? 'output' : String(at)];
      if (law.kind === 'fromFile') readerOf(law.path, own, index).layers[at].kernel = true;
      const bias = network.bias ? biasInitializerOf(entry.bias, law) : undefined;
      if (bias?.kind !== 'fromFile') return;
      const wanted = readerOf(bias.path, entry.bias ? ['initializers', index, 'bias'] : own, index).layers[at];
      wanted.bias = entry.bias || wanted.bias === 'needed' ? 'needed' : 'optional';
    });
  });
  return readers;
}

/** The same tensors in memory that worker threads share, where this machine has such: they would each get a copy. */
function shared(tensors: readonly FileTensor[]): FileTensor[] {
  if (typeof SharedArrayBuffer !== 'function') return [...tensors];
  return tensors.map(({ name, shape, values }) => {
    const copy = new (values.constructor as new (buffer: SharedArrayBuffer) => FileTensor['values'])(
      new SharedArrayBuffer(values.byteLength),
    );
    copy.set(values);
    return { name, shape, values: copy };
  });
}

/** Bytes of all tensors that were read. */
export function tensorBytes(files: InitializerFiles): number {
  return Object.values(files)
    .flat()
    .reduce((sum, { values }) => sum + values.byteLength, 0);
}

/**
 * Reads from every file that an enabled initializer names what the layers take from it, and says what people should
 * know of it, such as biases that a file does not have. Throws RunRefused.
 */
export async function readInitializerFiles(
  experiment: NetworkExperiment,
  layers: readonly LayerInfo[],
  access: DataAccess,
  h5Worker?: string,
): Promise<{ files: InitializerFiles; notes: string[] }> {
  const files = new Map<string, FileTensor[]>();
  const notes: string[] = [];
  for (const [path, { place, initializer, layers: all }] of readersOf(experiment, layers)) {
    // Loaded when there is a file: it has the readers of all formats.
    const { readLayerWeights } = await import('./checkpoint');
    const wanted = all.filter((_, at) => layers[at].kind === undefined);
    const file = await resolvePath(path, place, access);
    try {
      const read = await readLayerWeights(path, file, wanted, experiment.random.layout, h5Worker);
      files.set(path, shared(read.tensors));
      notes.push(...read.notes);
    } catch (error) {
      if (error instanceof InitializerError) throw new RunRefused(`${error.message} (initializers[${initializer}])`);
      throw new RunRefused(`Cannot read ${file} (${pathText(place)}): ${reasonOf(error).replace(/\.$/, '')}.`);
    }
  }
  // Own keys alone: a path may have any name.
  return { files: Object.fromEntries(files), notes };
}
