import { unpackedBudget } from '../files/budget';
import { toNumbers } from '../values/convert';
import { countOf, dtypeBytes } from '../values/dtypes';
import { FileProblem, quoted } from '../files/fileProblem';
import type { H5Dataset, H5File } from '../keras/h5Worker';
import { pieceSize } from '../values/layouts';
import { boundedName } from '../files/names';
import { layersOfConfig, parsedConfig, type KerasLayers } from '../keras/kerasLayers';
import { kerasOrder, kerasSaid } from '../keras/kerasOrder';
import type { ByteSource, OpenOptions, Piece, TensorEntry, TensorFile } from '../files/tensorFile';
import { dtypeOf } from './h5Dtype';
import { H5Thread } from './h5Thread';
import { memberSource, readMember, readZip } from './zip';

/** Bytes of a packed file that is unpacked into memory; Keras itself stores it unpacked. */
const largestUnpacked = 256 * 2 ** 20;
const largestChunk = 128 * 2 ** 20;
const largestJson = 16 * 2 ** 20;

/** The largest block of whole rows (of rows of rows …) from number `from` on that has at most a piece's numbers. */
function blockAt(
  shape: readonly number[],
  from: number,
  to: number,
): { offset: number[]; count: number[]; size: number } {
  if (shape.length === 0) return { offset: [], count: [], size: 1 };
  const most = Math.min(pieceSize, to - from);
  let inner = 1;
  let axis = shape.length - 1;
  // The slowest axis along which whole stretches fit and start here.
  while (axis > 0 && inner * shape[axis] <= most && from % (inner * shape[axis]) === 0) inner *= shape[axis--];
  const offset = shape.map(() => 0);
  let rest = from / inner;
  for (let k = axis; k >= 0; k--) {
    offset[k] = rest % shape[k];
    rest = Math.floor(rest / shape[k]);
  }
  const steps = Math.min(Math.floor(most / inner), shape[axis] - offset[axis]);
  const count = shape.map((side, k) => (k < axis ? 1 : k === axis ? steps : side));
  return { offset, count, size: steps * inner };
}

