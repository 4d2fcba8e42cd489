import { join } from 'node:path';
import type { FileTensor } from '../engine/formats/tensorFile';
import { finiteValues, layerName, locateTensor } from '../engine/initializers/fileTensor';
import type { KernelShape, Layout } from '../engine/spec/initializerSpec';
import { transpose } from '../engine/network/layout';
import { placeTensors } from '../inspect/tensors/layout';
import type { Placed } from '../inspect/tensors/placed';
import { openPath } from '../inspect/open/openPath';
import { isByName } from '../inspect/files/order';
import type { TensorFile } from '../inspect/files/tensorFile';

/** A layer of the network, and what it takes from a file. */
export interface WantedLayer {
  name: string;
  inputs: number;
  units: number;
  kernel: boolean;
  /** `optional`: where the file has none, the bias starts at 0. */
  bias: 'none' | 'optional' | 'needed';
}

/**
 * What layers take from a file, under their names (`hidden.0.kernel`, `output.bias`), and what people should know of
 * it.
 */
export interface LayerWeights {
  tensors: FileTensor[];
  notes: string[];
}

/** A tensor of the file as the network would have it: its values are read when it has been chosen. */
interface Offer extends FileTensor {
  placed: Placed;
  turned: boolean;
}

const nothing = new Float32Array(0);
const isSingle = ({ entry: { shape } }: Placed): boolean => shape.filter((side) => side > 1).length <= 1;
const listed = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;

/** A matrix with its sides exchanged, row-major again. */
export function turned({ name, shape: [rows, columns], values }: FileTensor): FileTensor {
  const result = values.slice();
  transpose(values, result, rows, columns);
  return { name, shape: [columns, rows], values: result };
}

/**
 * A tensor in the layout of the experiment. Our own names say nothing of a layout: such a file has the experiment's,
 * unless more than the name tells.
 */
function offer(placed: Placed, layout: Layout): Offer {
  const {
    entry: { name, shape, count },
    layout: own,
    because,
    role,
  } = placed;
  if (role === 'bias' && isSingle(placed)) return { placed, name, shape: [count], values: nothing, turned: false };
  const known = own !== undefined && shape.length === 2 && !(because === 'name' && layerName.test(name));
  const turn = known && own !== layout;
  return { placed, name, shape: turn ? [shape[1], shape[0]] : shape, values: nothing, turned: turn };
}

async function valuesOf(
  path: string,
  file: TensorFile,
  { placed: { entry }, name, shape, turned: turn }: Offer,
): Promise<FileTensor['values']> {
  let values: Float32Array | Float64Array | undefined;
  for await (const piece of file.read(entry)) {
    values ??= new (piece.values.constructor as new (length: number) => Float32Array | Float64Array)(entry.count);
    values.set(piece.values as Float32Array, piece.from);
  }
  const read: FileTensor = { name, shape: turn ? [shape[1], shape[0]] : shape, values: values ?? nothing };
  finiteValues(path, read);
  return turn ? turned(read).values : read.values;
}

const fits = ({ shape }: Offer, { inputs, units }: WantedLayer, layout: Layout): boolean =>
  shape.length === 2 &&
  (layout === 'out-in' ? shape[0] === units && shape[1] === inputs : shape[0] === inputs && shape[1] === units);

/**
 * The kernels of all layers in the file's order, where it has as many matrices as the network has layers and all fit.
 */
function byOrder(offers: readonly Offer[], layers: readonly WantedLayer[], layout: Layout): Offer[] | undefined {
  for (const roles of [['kernel'], ['kernel', 'matrix']]) {
    const matrices = offers.filter(({ placed: { role }, shape }) => roles.includes(role) && shape.length === 2);
    if (matrices.length === layers.length && matrices.every((matrix, i) => fits(matrix, layers[i], layout)))
      return matrices;
  }
  return undefined;
}

/**
 * The bias of a kernel of the file: the one beside it, else the only vector of its length that is of no other kernel.
 */
function biasOf(
  kernel: Offer | undefined,
  units: number,
  offers: readonly Offer[],
  used: ReadonlySet<Offer>,
): { found?: Offer; byLength?: true } {
  if (!kernel) return {};
  const beside = offers.find(
    ({ placed, shape }) =>
      placed.role === 'bias' && placed.kernel === kernel.placed && shape.length === 1 && shape[0] === units,
  );
  if (beside) return { found: beside };
  const free = offers.filter(
    (one) =>
      one.placed.kernel === undefined &&
      one.placed.entry.count === units &&
      isSingle(one.placed) &&
      one.placed.entry.shape.length > 0 &&
      !used.has(one),
  );
  const [plain] = free;
  // np.savez without names has arr_0, arr_1 …: a vector after its matrix.
  const next = offers[offers.indexOf(kernel) + 1];
  const chosen =
    free.length === 1 ? plain : next && /^arr_\d+$/.test(next.name) && free.includes(next) ? next : undefined;
  return chosen ? { found: { ...chosen, shape: [units] }, byLength: true } : {};
}

