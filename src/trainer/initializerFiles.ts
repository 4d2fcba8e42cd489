import { InitializerError } from '../engine/initializers/check';
import { biasInitializerOf, kernelInitializerOf } from '../engine/initializers/draw';
import { findTensor } from '../engine/initializers/fileTensor';
import type { KernelInitializer, Layout } from '../engine/initializers/spec';
import { readTensorFile, TensorFileError, type FileTensor } from '../engine/formats/tensorFile';
import { pathText, type JsonPath } from '../experiment/issue';
import type { LayerInfo } from '../experiment/record';
import type { Experiment } from '../experiment/schema';
import { isCheckpoint, readCheckpoint } from './checkpoint';
import { readData, reasonOf, resolvePath, type DataAccess } from './readData';
import { RunRefused } from './refused';

/** The tensors of every file that initializers name, by the path as it is written. */
export type InitializerFiles = Readonly<Record<string, readonly FileTensor[]>>;

/** A law that reads a file, and where the experiment has it. */
interface Reader {
  path: string;
  place: JsonPath;
}

function readersOf({ initializers }: Experiment): Reader[] {
  return initializers.flatMap((entry, index) => {
    if (entry.enabled === false) return [];
    const place: JsonPath = ['initializers', index];
    const laws: [KernelInitializer | undefined, JsonPath][] = [[entry, place], [entry.bias, [...place, 'bias']]];
    for (const [layer, law] of Object.entries(entry.layers ?? {})) laws.push([law, [...place, 'layers', layer]]);
    return laws.flatMap(([law, at]) => (law?.kind === 'fromFile' ? [{ path: law.path, place: [...at, 'path'] }] : []));
  });
}

async function readOne({ path, place }: Reader, layers: readonly LayerInfo[], layout: Layout, access: DataAccess): Promise<FileTensor[]> {
  const file = await resolvePath(path, place, access);
  if (isCheckpoint(file)) {
    const tensors = await readCheckpoint(file, layers.map(({ name }) => name), layout).catch((error: unknown) => {
      throw new RunRefused(`Cannot read ${file} (${pathText(place)}): ${reasonOf(error).replace(/\.$/, '')}.`);
    });
    return shared(tensors);
  }
  const { name, bytes } = await readData(file, pathText(place));
  try {
    return shared(readTensorFile(name, bytes));
  } catch (error) {
    if (error instanceof TensorFileError) throw new RunRefused(`${error.message} (${pathText(place)})`);
    throw error;
  }
}

/** The same tensors in memory that worker threads share, where this machine has such: they would each get a copy. */
function shared(tensors: readonly FileTensor[]): FileTensor[] {
  if (typeof SharedArrayBuffer !== 'function') return [...tensors];
  return tensors.map(({ name, shape, values }) => {
    const copy = new (values.constructor as new (buffer: SharedArrayBuffer) => FileTensor['values'])(new SharedArrayBuffer(values.byteLength));
    copy.set(values);
    return { name, shape, values: copy };
  });
}

/** Bytes of all tensors that were read. */
export function tensorBytes(files: InitializerFiles): number {
  return Object.values(files).flat().reduce((sum, { values }) => sum + values.byteLength, 0);
}

/** Looks up every tensor that a trial will ask for, so that a file that does not fit refuses the run. */
function checkShapes({ initializers, random, network }: Experiment, layers: readonly LayerInfo[], files: InitializerFiles): void {
  initializers.forEach((entry, index) => {
    if (entry.enabled === false) return;
    layers.forEach(({ name, inputs, units }, layer) => {
      const law = kernelInitializerOf(entry, layer, layers.length);
      const bias = biasInitializerOf(entry.bias, law);
      const shape = { fanIn: inputs, fanOut: units, layout: random.layout };
      try {
        if (law.kind === 'fromFile') findTensor(law.path, files[law.path], { layer: name, part: 'kernel', shape });
        if (bias.kind === 'fromFile' && network.bias) findTensor(bias.path, files[bias.path], { layer: name, part: 'bias', shape }, entry.bias === undefined);
      } catch (error) {
        if (error instanceof InitializerError) throw new RunRefused(`${error.message} (initializers[${index}])`);
        throw error;
      }
    });
  });
}

/** Reads every file that an enabled initializer names and checks that it has what each layer needs. Throws RunRefused. */
export async function readInitializerFiles(experiment: Experiment, layers: readonly LayerInfo[], access: DataAccess): Promise<InitializerFiles> {
  const files: Record<string, FileTensor[]> = {};
  for (const reader of readersOf(experiment)) files[reader.path] ??= await readOne(reader, layers, experiment.random.layout, access);
  checkShapes(experiment, layers, files);
  return files;
}
