import { lawOf } from '../../engine/initializers/laws/law';
import { countInto, edgesBetween } from '../../engine/numerics/histogram';
import { quantile } from '../../engine/numerics/quantile';
import { isFloat } from '../values/dtypes';
import { matrixOfPlaced } from '../tensors/layout';
import type { Placed } from '../tensors/placed';
import { normalLaw } from '../../engine/initializers/laws/lawShapes';
import type {
  DetailHistogram,
  DetailOptions,
  HeatMap,
  LawCurve,
  LawFit,
  NeuronDetail,
  QuantilePairs,
  TensorDetail,
  TensorReport,
} from '../tensors/report';
import { Sampler } from '../statistics/sampler';
import { checkStop } from '../statistics/scan';
import { addToSides, newSides, type Side } from '../statistics/sides';
import type { Piece, TensorFile } from '../files/tensorFile';

/** Up to this many numbers quantiles are those of all of them. */
const exactQuantiles = 2 ** 20;
const probabilities = [0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999, 1];
const quantilePairs = 199;
const curvePoints = 200;
const mostCurves = 6;
const heatMapSide = 128;
/** Sides of a matrix whose singular values are computed, and its numbers. */
export const singularLimits = { shorter: 2048, count: 2 ** 24 };

/** Empty bins for what the statistics say of the numbers. */
function emptyHistogram(
  { statistics: { min, max } }: TensorReport,
  scale: DetailHistogram['scale'],
  bins: number,
  smallest: number,
): DetailHistogram {
  const [low, high] = scale === 'linear' ? [min, max] : [Math.log10(smallest), Math.log10(Math.max(-min, max))];
  return { scale, edges: edgesBetween(low, high, bins), counts: new Uint32Array(bins), total: 0 };
}

function addToHistogram({ scale, edges, counts }: DetailHistogram, values: Piece['values']): number {
  const places = scale === 'linear' ? values : Float64Array.from(values, (x) => Math.log10(Math.abs(x)));
  return countInto(counts, edges, places);
}

/** Sums of the cells of a map of rows × columns numbers. */
class HeatSums {
  readonly map: HeatMap;
  private readonly counts: Uint32Array;

  constructor(private readonly matrix: readonly [number, number]) {
    const [rows, columns] = [Math.min(heatMapSide, matrix[0]), Math.min(heatMapSide, matrix[1])];
    this.map = { rows, columns, mean: new Float32Array(rows * columns), rms: new Float32Array(rows * columns), matrix };
    this.sums = new Float64Array(rows * columns);
    this.squares = new Float64Array(rows * columns);
    this.counts = new Uint32Array(rows * columns);
  }

  private readonly sums: Float64Array;
  private readonly squares: Float64Array;

  add({ from, values }: Piece): void {
    const [height, width] = this.matrix;
    const { rows, columns } = this.map;
    let row = Math.floor(from / width);
    let column = from % width;
    let start = Math.floor((row * rows) / height) * columns;
    for (let i = 0; i < values.length; i++) {
      const x = values[i];
      if (x - x === 0) {
        const cell = start + Math.floor((column * columns) / width);
        this.sums[cell] += x;
        this.squares[cell] += x * x;
        this.counts[cell]++;
      }
      if (++column === width) {
        column = 0;
        start = Math.floor((++row * rows) / height) * columns;
      }
    }
  }

  finish(): HeatMap {
    const { mean, rms } = this.map;
    for (let i = 0; i < mean.length; i++) {
      mean[i] = this.sums[i] / this.counts[i];
      rms[i] = Math.sqrt(this.squares[i] / this.counts[i]);
    }
    return this.map;
  }
}

/** Indices of neurons with the same numbers, those of zeros alone too. */
function equalGroups({ squares, marks }: Side): number[][] {
  const byMark = new Map<string, number[]>();
  squares.forEach((square, i) => {
    const key = `${marks[i]} ${square}`;
    const group = byMark.get(key);
    if (group) group.push(i);
    else byMark.set(key, [i]);
  });
  return [...byMark.values()].filter((group) => group.length > 1);
}

/** The densities of laws over a histogram, in its counts. */
function curvesOf(fits: readonly LawFit[], { scale, edges, total }: DetailHistogram): LawCurve[] {
  const [low, high] = [edges[0], edges[edges.length - 1]];
  const width = edges[1] - edges[0];
  return fits.slice(0, mostCurves).flatMap((fit): LawCurve[] => {
    if (fit.law.kind === 'lsuv' || fit.law.kind === 'fromFile') return [];
    const law = lawOf(fit.law, { fanIn: fit.fanIn, fanOut: fit.fanOut, layout: 'out-in' });
    if (law.std === 0) return [];
    // A bound of the law is a step: a point at each side of it.
    const steps =
      scale === 'linear'
        ? [law.lower, law.upper]
            .filter((at) => at > low && at < high)
            .flatMap((at) => [at - 1e-9 * (high - low), at + 1e-9 * (high - low)])
        : [];
    const x = Float64Array.from([
      ...Array.from({ length: curvePoints + 1 }, (_, i) => low + ((high - low) * i) / curvePoints),
      ...steps,
    ]).sort();
    // Of log10 |x|: both signs, and the numbers of a unit of the logarithm.
    const y = x.map(
      (at) =>
        total *
        width *
        (scale === 'linear'
          ? law.density(at)
          : (law.density(10 ** at) + law.density(-(10 ** at))) * 10 ** at * Math.LN10),
    );
    return y.every(Number.isFinite) ? [{ fit, x, y }] : [];
  });
}

