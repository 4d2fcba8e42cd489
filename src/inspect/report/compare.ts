import { countInto, edgesBetween } from '../../engine/numerics/histogram';
import type { Piece, TensorEntry, TensorFile } from '../files/tensorFile';
import type { TensorComparison } from '../tensors/report';
import { FileProblem } from '../files/fileProblem';
import { checkStop } from '../statistics/scan';

/** Bins of the two histograms of a tensor. */
const bins = 64;

type Matched = readonly [name: string, a: number | undefined, b: number | undefined];

/**
 * What stands before the names of `inner` in most names of `outer`, such as `module.` or `model.`; empty where nothing
 * does.
 */
function wrapping(inner: ReadonlySet<string>, outer: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of outer) {
    for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) {
      if (inner.has(name.slice(at + 1)))
        counts.set(name.slice(0, at + 1), (counts.get(name.slice(0, at + 1)) ?? 0) + 1);
    }
  }
  return [...counts].reduce(([best, most], [prefix, count]) => (count > most ? [prefix, count] : [best, most]), [
    '',
    0,
  ] as [string, number])[0];
}

/** Tensors of two files by name. Where no name is in both, one file may have all names of the other behind a prefix. */
export function matchNames(a: readonly TensorEntry[], b: readonly TensorEntry[]): Matched[] {
  const [namesA, namesB] = [a, b].map((list) => list.map(({ name }) => name));
  const [setA, setB] = [new Set(namesA), new Set(namesB)];
  const apart = !namesA.some((name) => setB.has(name));
  const [before, beforeB] = apart ? [wrapping(setB, namesA), wrapping(setA, namesB)] : ['', ''];
  const without = (name: string, prefix: string): string =>
    name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const inB = new Map(namesB.map((name, index) => [without(name, beforeB), index]));
  const rows = namesA.map((name, index): Matched => [without(name, before), index, inB.get(without(name, before))]);
  const taken = new Set(rows.map(([name]) => name));
  return [
    ...rows,
    ...namesB.flatMap((name, index): Matched[] =>
      taken.has(without(name, beforeB)) ? [] : [[without(name, beforeB), undefined, index]],
    ),
  ];
}

/** The numbers of both tensors side by side; their pieces need not be of one size. */
async function* sideBySide(
  a: AsyncIterable<Piece>,
  b: AsyncIterable<Piece>,
): AsyncGenerator<[Piece['values'], Piece['values']]> {
  const right = b[Symbol.asyncIterator]();
  let rest: Piece['values'] = new Float32Array(0);
  try {
    for await (const { values } of a) {
      for (let done = 0; done < values.length;) {
        if (rest.length === 0) {
          const next = await right.next();
          if (next.done) throw new FileProblem('the tensor', 'as many numbers as in the other tensor', 'fewer');
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

/** How far two tensors of one shape are apart, in two readings: the second one fills the common bins. */
async function changeOf(
  fileA: TensorFile,
  a: TensorEntry,
  fileB: TensorFile,
  b: TensorEntry,
  signal: AbortSignal | undefined,
): Promise<NonNullable<TensorComparison['change']>> {
  let [squaresA, squaresB, product, gap, sum, largest, same, both, low, high] = [
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    Infinity,
    -Infinity,
  ];
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
    await checkStop(signal, x.length);
  }
  const edges = edgesBetween(low, high, bins);
  const [countsA, countsB] = [new Uint32Array(bins), new Uint32Array(bins)];
  for (const [file, entry, counts] of [
    [fileA, a, countsA],
    [fileB, b, countsB],
  ] as const) {
    for await (const { values } of file.read(entry)) {
      countInto(counts, edges, values);
      await checkStop(signal, values.length);
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

const equalShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((side, i) => side === b[i]);

/**
 * Compares two files tensor by tensor, in the order of the first, then what only the second has. What cannot be read is
 * told in its row; a changed file or a stop throws.
 */
export async function* compareFiles(
  fileA: TensorFile,
  fileB: TensorFile,
  signal?: AbortSignal,
): AsyncGenerator<TensorComparison> {
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
