import type { Layout } from '../../engine/spec/initializerSpec';
import type { Fans, LayoutGuess } from './report';
import { passOver } from './judged';
import { longestName, ownerOf } from './owner';
import { rolesOf } from './roles';
import type { Framework, Placed } from './placed';
import type { FileFormat, TensorEntry } from '../files/tensorFile';

const productOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** Fans of a kernel: [out, in, …field] in out-in, [… field, in, out] in in-out, with the field in both. */
export function fansOf(shape: readonly number[], layout: Layout): Fans {
  const size = shape.reduce((product, side) => product * side, 1);
  const [units, inputs] =
    layout === 'out-in' ? [shape[0], shape[1]] : [shape[shape.length - 1], shape[shape.length - 2]];
  const field = size / (units * inputs);
  return { fanIn: inputs * field, fanOut: units * field };
}

/**
 * The fans of a tensor in one layout; undefined where its shape does not tell them: nothing says which of its axes are
 * inputs.
 */
export function fansOfPlaced({ entry: { shape }, role, inputAxes }: Placed, layout: Layout): Fans | undefined {
  if (shape.length < 2 || shape.includes(0)) return undefined;
  if (inputAxes !== undefined)
    return { fanIn: productOf(shape.slice(0, inputAxes)), fanOut: productOf(shape.slice(inputAxes)) };
  return role === 'kernel' || (role === 'matrix' && shape.length === 2) ? fansOf(shape, layout) : undefined;
}

/** The matrix that is shown and counted of a tensor: neurons along the rows of out-in and the columns of in-out. */
export function matrixOfPlaced(
  { entry: { shape }, inputAxes }: Placed,
  layout: Layout,
): [rows: number, columns: number] {
  return inputAxes === undefined
    ? matrixOf(shape, layout)
    : [productOf(shape.slice(0, inputAxes)), productOf(shape.slice(inputAxes))];
}

/** The matrix that a kernel is, with its neurons along the rows of out-in and the columns of in-out. */
function matrixOf(shape: readonly number[], layout: Layout): [rows: number, columns: number] {
  const size = shape.reduce((product, side) => product * side, 1);
  return layout === 'out-in' ? [shape[0], size / shape[0]] : [size / shape[shape.length - 1], shape[shape.length - 1]];
}

/** The layout that the length of a bias beside it tells. */
function byBias({ entry: { shape } }: Placed, length: number | undefined): Layout | undefined {
  if (length === undefined || shape.includes(0)) return undefined;
  const [rows, columns] = [shape[0] === length, shape[shape.length - 1] === length];
  return rows === columns ? undefined : rows ? 'out-in' : 'in-out';
}

/** Votes of dense kernels in a row: what one puts out, the next takes in. */
function chainVotes(kernels: readonly Placed[]): Record<Layout, number> {
  const votes = { 'out-in': 0, 'in-out': 0 };
  const dense = kernels.filter(({ entry }) => entry.shape.length === 2).map(({ entry }) => entry.shape);
  for (let i = 1; i < dense.length; i++) {
    const [before, after] = [dense[i - 1], dense[i]];
    const outIn = before[0] === after[1];
    const inOut = before[1] === after[0];
    if (outIn !== inOut) votes[outIn ? 'out-in' : 'in-out']++;
  }
  return votes;
}

const winner = (votes: Record<Layout, number>): Layout | undefined =>
  votes['out-in'] === votes['in-out'] ? undefined : votes['out-in'] > votes['in-out'] ? 'out-in' : 'in-out';

/** What the file says of itself: its own word, then the framework that writes such files. */
function byFile(format: FileFormat, metadata: Readonly<Record<string, string>>): LayoutGuess {
  if (metadata.layout === 'out-in' || metadata.layout === 'in-out')
    return { layout: metadata.layout, because: 'metadata' };
  if (metadata.format === 'pt') return { layout: 'out-in', because: 'framework' };
  if (metadata.format === 'tf' || metadata.format === 'flax') return { layout: 'in-out', because: 'framework' };
  if (format === 'pytorch') return { layout: 'out-in', because: 'framework' };
  if (format === 'keras' || metadata.keras_version !== undefined || metadata.backend !== undefined)
    return { layout: 'in-out', because: 'framework' };
  return {};
}

const byName = (name: string): LayoutGuess =>
  name.length > longestName
    ? {}
    : /(^|\.)weight(_\w+)?$/.test(name)
      ? { layout: 'out-in', because: 'name' }
      : /(^|\.)(recurrent_)?kernel$/.test(name)
        ? { layout: 'in-out', because: 'name' }
        : {};

/** The framework whose names and shapes a tensor has. */
function frameworkOf(
  { name, layer }: TensorEntry,
  format: FileFormat,
  metadata: Readonly<Record<string, string>>,
): Framework | undefined {
  if (layer?.kind !== undefined) return 'keras';
  if (name.length > longestName) return undefined;
  if (format === 'pytorch' || metadata.format === 'pt') return 'pytorch';
  if (
    format === 'keras' ||
    metadata.keras_version !== undefined ||
    metadata.backend !== undefined ||
    metadata.format === 'tf'
  )
    return 'keras';
  if (
    metadata.format === 'flax' ||
    /(^|\.)(Dense|Conv|Embed|MultiHeadDotProductAttention|MultiHeadAttention|SelfAttention|LayerNorm|OptimizedLSTMCell|LSTMCell|GRUCell)_\d+\./.test(
      name,
    )
  )
    return 'flax';
  return /(^|\.)(weight|bias)(_\w+)?$/.test(name)
    ? 'pytorch'
    : /(^|\.)(recurrent_)?kernel$/.test(name)
      ? 'keras'
      : undefined;
}

