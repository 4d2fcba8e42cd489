import { planOf } from '../../engine/initializers/plan';
import type { KernelInitializer, Layout } from '../../engine/spec/initializerSpec';
import { isFloat, roundingOf } from '../values/dtypes';
import { fansOfPlaced } from '../tensors/layout';
import type { Placed } from '../tensors/placed';
import type { LawFit, Recognition, Shape, TensorStatistics } from '../tensors/report';
import type { Scan } from '../statistics/scan';
import { biasCandidates, isForgetBias } from './bias';
import { candidatesOf, fittedLaws, roundNumbers, type Candidate, type Readings } from './candidates';
import { fitOf, type Observed } from './goodness';
import { initialEvidence } from './initial';
import type { Structure } from './structure';

/** Fewer numbers than this fit nearly every law. */
const fewest = 30;
/** A bias of so few numbers can be told from one that has moved. */
const fewestForBias = 8;
/** From here on a tensor that fits no law is called one that has drifted. */
const fewestForNearest = 500;
const bothLayouts: readonly Layout[] = ['out-in', 'in-out'];

/** Of tensors whose laws are not looked for. */
const noSample = new Float64Array(0);

/** Relative half-width of the interval that a tensor's standard deviation is in. */
const slackOf = (count: number): number => Math.min(1, 2.8 / Math.sqrt(count));

/** The fans that a tensor may have: those of its own layout, of its kernel's if it is a bias, or of both layouts. */
function readingsOf(placed: Placed): Readings {
  const kernel = placed.role === 'bias' ? placed.kernel : placed;
  if (!kernel) return [];
  const layouts = kernel.layout ? [kernel.layout] : bothLayouts;
  return layouts.flatMap((layout) => {
    const fans = fansOfPlaced(kernel, layout);
    return fans ? [{ layout, ...fans }] : [];
  });
}

/** A law that follows from the structure alone. */
function exact(law: LawFit['law'], readings: Readings, extra: Partial<LawFit> = {}): LawFit {
  return {
    law,
    layout: 'any',
    fanIn: readings[0]?.fanIn ?? 1,
    fanOut: readings[0]?.fanOut ?? 1,
    scaleRatio: 1,
    distance: 0,
    p: 1,
    ...extra,
  };
}

/** The gains that orthogonal matrices usually have. */
const usualGains = [1, Math.SQRT2, 5 / 3, 0.1, 0.01, 0.5, 2];

/** A float32 number as it was written: the shortest decimal that gives the same. */
const asWritten = (value: number, single: boolean): number => (single ? Number(value.toPrecision(7)) : value);

function bySpecialForm(
  structure: Structure,
  placed: Placed,
  readings: Readings,
): { shapes: Shape[]; laws: LawFit[]; alternatives: LawFit[] } | undefined {
  const single = placed.entry.dtype !== 'f64';
  switch (structure.kind) {
    case 'constant': {
      const value = asWritten(structure.value, single);
      return {
        shapes: ['constant'],
        laws: [
          exact(
            value === 0 ? { kind: 'zeros' } : value === 1 ? { kind: 'ones' } : { kind: 'constant', value },
            readings,
          ),
        ],
        alternatives: [],
      };
    }
    case 'identity': {
      const gain = asWritten(structure.gain, single);
      // ZerO is the identity where a layer does not grow.
      const zerO = gain === 1 && readings.some(({ fanIn, fanOut }) => fanOut <= fanIn);
      return {
        shapes: ['identity'],
        laws: [
          exact(gain === 1 ? { kind: 'identity' } : { kind: 'identity', gain }, readings),
          ...(zerO ? [exact({ kind: 'zerO' }, readings)] : []),
        ],
        alternatives: [],
      };
    }
    case 'hadamard':
      return { shapes: ['hadamard'], laws: [exact({ kind: 'zerO' }, readings)], alternatives: [] };
    case 'orthogonal': {
      const usual = usualGains.find(
        (gain) => Math.abs(structure.gain / gain - 1) < 1e-4 + 4 * (roundingOf[placed.entry.dtype] ?? 0),
      );
      const law = exact(
        usual === 1 ? { kind: 'orthogonal' } : { kind: 'orthogonal', gain: usual ?? structure.gain },
        readings,
        usual === undefined ? { fitted: true } : {},
      );
      const lsuv = exact({ kind: 'lsuv' }, readings);
      // LSUV scales an orthogonal matrix by what the data ask for, which may be nothing.
      return usual === undefined
        ? { shapes: ['orthogonal'], laws: [law, lsuv], alternatives: [] }
        : { shapes: ['orthogonal'], laws: [law], alternatives: [lsuv] };
    }
    case 'sparse':
      return undefined;
  }
}