/** Dotted names, without the group that Keras' older files have all weights in, and without the `:0` of TensorFlow. */
const nameOf = (path: string): string =>
  boundedName(
    path
      .replace(/^\/+/, '')
      .replace(/^model_weights\//, '')
      .replace(/:0$/, '')
      .replaceAll('/', '.'),
  );

/** Classes of layers by their names. */
const kindsOf = (layers: KerasLayers): Map<string, string> =>
  new Map([...layers.values()].flatMap(({ name, kind }) => (name === undefined ? [] : [[name, kind]])));

async function openThread(
  source: ByteSource,
  file: H5File,
  { h5Worker }: OpenOptions,
  extra: Record<string, string>,
  configured: KerasLayers | undefined,
  format: 'keras' | 'hdf5',
): Promise<TensorFile> {
  if (h5Worker === undefined) throw new FileProblem('the HDF5 file', 'a reader for it', 'none here');
  const thread = new H5Thread(h5Worker, file);
  try {
    const {
      datasets,
      skipped: left,
      attributes: { model_config: config, ...attributes },
      groups,
    } = await thread.ask({ op: 'list' });
    const layers = configured ?? layersOfConfig(parsedConfig(config));
    const [byPath, kinds] = [new Map(groups.map((group) => [group.path, group])), kindsOf(layers)];
    const { sorted, said } = kerasOrder(
      datasets.map(({ path }) => path),
      layers,
      groups,
    );
    const placeOf = new Map(sorted.map((path, i) => [path, i]));
    const rank = ({ path }: H5Dataset): number => placeOf.get(path.replace(/^\/+/, ''))!;
    datasets.sort((a, b) => rank(a) - rank(b));
    const skipped = left.map(({ path, reason }) => ({ name: nameOf(path), reason }));
    const places = new Map<TensorEntry, H5Dataset>();
    const { size } = file;
    let unpacked = unpackedBudget(size);
    for (const dataset of datasets) {
      const name = nameOf(dataset.path);
      const dtype = dtypeOf(dataset);
      if (typeof dtype !== 'string') skipped.push({ name, reason: dtype.reason });
      else if (dataset.chunkBytes > largestChunk)
        skipped.push({ name, reason: `chunks of ${dataset.chunkBytes} bytes, more than ${largestChunk}` });
      else {
        const count = countOf(dataset.shape, dtype, quoted(name));
        const bytes = count * dtypeBytes[dtype];
        // A dataset that was never written has any number of numbers and no bytes.
        if (bytes > unpacked)
          skipped.push({ name, reason: `${count} numbers, more than the limit for a file of ${size} bytes` });
        else {
          unpacked -= bytes;
          const layer = kerasSaid(dataset.path, layers, byPath, kinds);
          places.set(
            { name, shape: dataset.shape, dtype, count, bytes, ...(Object.keys(layer).length > 0 ? { layer } : {}) },
            dataset,
          );
        }
      }
    }
    async function* read(entry: TensorEntry, from: number, to: number): AsyncGenerator<Piece> {
      const { path, width } = places.get(entry)!;
      for (let at = from; at < to;) {
        // Reading nothing looks whether the file is still the one that was opened.
        await source.read(0, 0);
        const { offset, count, size } = blockAt(entry.shape, at, to);
        const { bytes } = await thread.ask({ op: 'read', path, offset, count, width });
        yield { from: at, values: toNumbers(bytes, entry.dtype) };
        at += size;
      }
    }
    return {
      format,
      metadata: { ...attributes, ...extra },
      tensors: [...places.keys()],
      order: said ? 'file' : 'names',
      skipped,
      read: (entry, from = 0, to = entry.count) => read(entry, from, to),
      close: () => thread.close(),
    };
  } catch (error) {
    thread.close();
    throw error;
  }
}

/** Opens an HDF5 file: Keras' `.weights.h5`, its older `.h5`, or any other; every dataset of numbers is a tensor. */
export function openH5(source: ByteSource, options: OpenOptions): Promise<TensorFile> {
  return openPart(source, options, {}, undefined, 'hdf5');
}

async function openPart(
  source: ByteSource,
  options: OpenOptions,
  extra: Record<string, string>,
  configured: KerasLayers | undefined,
  format: 'keras' | 'hdf5',
): Promise<TensorFile> {
  const { file, size } = source;
  if (file)
    return openThread(source, { path: file.path, offset: file.offset, size }, options, extra, configured, format);
  if (size > largestUnpacked)
    throw new FileProblem('the HDF5 file', `at most ${largestUnpacked} bytes if compressed`, String(size));
  return openThread(source, { offset: 0, size, bytes: await source.read(0, size) }, options, extra, configured, format);
}

/** Opens a `.keras` file: a ZIP archive with `model.weights.h5` and the versions of what wrote it. */
export async function openKeras(source: ByteSource, options: OpenOptions): Promise<TensorFile> {
  const members = await readZip(source);
  const weights = members.find(({ name }) => name === 'model.weights.h5');
  if (!weights)
    throw new FileProblem(
      'the ZIP archive',
      'a member model.weights.h5',
      members.length === 0 ? 'none' : `members such as ${quoted(members[0].name)}`,
    );
  const about = members.find(({ name }) => name === 'metadata.json');
  const extra: Record<string, string> = {};
  if (about) {
    const text = new TextDecoder().decode(await readMember(source, about, largestJson));
    const found = /"keras_version":\s*"([\w.+-]{1,40})"/.exec(text);
    if (found) extra.keras_version = found[1];
  }
  const config = members.find(({ name }) => name === 'config.json');
  const layers =
    config && layersOfConfig(parsedConfig(new TextDecoder().decode(await readMember(source, config, largestJson))));
  return openPart(await memberSource(source, weights), options, extra, layers, 'keras');
}