const parentOf = (name: string, levels: number): string => name.split('.').slice(0, -levels).join('.');
const attentionIn = /^_?(query|key|value|[qkv]|query_dense|key_dense|value_dense)$/;
const attentionOut = /^_?(attention_output|output_dense|out)$/;

/**
 * How many axes of an attention kernel in in-out are inputs: query, key and value have inputs × heads × size, the
 * output heads × size × units. Undefined for a plain kernel, such as that of a convolution.
 */
function inputAxesOf(
  { entry: { name, shape, layer } }: Placed,
  bias: TensorEntry | undefined,
  attention: ReadonlySet<string>,
): number | undefined {
  if (shape.length < 3) return undefined;
  const parts = name.split('.');
  const module = parts.at(/\.vars\.\d+$/.test(name) ? -3 : -2) ?? '';
  const said = layer?.kind;
  if (said !== undefined && said !== 'EinsumDense' && !/Attention/.test(said)) return undefined;
  // A bias of several axes has those of the units.
  const units = bias?.shape ?? [];
  if (
    units.length > 1 &&
    units.length < shape.length &&
    units.every((side, i) => side === shape[shape.length - units.length + i])
  )
    return shape.length - units.length;
  if (shape.length !== 3) return undefined;
  if (attentionIn.test(module)) return 1;
  const around = parts.slice(0, parts.lastIndexOf(module)).join('.');
  return attentionOut.test(module) && (attention.has(around) || said === 'EinsumDense') ? 2 : undefined;
}

/** Units of PyTorch's recurrent layers by what their tensors' names have in common. */
function recurrentUnits(tensors: readonly TensorEntry[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { name, shape } of tensors) {
    const at = name.length > longestName ? null : /^(.*?)weight_(hh|hr)(_l\d+(?:_reverse)?)?$/.exec(name);
    if (!at || shape.length !== 2) continue;
    const key = `${at[1]} ${at[3] ?? ''}`;
    // With a projection the recurrent matrix takes its outputs, which are fewer.
    if (at[2] === 'hr' || !units.has(key)) units.set(key, shape[1]);
  }
  return units;
}

function hiddenOf({ name }: TensorEntry, units: ReadonlyMap<string, number>): number | undefined {
  if (name.length > longestName) return undefined;
  const at = /^(.*?)(?:weight|bias)_(?:ih|hh|hr)(_l\d+(?:_reverse)?)?$/.exec(name);
  return at ? units.get(`${at[1]} ${at[2] ?? ''}`) : undefined;
}

/**
 * Role and layout of every tensor. A kernel's own bias is believed first, then the file's word, the biases of other
 * kernels, the framework, the chain of shapes, the name.
 */
export function placeTensors(
  tensors: readonly TensorEntry[],
  format: FileFormat,
  metadata: Readonly<Record<string, string>>,
): Placed[] {
  const roles = rolesOf(tensors);
  const units = recurrentUnits(tensors);
  const placed = tensors.map((entry, index): Placed => {
    const [framework, hidden] = [frameworkOf(entry, format, metadata), hiddenOf(entry, units)];
    return {
      entry,
      index,
      role: roles[index],
      ...(framework ? { framework } : {}),
      ...(hidden === undefined ? {} : { hidden }),
    };
  });
  const kernels = placed.filter(
    ({ role, entry }) =>
      (role === 'kernel' || role === 'matrix') && entry.shape.length >= 2 && !entry.shape.includes(0),
  );
  const byOwner = new Map<string, Placed>();
  // Of the matrices of a recurrent layer the first, which takes the inputs, is the one whose bias it is.
  for (const kernel of kernels)
    if (!byOwner.has(ownerOf(kernel.entry.name))) byOwner.set(ownerOf(kernel.entry.name), kernel);
  const biasOf = new Map<Placed, TensorEntry>();
  for (const one of placed) {
    if (one.role !== 'bias') continue;
    one.kernel = byOwner.get(ownerOf(one.entry.name));
    if (one.kernel) biasOf.set(one.kernel, one.entry);
  }
  const attention = new Set(
    kernels.flatMap(({ entry: { name, shape } }) => {
      const levels = /\.vars\.\d+$/.test(name) ? 3 : 2;
      return shape.length === 3 && attentionIn.test(name.split('.').at(-levels) ?? '') ? [parentOf(name, levels)] : [];
    }),
  );
  const file = byFile(format, metadata);
  for (const kernel of kernels) {
    if (kernel.framework === 'pytorch' && file.layout !== 'in-out') continue;
    const inputAxes = inputAxesOf(kernel, biasOf.get(kernel), attention);
    if (inputAxes !== undefined) kernel.inputAxes = inputAxes;
  }
  const votes = { 'out-in': 0, 'in-out': 0 };
  const own = kernels.map((kernel): Layout | undefined =>
    kernel.inputAxes !== undefined ? 'in-out' : byBias(kernel, biasOf.get(kernel)?.count),
  );
  for (const layout of own) if (layout) votes[layout]++;
  const [others, chain] = [winner(votes), winner(chainVotes(kernels))];
  kernels.forEach((kernel, i) => {
    const guess: LayoutGuess = own[i]
      ? { layout: own[i], because: 'bias' }
      : file.because === 'metadata'
        ? file
        : others
          ? { layout: others, because: 'bias' }
          : file.layout
            ? file
            : kernel.entry.layer?.kind !== undefined
              ? { layout: 'in-out', because: 'framework' }
              : chain
                ? { layout: chain, because: 'chain' }
                : byName(kernel.entry.name);
    Object.assign(kernel, guess);
  });
  passOver(placed);
  return placed;
}