/** The number below which a share of a law lies, by halving. */
function lawQuantile(cdf: (x: number) => number, probability: number, low: number, high: number): number {
  for (let i = 0; i < 60 && high - low > 1e-12 * (Math.abs(low) + Math.abs(high)); i++) {
    const middle = (low + high) / 2;
    if (cdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function pairsOf(
  sorted: Float64Array,
  cdf: (x: number) => number,
  mean: number,
  std: number,
  fit?: LawFit,
): QuantilePairs {
  const shares = Float64Array.from(
    { length: Math.min(quantilePairs, sorted.length) },
    (_, i, n = Math.min(quantilePairs, sorted.length)) => (i + 0.5) / n,
  );
  return {
    ...(fit ? { fit } : {}),
    law: shares.map((p) => lawQuantile(cdf, p, mean - 10 * std, mean + 10 * std)),
    tensor: shares.map((p) => quantile(sorted, p)),
  };
}

/** The matrix that is shown of a tensor: that of its layout, that of its first axis where the layout is unknown. */
function shownMatrix(placed: Placed, layout: DetailOptions['layout']): [number, number] | undefined {
  const {
    entry: { shape, count },
    role,
  } = placed;
  if (shape.length < 2 || count === 0 || (role === 'other' && shape.length > 2)) return undefined;
  return matrixOfPlaced(placed, layout ?? 'out-in');
}

/** Reads a tensor once more and says all that is shown of it by itself. Throws `FileProblem`. */
export async function detailOf(
  file: TensorFile,
  placed: Placed,
  report: TensorReport,
  options: DetailOptions = {},
  signal?: AbortSignal,
): Promise<TensorDetail> {
  const { entry, index } = placed;
  const { statistics, recognition } = report;
  const layout = options.layout ?? placed.layout;
  const bins = Math.min(1024, Math.max(8, Math.round(options.bins ?? 128)));
  const scale = options.scale ?? 'linear';
  const matrix = shownMatrix(placed, layout);
  const heat = matrix && new HeatSums(matrix);
  const along = layout === 'in-out' ? 'columns' : 'rows';
  const sides = matrix && isFloat(entry.dtype) ? newSides(matrix) : undefined;
  const sampler = new Sampler(entry.count, Math.min(entry.count, exactQuantiles));
  const smallest = scale === 'linear' ? 0 : await smallestSize(file, placed, signal);
  const histogram = emptyHistogram(report, scale, bins, smallest);
  for await (const piece of file.read(entry)) {
    histogram.total += addToHistogram(histogram, piece.values);
    sampler.add(piece.values, piece.from);
    heat?.add(piece);
    if (sides && matrix) addToSides(sides, piece.values, piece.from, matrix[1]);
    await checkStop(signal);
  }
  const sorted = sampler.sorted();
  const fits = [
    ...recognition.laws,
    ...(recognition.laws.length === 0 && recognition.nearest ? [recognition.nearest] : []),
  ];
  const spread = statistics.std > 0;
  const side = sides?.[along];
  const neurons: NeuronDetail | undefined = side && {
    along,
    norms: side.squares.map(Math.sqrt),
    duplicates: equalGroups(side),
  };
  const shorter = matrix ? Math.min(...matrix) : 0;
  return {
    index,
    report,
    histogram,
    curves: curvesOf(fits, histogram),
    quantiles: probabilities.map((probability) => ({ probability, value: quantile(sorted, probability) })),
    exact: entry.count <= exactQuantiles,
    qq: !spread
      ? []
      : [
          ...fits
            .filter(({ law }) => law.kind !== 'lsuv' && law.kind !== 'sparse')
            .slice(0, 3)
            .flatMap((fit): QuantilePairs[] => {
              const law = lawOf(fit.law, { fanIn: fit.fanIn, fanOut: fit.fanOut, layout: 'out-in' });
              return law.atoms.length > 0 ? [] : [pairsOf(sorted, (x) => law.cdf(x), law.mean, law.std, fit)];
            }),
          pairsOf(sorted, normalLaw(statistics.mean, statistics.std).cdf, statistics.mean, statistics.std),
        ],
    ...(neurons ? { neurons } : {}),
    ...(heat ? { heatMap: heat.finish() } : {}),
    singular:
      !matrix || shorter < 2
        ? 'noMatrix'
        : shorter > singularLimits.shorter || entry.count > singularLimits.count
          ? 'tooLarge'
          : statistics.nan + statistics.infinite > 0
            ? 'notFinite'
            : 'available',
  };
}

/** The smallest |x| above 0: where a logarithmic scale begins. */
async function smallestSize(file: TensorFile, { entry }: Placed, signal: AbortSignal | undefined): Promise<number> {
  let smallest = Infinity;
  for await (const { values } of file.read(entry)) {
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i]);
      if (size > 0 && size < smallest) smallest = size;
    }
    await checkStop(signal);
  }
  return smallest;
}
