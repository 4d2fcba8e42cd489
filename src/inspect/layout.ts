import type { Layout } from '../engine/initializers/spec';
import type { Fans, LayoutGuess, TensorRole } from './report';
import { ownerOf, roleOf } from './roles';
import type { FileFormat, TensorEntry } from './tensorFile';

/** What is known of a tensor before its numbers are read. */
export interface Placed extends LayoutGuess {
  entry: TensorEntry;
  index: number;
  role: TensorRole;
  /** Of a bias: the kernel of its layer. */
  kernel?: Placed;
}

/** Fans of a kernel: [out, in, …field] in out-in, [… field, in, out] in in-out, with the field in both. */
export function fansOf(shape: readonly number[], layout: Layout): Fans {
  const size = shape.reduce((product, side) => product * side, 1);
  const [units, inputs] = layout === 'out-in' ? [shape[0], shape[1]] : [shape[shape.length - 1], shape[shape.length - 2]];
  const field = size / (units * inputs);
  return { fanIn: inputs * field, fanOut: units * field };
}

/** The matrix that a kernel is, with its neurons along the rows of out-in and the columns of in-out. */
export function matrixOf(shape: readonly number[], layout: Layout): [rows: number, columns: number] {
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

const winner = (votes: Record<Layout, number>): Layout | undefined => (votes['out-in'] === votes['in-out'] ? undefined : votes['out-in'] > votes['in-out'] ? 'out-in' : 'in-out');

/** What the file says of itself: its own word, then the framework that writes such files. */
function byFile(format: FileFormat, metadata: Readonly<Record<string, string>>): LayoutGuess {
  if (metadata.layout === 'out-in' || metadata.layout === 'in-out') return { layout: metadata.layout, because: 'metadata' };
  if (metadata.format === 'pt') return { layout: 'out-in', because: 'framework' };
  if (metadata.format === 'tf' || metadata.format === 'flax') return { layout: 'in-out', because: 'framework' };
  if (format === 'pytorch') return { layout: 'out-in', because: 'framework' };
  if (format === 'keras' || metadata.keras_version !== undefined || metadata.backend !== undefined) return { layout: 'in-out', because: 'framework' };
  return {};
}

const byName = (name: string): LayoutGuess => (/(^|\.)weight(_\w+)?$/.test(name) ? { layout: 'out-in', because: 'name' } : /(^|\.)(recurrent_)?kernel$/.test(name) ? { layout: 'in-out', because: 'name' } : {});

/**
 * Role and layout of every tensor. A kernel's own bias is believed first, then the file's word, the biases of other kernels,
 * the framework, the chain of shapes, the name.
 */
export function placeTensors(tensors: readonly TensorEntry[], format: FileFormat, metadata: Readonly<Record<string, string>>): Placed[] {
  const placed = tensors.map((entry, index): Placed => ({ entry, index, role: roleOf(entry) }));
  const kernels = placed.filter(({ role, entry }) => role === 'kernel' && !entry.shape.includes(0));
  const byOwner = new Map(kernels.map((kernel) => [ownerOf(kernel.entry.name), kernel]));
  const biasOf = new Map<Placed, number>();
  for (const one of placed) {
    if (one.role !== 'bias') continue;
    one.kernel = byOwner.get(ownerOf(one.entry.name));
    if (one.kernel) biasOf.set(one.kernel, one.entry.count);
  }
  const votes = { 'out-in': 0, 'in-out': 0 };
  const own = kernels.map((kernel) => byBias(kernel, biasOf.get(kernel)));
  for (const layout of own) if (layout) votes[layout]++;
  const file = byFile(format, metadata);
  const [others, chain] = [winner(votes), winner(chainVotes(kernels))];
  kernels.forEach((kernel, i) => {
    const guess: LayoutGuess = own[i] ? { layout: own[i], because: 'bias' }
      : file.because === 'metadata' ? file
      : others ? { layout: others, because: 'bias' }
      : file.layout ? file
      : chain ? { layout: chain, because: 'chain' }
      : byName(kernel.entry.name);
    Object.assign(kernel, guess);
  });
  return placed;
}
