import { FileProblem } from '../files/fileProblem';
import { boundedName } from '../files/names';
import { isPlain, PickleCall, typeOfValue } from './pickleValues';
import { rebuildTensor, type Storages, type TorchTensor } from './torchTensor';

const mostTensors = 200_000;
/** Values looked at: a dictionary may hold the same one many times over, and so hold more than any file has bytes. */
const mostValues = 2_000_000;
/** What lies deeper is not looked at. */
const deepest = 200;
/** Longest part of a name that one key makes. */
const longestKey = 200;
/** Where PyTorch's modules keep what they are made of; the names of a state dict go without. */
const ofModules: ReadonlySet<unknown> = new Set(['_parameters', '_buffers', '_modules']);

/** The tensors of a pickle, and what else it holds that is no plain value. */
export interface Walked {
  found: TorchTensor[];
  skipped: { name: string; reason: string }[];
}

/** A value that holds others, on the way down. */
interface Frame {
  value: object;
  name: string;
  children: Iterator<readonly [segment: string | undefined, child: unknown]>;
  /** Within an object that is named as a whole. */
  foreign: boolean;
  depth: number;
  /** How much was found before it. */
  before: number;
}

const segmentOf = (key: unknown): string =>
  typeof key === 'string'
    ? key.slice(0, longestKey)
    : typeof key === 'number' || typeof key === 'boolean'
      ? String(key)
      : '?';

function* entriesOf(dict: ReadonlyMap<unknown, unknown>): Generator<readonly [string, unknown]> {
  for (const [key, child] of dict) yield [segmentOf(key), child];
}

function* itemsOf(items: Iterable<unknown>): Generator<readonly [string, unknown]> {
  let i = 0;
  for (const item of items) yield [String(i++), item];
}

/** What an object holds: its attributes, its items, and what it was called with. */
function* partsOf({ args, state, dict, items }: PickleCall): Generator<readonly [string | undefined, unknown]> {
  for (const part of Array.isArray(state) ? (state as unknown[]) : [state]) {
    if (!(part instanceof Map)) continue;
    for (const [key, child] of part)
      yield [ofModules.has(key) && child instanceof Map ? undefined : segmentOf(key), child];
  }
  if (dict) yield* entriesOf(dict);
  if (items) yield* itemsOf(items);
  yield* itemsOf(args);
}

function childrenOf(value: unknown): Frame['children'] | undefined {
  if (value instanceof Map) return entriesOf(value);
  if (Array.isArray(value) || value instanceof Set) return itemsOf(value);
  return value instanceof PickleCall ? partsOf(value) : undefined;
}

/**
 * All tensors within nested dictionaries, lists and objects under dotted names, and the objects that hold none, by
 * their class. Values that hold themselves are looked at once.
 */
export function walkPickle(root: unknown, storages: Storages): Walked {
  const found: TorchTensor[] = [];
  const skipped: Walked['skipped'] = [];
  const frames: Frame[] = [];
  const onTheWay = new Set<unknown>();
  /** Holders without anything to show: they need no second look however often they are held. */
  const barren = new Set<unknown>();
  let seen = 0;
  const nameIt = (name: string, reason: string): void =>
    void skipped.push({ name: name === '' ? '(the whole value)' : name, reason });
  const look = (value: unknown, name: string, foreign: boolean, depth: number): void => {
    if (++seen > mostValues)
      throw new FileProblem('the pickle', `at most ${mostValues} values`, 'more (deeply shared values)');
    if (isPlain(value)) return;
    const tensor = value instanceof PickleCall ? rebuildTensor(value, name, storages) : undefined;
    if (typeof tensor === 'string') return nameIt(name, tensor);
    if (tensor) {
      found.push(tensor);
      if (found.length > mostTensors) throw new FileProblem('the pickle', `at most ${mostTensors} tensors`, 'more');
      return;
    }
    const children = childrenOf(value);
    const type = typeOfValue(value);
    if (!children || barren.has(value)) return type === undefined || foreign ? undefined : nameIt(name, type);
    if (onTheWay.has(value)) return;
    if (depth > deepest) return nameIt(name, `values nested more than ${deepest} levels deep`);
    onTheWay.add(value);
    frames.push({
      value: value as object,
      name,
      children,
      foreign: foreign || type !== undefined,
      depth,
      before: found.length + skipped.length,
    });
  };
  look(root, '', false, 0);
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const next = frame.children.next();
    if (!next.done) {
      const [segment, child] = next.value;
      look(
        child,
        segment === undefined ? frame.name : boundedName(frame.name === '' ? segment : `${frame.name}.${segment}`),
        frame.foreign,
        frame.depth + 1,
      );
      continue;
    }
    frames.pop();
    onTheWay.delete(frame.value);
    if (found.length + skipped.length > frame.before) continue;
    barren.add(frame.value);
    const type = typeOfValue(frame.value);
    const outer = frames.at(-1);
    if (type !== undefined && !outer?.foreign) nameIt(frame.name, type);
  }
  return { found, skipped };
}