/** Standard deviations that laws are looked for with: weights are nowhere near. */
const [smallestStd, largestStd] = [1e-150, 1e150];

/** A sparsity of two digits that gives this many zeros in a column, else the share itself. */
function sparsityOf(zeros: number, rows: number): number {
  const low = (zeros - 1) / rows;
  const nice = Array.from({ length: 100 }, (_, i) => (i + 1) / 100).filter(
    (share) => share > low && share <= zeros / rows + 1e-12,
  );
  return (
    nice.find((share) => Math.round(share * 100) % 10 === 0) ??
    nice.find((share) => Math.round(share * 100) % 5 === 0) ??
    nice[0] ??
    zeros / rows
  );
}

/** What is left of a tensor without its zeros. */
function withoutZeros({ moments, sample }: Scan, rounding: number): Observed {
  const { finite: all, zeros, mean, m2, m3, m4, min, max } = moments;
  const count = all - zeros;
  const raw2 = (m2 + all * mean ** 2) / count;
  const raw3 = (m3 + 3 * mean * m2 + all * mean ** 3) / count;
  const raw4 = (m4 + 4 * mean * m3 + 6 * mean ** 2 * m2 + all * mean ** 4) / count;
  const own = (all * mean) / count;
  const variance = raw2 - own ** 2;
  const fourth = raw4 - 4 * own * raw3 + 6 * own ** 2 * raw2 - 3 * own ** 4;
  return {
    count,
    mean: own,
    std: Math.sqrt(variance),
    min,
    max,
    kurtosis: fourth / variance ** 2 - 3,
    sample: sample.filter((x) => x !== 0),
    rounding,
  };
}

function bySparse(
  structure: Structure & { kind: 'sparse' },
  placed: Placed,
  scan: Scan,
  readings: Readings,
): { shapes: Shape[]; laws: LawFit[] } {
  const { shape, dtype } = placed.entry;
  const seen = withoutZeros(scan, roundingOf[dtype] ?? 0);
  const slack = slackOf(seen.count);
  const sparsity = sparsityOf(structure.zeros, structure.along === 'columns' ? shape[0] : shape[1]);
  const fits = (stddev: number, fitted: boolean): LawFit | undefined => {
    const { misfit, ...fit } = fitOf(
      {
        law: { kind: 'randomNormal', stddev },
        layout: 'any',
        fanIn: readings[0]?.fanIn ?? 1,
        fanOut: readings[0]?.fanOut ?? 1,
        ...(fitted ? { fitted } : {}),
      },
      seen,
    );
    return misfit ? undefined : { ...fit, law: { kind: 'sparse', sparsity, stddev } };
  };
  const round = roundNumbers(seen.std / (1 + slack), seen.std * (1 + slack)).flatMap(
    (stddev) => fits(stddev, false) ?? [],
  );
  const laws = round.length > 0 ? round : [fits(seen.std, true) ?? []].flat();
  return { shapes: ['sparse'], laws };
}

/** The family of a law, whatever its scale. */
const familyOf = (law: KernelInitializer): string => planOf(law, { fanIn: 1, fanOut: 1, layout: 'out-in' }).family;

const shapeOf: Readonly<Record<string, Shape>> = {
  randomNormal: 'normal',
  truncatedNormal: 'truncatedNormal',
  randomUniform: 'uniform',
};

/**
 * Which laws a tensor may have been drawn from: first by its structure, then by its shape, its scale and its
 * distribution. The answer is the set that passes every test; nothing is in it for being the nearest.
 */
