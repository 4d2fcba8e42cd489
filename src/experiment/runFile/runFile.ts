import { edgesOf } from '../../engine/numerics/histogram';
import { biasInitializerOf, kernelInitializerOf } from '../../engine/initializers/draw';
import { conventionsOf } from '../../engine/random/generators';
import { biasLawOf, hasLaw, lawOf } from '../../engine/initializers/laws/law';
import { jsonNumber, type JsonNumber } from './jsonNumber';
import { labelOf } from '../text/labels';
import { isNetworkHeader } from '../record/networkHeader';
import type {
  Distribution,
  FinalFigures,
  LayerInfo,
  LayerSnapshot,
  RunHeader,
  RunRecord,
  TrialRecord,
} from '../record/record';
import { signalEntries } from './runSignals';
import type { SweepSetting } from '../format/sweepAxes';

/** Version of the run file that is written and read. */
export const runFileVersion = 1 as const;

const numbers = (values: readonly number[]): JsonNumber[] => values.map(jsonNumber);

function distributionEntry({ statistics, histogram }: Distribution, expectedStd?: number) {
  return {
    mean: jsonNumber(statistics.mean),
    std: jsonNumber(statistics.std),
    min: jsonNumber(statistics.min),
    max: jsonNumber(statistics.max),
    ...(expectedStd === undefined ? {} : { expectedStd: jsonNumber(expectedStd) }),
    histogram: { edges: numbers([...edgesOf(histogram)]), counts: [...histogram.counts] },
  };
}

/** The weights of one call of a user's model, at the start and at the end; none of one without. */
function moduleEntries({ name, shape, units }: LayerInfo, first: LayerSnapshot, last: LayerSnapshot) {
  const entry = (tensor: 'kernel' | 'bias', dimensions: number[]) => {
    const [initial, final] = [first[tensor], last[tensor]];
    return initial && final && initial.statistics.count > 0
      ? [
          {
            name: `${name}.${tensor}`,
            shape: dimensions,
            initial: distributionEntry(initial),
            final: distributionEntry(final),
          },
        ]
      : [];
  };
  return [...entry('kernel', [...shape]), ...entry('bias', [units])];
}

/** The kernel and the bias of one layer, at the start and at the end. */
function layerEntries(header: RunHeader, trial: TrialRecord, info: LayerInfo, index: number) {
  const first = trial.snapshots[0]?.layers[index];
  const last = trial.snapshots.at(-1)?.layers[index];
  if (!first || !last) return [];
  if (!isNetworkHeader(header)) return moduleEntries(info, first, last);
  const initializer = header.experiment.initializers[trial.initializer];
  const spec = kernelInitializerOf(initializer, index, header.layers.length);
  const shape = { fanIn: info.inputs, fanOut: info.units, layout: header.layout };
  const conventions = conventionsOf(header.experiment.random.generator);
  const kernel = {
    name: `${info.name}.kernel`,
    shape: [...info.shape],
    initial: distributionEntry(first.kernel, hasLaw(spec) ? lawOf(spec, shape, conventions).std : undefined),
    final: distributionEntry(last.kernel),
  };
  if (!first.bias || !last.bias) return [kernel];
  const bias = {
    name: `${info.name}.bias`,
    shape: [info.units],
    initial: distributionEntry(
      first.bias,
      hasLaw(biasInitializerOf(initializer.bias, spec))
        ? biasLawOf(initializer.bias, spec, shape, conventions).std
        : undefined,
    ),
    final: distributionEntry(last.bias),
  };
  return [kernel, bias];
}

/** Whole-split figures, and the confusion matrix: a row for each true class. */
function finalEntry({ trainCost, testCost, trainAccuracy, testAccuracy, mistakes }: FinalFigures, classes: number) {
  return {
    trainCost: jsonNumber(trainCost),
    testCost: jsonNumber(testCost),
    trainAccuracy: jsonNumber(trainAccuracy),
    testAccuracy: jsonNumber(testAccuracy),
    ...(mistakes && {
      confusion: Array.from({ length: classes }, (_, truth) => [
        ...mistakes.confusion.subarray(truth * classes, (truth + 1) * classes),
      ]),
    }),
  };
}

function trialEntry(header: RunHeader, trial: TrialRecord) {
  const initializer = header.experiment.initializers[trial.initializer];
  const { curve, final } = trial;
  const tested = header.data.testCount > 0;
  return {
    initializer: initializer.kind,
    label: labelOf(initializer),
    seed: trial.seed,
    status: trial.status,
    ...(trial.divergedAt === undefined ? {} : { divergedAt: trial.divergedAt }),
    ...(trial.message === undefined ? {} : { message: trial.message }),
    seconds: trial.seconds,
    cost: { step: curve.step, train: numbers(curve.train), test: tested ? numbers(curve.test) : [] },
    accuracy: {
      step: curve.step,
      train: numbers(curve.trainAccuracy),
      test: tested ? numbers(curve.testAccuracy) : [],
    },
    ...(final && { final: finalEntry(final, header.data.classes) }),
    layers: header.layers.flatMap((info, index) => layerEntries(header, trial, info, index)),
    signals: signalEntries(header, trial),
    ...(trial.findings && { findings: trial.findings }),
  };
}

/** The run file without its trials. Throws for a run without a header. */
export function runFileHead(run: RunRecord) {
  const { header } = run;
  if (!header) throw new Error('A run that never started has no run file.');
  return {
    version: runFileVersion,
    experiment: header.experiment,
    environment: header.environment,
    ...(header.notes ? { notes: header.notes } : {}),
    seconds: run.seconds,
  };
}

/**
 * A finished run as the documented run file, version 1 (docs/runFile.md); the trials of all cells of a sweep follow one
 * another, each with its `setting`. Throws for a run without a header.
 */
export function runFile(run: RunRecord) {
  return { ...runFileHead(run), trials: [...trialEntries(run)] };
}

/** The trials of the run file one by one, for who writes a large run piece by piece. */
export function* trialEntries(run: RunRecord): Generator<{ setting?: SweepSetting } & ReturnType<typeof trialEntry>> {
  for (const trial of run.sweep ? [] : run.trials) yield trialEntry(run.header!, trial);
  for (const { setting, run: cell } of run.sweep?.cells ?? []) {
    if (cell.header) for (const trial of cell.trials) yield { setting, ...trialEntry(cell.header, trial) };
  }
}
