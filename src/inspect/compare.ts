import type { Piece, TensorEntry, TensorFile } from './tensorFile';
import type { TensorComparison } from './report';
import { FileProblem } from './fileProblem';
import { checkStop } from './statistics/scan';

/** Bins of the two histograms of a tensor. */
const bins = 64;

type Matched = readonly [name: string, a: number | undefined, b: number | undefined];

/** The parts that all names begin with, such as `module.` or `model.`. */
function commonPrefix(names: readonly string[]): string {
  if (names.length === 0) return '';
  const parts = names[0].split('.').slice(0, -1);
  let prefix = '';
  for (const part of parts) {
    const longer = `${prefix}${part}.`;
    if (!names.every((name) => name.startsWith(longer))) break;
    prefix = longer;
  }
  return prefix;
}

/** Tensors of two files by name; where no name is in both, what all names of a file begin with is left out. Arrays without names match. */
export function matchNames(a: readonly TensorEntry[], b: readonly TensorEntry[]): Matched[] {
  const match = (nameA: (name: string) => string, nameB: (name: string) => string): Matched[] => {
    const inB = new Map(b.map(({ name }, index) => [nameB(name), index]));
    const rows = a.map(({ name }, index): Matched => [nameA(name), index, inB.get(nameA(name))]);
    const taken = new Set(rows.map(([name]) => name));
    return [...rows, ...b.flatMap(({ name }, index): Matched[] => (taken.has(nameB(name)) ? [] : [[nameB(name), undefined, index]]))];
  };
  const plain = match((name) => name, (name) => name);
  if (plain.some(([, i, j]) => i !== undefined && j !== undefined)) return plain;
  const [prefixA, prefixB] = [commonPrefix(a.map(({ name }) => name)), commonPrefix(b.map(({ name }) => name))];
  return match((name) => name.slice(prefixA.length), (name) => name.slice(prefixB.length));
}

/** The numbers of both tensors side by side; their pieces need not be of one size. */
async function* sideBySide(a: AsyncIterable<Piece>, b: AsyncIterable<Piece>): AsyncGenerator<[Piece['values'], Piece['values']]> {
  const right = b[Symbol.asyncIterator]();
  let rest: Piece['values'] = new Float32Array(0);
  try {
    for await (const { values } of a) {
      for (let done = 0; done < values.length; ) {
        if (rest.length === 0) {
          const next = await right.next();
          if (next.done) throw new FileProblem('the tensor', 'as many numbers as the other has', 'fewer');
          rest = next.value.values;
        }
        const size = Math.min(values.length - done, rest.length);
        yield [values.subarray(done, done + size), rest.subarray(0, size)];
        rest = rest.subarray(size);
        done += size;
      }
    }
  } finally {
    await right.return?.();
  }
}

function countInto(counts: Uint32Array, values: Piece['values'], low: number, perUnit: number): void {
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (x - x === 0) counts[Math.min(bins - 1, Math.max(0, Math.floor((x - low) * perUnit)))]++;
  }
}

/** How far two tensors of one shape are apart, in two readings: the second one fills the common bins. */
async function changeOf(fileA: TensorFile, a: TensorEntry, fileB: TensorFile, b: TensorEntry, signal: AbortSignal | undefined): Promise<NonNullable<TensorComparison['change']>> {
  let [squaresA, squaresB, product, gap, sum, largest, same, both, low, high] = [0, 0, 0, 0, 0, 0, 0, 0, Infinity, -Infinity];
  for await (const [x, y] of sideBySide(fileA.read(a), fileB.read(b))) {
    for (let i = 0; i < x.length; i++) {
      const p = x[i];
      const q = y[i];
      if (p === q || (p !== p && q !== q)) same++;
      if (p - p === 0) {
        if (p < low) low = p;
        if (p > high) high = p;
      }
      if (q - q === 0) {
        if (q < low) low = q;
        if (q > high) high = q;
      }
      const away = q - p;
      if (away - away !== 0) continue;
      both++;
      squaresA += p * p;
      squaresB += q * q;
      product += p * q;
      gap += away * away;
      sum += away;
      if (away > largest) largest = away;
      else if (-away > largest) largest = -away;
    }
    await checkStop(signal);
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  const [countsA, countsB] = [new Uint32Array(bins), new Uint32Array(bins)];
  for (const [file, entry, counts] of [[fileA, a, countsA], [fileB, b, countsB]] as const) {
    for await (const { values } of file.read(entry)) {
      countInto(counts, values, low, bins / (high - low));
      await checkStop(signal);
    }
  }
  const distance = Math.sqrt(gap);
  return {
    distance,
    relative: distance / Math.sqrt(squaresA),
    cosine: product / Math.sqrt(squaresA * squaresB),
    normRatio: Math.sqrt(squaresB / squaresA),
    meanShift: sum / both,
    largest,
    unchanged: a.count === 0 ? 1 : same / a.count,
    edges,
    countsA,
    countsB,
  };
}

const equalShape = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((side, i) => side === b[i]);

/** Compares two files tensor by tensor, in the order of the first, then what only the second has. What cannot be read is told in its row; a changed file or a stop throws. */
export async function* compareFiles(fileA: TensorFile, fileB: TensorFile, signal?: AbortSignal): AsyncGenerator<TensorComparison> {
  for (const [name, indexA, indexB] of matchNames(fileA.tensors, fileB.tensors)) {
    const a = indexA === undefined ? undefined : fileA.tensors[indexA];
    const b = indexB === undefined ? undefined : fileB.tensors[indexB];
    const row = { name, ...(a ? { shapeA: a.shape, indexA } : {}), ...(b ? { shapeB: b.shape, indexB } : {}) };
    if (!a || !b) yield { ...row, status: a ? 'onlyA' : 'onlyB' };
    else if (!equalShape(a.shape, b.shape)) yield { ...row, status: 'otherShape' };
    else {
      try {
        yield { ...row, status: 'both', change: await changeOf(fileA, a, fileB, b, signal) };
      } catch (error) {
        if (!(error instanceof FileProblem) || error.kind !== 'bad') throw error;
        yield { ...row, status: 'unreadable', problem: error.message };
      }
    }
  }
}
