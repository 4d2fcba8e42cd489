import type { FileTensor } from '../formats/tensorFile';
import { InitializerError } from './check';
import { matrixShape } from './shape';
import type { KernelShape } from '../spec/initializerSpec';

/** The tensor of a network that is looked for. */
export interface WantedTensor {
  /** Of its layer: `hidden.0`, `output`; absent for a kernel by itself. */
  layer?: string;
  part: 'kernel' | 'bias';
  shape: KernelShape;
}

const sides = (shape: readonly number[]): string =>
  shape.length === 0 ? 'a single number' : shape.length === 1 ? `${shape[0]} numbers` : shape.join(' × ');
const called = ({ name }: FileTensor): string => (name === '' ? 'the array' : `tensor ${name}`);
const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((side, i) => side === b[i]);
/** Names that tell which layer of a network here a tensor is of. */
export const layerName = /^(hidden\.\d+|output)(\.|$)/;

function namesOf({ layer, part }: WantedTensor): string[] {
  if (layer === undefined) return [];
  return part === 'kernel' ? [`${layer}.kernel`, `${layer}.weight`, layer] : [`${layer}.bias`];
}

function refuse(path: string, problem: string): InitializerError {
  return new InitializerError(['path'], path, problem);
}

/** Values that a network can start from, as doubles. Throws an `InitializerError` for one that is not finite. */
export function finiteValues(path: string, tensor: FileTensor): Float64Array {
  const at = tensor.values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0)
    throw refuse(
      path,
      `expected finite numbers in ${called(tensor)} of ${path}, got ${tensor.values[at]} at index ${at}.`,
    );
  return Float64Array.from(tensor.values);
}

/**
 * The tensor for one of a network among those of a file, in the layout asked for: the one with the layer's name
 * (`hidden.0.kernel`, `hidden.0.weight`, `hidden.0`; `hidden.0.bias`), else the only one of its shape that bears no
 * other layer's name. `path` is the file as the law names it.
 *
 * Throws an `InitializerError` at `path` that names the file, the tensor, the shape expected and the one found. A bias
 * that is not named in the file is undefined when `optional`.
 */
export function locateTensor<T extends FileTensor>(
  path: string,
  tensors: readonly T[],
  wanted: WantedTensor,
  optional = false,
): T | undefined {
  const { layer, part, shape } = wanted;
  const needed = part === 'kernel' ? matrixShape(shape) : [shape.fanOut];
  const wantedText = `${sides(needed)}${part === 'kernel' ? ` in the layout ${shape.layout}` : ''} for the ${part}${layer === undefined ? '' : ` of ${layer}`}`;
  const names = namesOf(wanted);
  const named = tensors.find(({ name }) => names.includes(name));
  // A kernel by itself may take any layer's.
  const isFree = ({ name }: FileTensor): boolean => layer === undefined || !layerName.test(name);
  const single = tensors.length === 1 && isFree(tensors[0]) ? tensors[0] : undefined;
  const chosen = named ?? (optional ? undefined : single);
  if (chosen) {
    if (same(chosen.shape, needed)) return chosen;
    const turned = part === 'kernel' && same([...chosen.shape].reverse(), needed) ? ', which is the other layout' : '';
    throw refuse(path, `expected ${wantedText}, got ${sides(chosen.shape)} in ${called(chosen)} of ${path}${turned}.`);
  }
  if (optional) return undefined;
  const free = tensors.filter((tensor) => same(tensor.shape, needed) && isFree(tensor));
  if (free.length === 1) return free[0];
  if (free.length > 1) {
    throw refuse(
      path,
      `expected one tensor of ${wantedText}, got ${free.map(({ name }) => name).join(', ')} in ${path}. Name the right one ${names[0] ?? 'alone'}.`,
    );
  }
  const found =
    tensors.length === 0
      ? 'no tensors'
      : tensors
          .slice(0, 12)
          .map((tensor) => `${tensor.name} ${sides(tensor.shape)}`)
          .join(', ');
  throw refuse(
    path,
    `expected a tensor of ${wantedText}${names[0] === undefined ? '' : ` or the name ${names[0]}`}, got ${found}${tensors.length > 12 ? ' and more' : ''} in ${path}.`,
  );
}

/**
 * The values of that tensor, row-major, as doubles. Throws an `InitializerError` as `locateTensor` does, and for values
 * that are not finite.
 */
export function findTensor(
  path: string,
  tensors: readonly FileTensor[],
  wanted: WantedTensor,
  optional = false,
): Float64Array | undefined {
  const found = locateTensor(path, tensors, wanted, optional);
  return found && finiteValues(path, found);
}