export function recognise(
  placed: Placed,
  scan: Scan,
  statistics: TensorStatistics,
  structure: Structure | undefined,
): Recognition {
  const { entry, role, layout, because } = placed;
  const { count, mean, std, min, max, kurtosis } = statistics;
  const readings = readingsOf(placed);
  const evidence: Recognition['evidence'] = {
    count,
    peakRatio: Math.max(-min, max) / std,
    kurtosis,
    kurtosisError: Math.sqrt(24 / count),
  };
  if (readings.length === 1 && role === 'kernel') evidence.fanInVariance = readings[0].fanIn * std * std;
  const guess = { ...(layout ? { layout, because } : {}) };
  const none: Recognition = { ...guess, shapes: [], laws: [], alternatives: [], indistinct: false, evidence };
  if (role === 'optimizer') return { ...none, refused: 'optimizer' };
  if (!isFloat(entry.dtype)) return { ...none, refused: 'integers' };
  if (count === 0 || scan.moments.finite < count) return { ...none, refused: count === 0 ? 'tooSmall' : 'notFinite' };
  // The square of such a standard deviation is no double any more.
  if (min < max && !(std > smallestStd && std < largestStd)) return none;
  if (structure?.kind === 'orthogonal') evidence.gain = structure.gain;
  if (structure?.kind === 'sparse') evidence.zerosPerColumn = structure.zeros;
  const seen: Observed = {
    count,
    mean,
    std,
    min,
    max,
    kurtosis,
    sample: placed.passedOver && role !== 'bias' ? noSample : scan.sample,
    rounding: roundingOf[entry.dtype] ?? 0,
  };
  const initial =
    placed.passedOver && !structure ? undefined : initialEvidence(placed, scan, seen, readings, structure);
  if (initial) none.initial = initial;
  const special = structure && bySpecialForm(structure, placed, readings);
  if (special) return { ...none, ...special, indistinct: special.laws.length > 1 };
  if (role === 'bias' && isForgetBias(scan))
    return {
      ...none,
      shapes: ['constant'],
      laws: [exact({ kind: 'zeros' }, readings, { called: 'Keras unit_forget_bias' })],
    };
  if (role === 'scale' || role === 'other') return none;
  if (
    role === 'bias' &&
    count >= fewestForBias &&
    placed.framework !== undefined &&
    (placed.kernel !== undefined || placed.framework !== 'pytorch')
  ) {
    none.biasAsDrawn = biasCandidates(placed, readings).some(
      (candidate) => fitOf(candidate, seen).misfit === undefined,
    );
  }
  if (count < fewest) return { ...none, refused: 'tooSmall' };
  if (placed.passedOver) return { ...none, shapes: structure ? ['sparse'] : [], refused: 'tooMany' };
  if (structure?.kind === 'sparse') {
    const { shapes, laws } = bySparse(structure, placed, scan, readings);
    return { ...none, shapes, laws, indistinct: laws.length > 1 };
  }
  const extent = { mean, std, min, max, slack: slackOf(count) };
  const { usual, unusual, fitted } =
    role === 'bias'
      ? {
          usual: biasCandidates(placed, readings),
          unusual: [],
          fitted: fittedLaws(extent).map((law): Candidate => ({
            law,
            layout: 'any',
            fanIn: 1,
            fanOut: 1,
            fitted: true,
          })),
        }
      : withRecurrent(placed, candidatesOf(readings, extent));
  const fit = (list: readonly Candidate[]): LawFit[] =>
    list.map((candidate) => fitOf(candidate, seen)).filter(({ misfit }) => misfit === undefined);
  const [first, second, third] = [fit(usual), fit(unusual), fit(fitted)];
  const scaled = first.some(
    ({ layout: own, law: { kind } }) => (own !== 'any' || kind === 'pytorchLinear') && kind !== 'varianceScaling',
  );
  // A scale that only an unusual gain or the common form explains may as well be anybody's own, and so may a round one.
  const others =
    first.length > 0
      ? second
      : [...second, ...third.filter(({ law }) => second.some((one) => familyOf(one.law) === familyOf(law)))];
  const laws = scaled ? first : first.length + second.length > 0 ? [...first, ...others] : third;
  const shapes = third.map(({ law }) => shapeOf[law.kind]);
  const kinds = new Set(laws.map(({ law }) => law.kind));
  for (const one of laws)
    if (placed.hidden !== undefined && one.law.kind === 'pytorchLinear') one.called = 'PyTorch U(±1/√hidden)';
  const found: Recognition = {
    ...none,
    shapes: shapes.length > 0 ? shapes : ['other'],
    laws,
    alternatives: scaled ? second : [],
    indistinct: kinds.size > 1,
  };
  if (laws.every((one) => one.fitted) && count >= fewestForNearest && readings.length > 0)
    found.nearest = nearestOf(
      usual.filter(({ layout: own }) => own !== 'any'),
      seen,
    );
  return found;
}

/** The candidates of a recurrent matrix of PyTorch: its units take the place of the inputs in PyTorch's own law. */
function withRecurrent(
  { hidden, entry }: Placed,
  groups: ReturnType<typeof candidatesOf>,
): ReturnType<typeof candidatesOf> {
  if (hidden === undefined) return groups;
  const own: Candidate = { law: { kind: 'pytorchLinear' }, layout: 'any', fanIn: hidden, fanOut: entry.shape[0] };
  return { ...groups, usual: [own, ...groups.usual.filter(({ law }) => law.kind !== 'pytorchLinear')] };
}

/** The law of the fans whose distribution is least far from the tensor's. */
function nearestOf(candidates: readonly Candidate[], seen: Observed): LawFit | undefined {
  const fits = candidates.map((candidate) => fitOf(candidate, seen, true));
  return fits.reduce<LawFit | undefined>(
    (best, fit) => (best === undefined || fit.distance < best.distance ? fit : best),
    undefined,
  );
}