/**
 * What the layers of a network take from a file of any kind that the inspector opens. Kernels: by the layers' own
 * names, else in the file's order where it has as many matrices as the network has layers, else by their shapes;
 * matrices whose layout the file tells are turned to `layout`. Biases: those beside the kernels. Nothing but what is
 * taken is read. `h5Worker` is the built file of the thread that reads HDF5.
 *
 * Throws `FileProblem`, `InitializerError` at `path` (as the experiment has it) where something fits no layer, and
 * Node's own error where there is no such file.
 */
export async function readLayerWeights(
  path: string,
  file: string,
  layers: readonly WantedLayer[],
  layout: Layout,
  h5Worker = join(__dirname, 'h5.js'),
): Promise<LayerWeights> {
  const opened = await openPath(file, { h5Worker });
  try {
    const offers = placeTensors(opened.tensors, opened.format, opened.metadata)
      .filter(({ role }) => role !== 'optimizer')
      .map((placed) => offer(placed, layout));
    const chosen = new Map<string, Offer>();
    const notes: string[] = [];
    const named = offers.some(({ name }) => layerName.test(name));
    const ordered = named ? undefined : byOrder(offers, layers, layout);
    const preferred = offers.filter(({ placed: { role } }) => role === 'kernel' || role === 'matrix');
    const kernels = layers.map((layer, i): Offer | undefined => {
      if (!layer.kernel) return undefined;
      const wanted = {
        layer: layer.name,
        part: 'kernel',
        shape: { fanIn: layer.inputs, fanOut: layer.units, layout },
      } as const;
      // What is no matrix of a layer may still be the only tensor of its shape.
      const pool = named || !preferred.some((one) => fits(one, layer, layout)) ? offers : preferred;
      return ordered?.[i] ?? locateTensor(path, pool, wanted);
    });
    const doubtful =
      ordered && (opened.order === 'names' || (opened.format === 'safetensors' && isByName(opened.tensors)));
    if (doubtful && new Set(ordered.map(({ shape }) => shape.join('x'))).size < ordered.length) {
      notes.push(
        `${path}: the file doesn't specify the order of its layers, so they are taken in order of their names: ${listed(ordered.map(({ name }) => name))}.`,
      );
    }
    const used = new Set(kernels.filter((one) => one !== undefined));
    const without: string[] = [];
    layers.forEach((layer, i) => {
      const kernel = kernels[i];
      if (kernel) chosen.set(`${layer.name}.kernel`, kernel);
      if (layer.bias === 'none') return;
      const wanted = {
        layer: layer.name,
        part: 'bias',
        shape: { fanIn: layer.inputs, fanOut: layer.units, layout },
      } as const;
      const own = locateTensor(path, offers, wanted, true);
      const { found, byLength } = own ? { found: own, byLength: undefined } : biasOf(kernel, layer.units, offers, used);
      const bias = found ?? (layer.bias === 'needed' ? locateTensor(path, offers, wanted) : undefined);
      if (!bias) return void without.push(layer.name);
      used.add(offers.find(({ placed }) => placed === bias.placed)!);
      chosen.set(`${layer.name}.bias`, bias);
      if (byLength)
        notes.push(`${path}: ${bias.name} was assigned as the bias of ${layer.name} based on its length alone.`);
    });
    if (without.length > 0) {
      const vectors = offers
        .filter(
          (one) => isSingle(one.placed) && one.placed.entry.count > 1 && !used.has(one) && one.placed.role !== 'other',
        )
        .map(({ name }) => name);
      notes.push(
        `${path}: no bias for ${listed(without)}, which ${without.length === 1 ? 'starts' : 'start'} at 0${vectors.length > 0 ? `; not used: ${listed(vectors)}` : ''}.`,
      );
    }
    const tensors: FileTensor[] = [];
    for (const [name, one] of chosen)
      tensors.push({ name, shape: one.shape, values: await valuesOf(path, opened, one) });
    return { tensors, notes };
  } finally {
    opened.close();
  }
}

/** The kernel of one shape that a file holds, whichever layer it is of. Throws as `readLayerWeights` does. */
export async function readKernel(
  path: string,
  file: string,
  shape: KernelShape,
  h5Worker = join(__dirname, 'h5.js'),
): Promise<FileTensor> {
  const opened = await openPath(file, { h5Worker });
  try {
    const offers = placeTensors(opened.tensors, opened.format, opened.metadata)
      .filter(({ role }) => role !== 'optimizer')
      .map((placed) => offer(placed, shape.layout));
    const found = locateTensor(path, offers, { part: 'kernel', shape })!;
    return { name: found.name, shape: found.shape, values: await valuesOf(path, opened, found) };
  } finally {
    opened.close();
  }
}
