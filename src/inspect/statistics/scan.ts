import { countInto, edgesBetween } from '../../engine/numerics/histogram';
import { FileProblem } from '../files/fileProblem';
import { isFloat } from '../values/dtypes';
import type { TensorStatistics } from '../tensors/report';
import type { TensorEntry, TensorFile } from '../files/tensorFile';
import { joinMoments, momentsOf, noMoments, type Moments } from './moments';
import { Sampler } from './sampler';
import { addToSides, newSides, type Sides } from './sides';

/** Bins of the small histogram beside a tensor's name. */
export const sparkBins = 32;

/** All that one reading of a tensor tells. */
export class Scan {
  private inOrder: Float64Array | undefined;

  /**
   * `shape` is the one that rows and columns are those of; `sides` are those of float tensors whose sides are not too
   * long.
   */
  constructor(
    readonly entry: TensorEntry,
    readonly shape: readonly number[],
    readonly moments: Moments,
    private readonly sampler: Sampler,
    readonly sides: Sides | undefined,
  ) {}

  /** The sample as it came. */
  get unsorted(): Float64Array {
    return this.sampler.values();
  }

  /** The sample, sorted when it is first asked for: most tensors of a file of very many need none. */
  get sample(): Float64Array {
    return (this.inOrder ??= this.sampler.sorted());
  }
}

/** Numbers that are read without a pause, and tensors of few numbers. */
const numbersAtOnce = 2 ** 16;
const tensorsAtOnce = 64;
let sincePause = 0;

/**
 * Throws where a reader was told to stop, and lets messages in: between two pieces nothing else would run. Pieces of a
 * few numbers share a pause, since each takes as long as a small tensor; one without a number of `read` always is one.
 */
export async function checkStop(signal: AbortSignal | undefined, read = Infinity): Promise<void> {
  sincePause += Math.max(read, numbersAtOnce / tensorsAtOnce);
  if (sincePause >= numbersAtOnce) {
    sincePause = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (signal?.aborted) throw new FileProblem('the request', 'time to end', 'its cancellation', 'cancelled');
}

/**
 * Reads a tensor once, its rows and columns as those of `shape`. `heard` is told of the bytes that have been read.
 * Throws `FileProblem`.
 */
export async function scanTensor(
  file: TensorFile,
  entry: TensorEntry,
  signal?: AbortSignal,
  heard?: (bytes: number) => void,
  shape = entry.shape,
): Promise<Scan> {
  const sampler = new Sampler(entry.count);
  const sides = isFloat(entry.dtype) && shape.length > 0 && entry.count > 0 ? newSides(shape) : undefined;
  const rowSize = shape.length > 1 ? entry.count / shape[0] : entry.count;
  let moments = noMoments();
  for await (const { from, values } of file.read(entry)) {
    moments = joinMoments(moments, momentsOf(values));
    sampler.add(values, from);
    if (sides) addToSides(sides, values, from, rowSize);
    heard?.((entry.bytes / entry.count) * values.length);
    await checkStop(signal, values.length);
  }
  return new Scan(entry, shape, moments, sampler, sides);
}

/** The figures of a scan. */
export function statisticsOfScan({ moments, unsorted }: Scan): TensorStatistics {
  const { count, finite, mean, m2, m3, m4, min, max, zeros, nan, infinite } = moments;
  const none = finite === 0;
  const variance = m2 / finite;
  const spread = !none && m2 > 0;
  const spark = new Uint32Array(sparkBins);
  countInto(spark, edgesBetween(min, max, sparkBins), unsorted);
  return {
    count,
    zeros,
    nan,
    infinite,
    mean: none ? NaN : mean,
    std: none ? NaN : Math.sqrt(variance),
    min: none ? NaN : min,
    max: none ? NaN : max,
    skewness: spread ? m3 / finite / variance ** 1.5 : NaN,
    kurtosis: spread ? m4 / finite / variance ** 2 - 3 : NaN,
    spark,
    sampled: unsorted.length,
  };
}
