import { meanSquareOf } from '../../engine/diagnostics/moments';
import { theoryOf, type TheoryLayer, type TheoryVariances } from '../../engine/diagnostics/varianceTheory';
import { biasLawOf, hasLaw, lawOf } from '../../engine/initializers/laws/law';
import type { Law } from '../../engine/initializers/laws/lawShapes';
import { biasInitializerOf, kernelInitializerOf } from '../../engine/initializers/draw';
import { conventionsOf } from '../../engine/random/generators';
import { isNetworkHeader } from './networkHeader';
import type { LayerSnapshot, NetworkRunHeader, RunHeader, TrialRecord } from './record';

/** Variances that are followed through the layers. */
export type VarianceKind = keyof TheoryVariances;

/** One layer's measured variance; NaN where it is not finite, undefined where it was not recorded. */
export function measuredVariance(layer: LayerSnapshot | undefined, kind: VarianceKind): number | undefined {
  if (!layer) return undefined;
  if (kind !== 'activations') return layer[kind]?.variance;
  const { std, nan, infinite } = layer.activations.statistics;
  return nan + infinite > 0 ? NaN : std * std;
}

/** The variance of a law of mean 0; undefined of another one, whose sums do not average out. */
function centred({ mean, std }: Law): number | undefined {
  return Math.abs(mean) <= 1e-9 * std || (mean === 0 && std === 0) ? std * std : undefined;
}

function layersOf(header: NetworkRunHeader, initializer: number): TheoryLayer[] | undefined {
  const { experiment, layout } = header;
  const entry = experiment.initializers[initializer];
  const conventions = conventionsOf(experiment.random.generator);
  const layers: TheoryLayer[] = [];
  for (const [index, { inputs, units, activation, kind }] of header.layers.entries()) {
    // The theory is that of dense layers alone.
    if (kind !== undefined) return undefined;
    const shape = { fanIn: inputs, fanOut: units, layout };
    const spec = kernelInitializerOf(entry, index, header.layers.length);
    const biasSpec = biasInitializerOf(entry.bias, spec);
    if (!hasLaw(spec) || !hasLaw(biasSpec)) return undefined;
    const weightVariance = centred(lawOf(spec, shape, conventions));
    const biasVariance = experiment.network.bias ? centred(biasLawOf(entry.bias, spec, shape, conventions)) : 0;
    if (weightVariance === undefined || biasVariance === undefined) return undefined;
    layers.push({ inputs, units, activation, weightVariance, biasVariance });
  }
  return layers;
}

const known = new WeakMap<TrialRecord, TheoryVariances[]>();

/**
 * What theory expects of each layer at step 0, from the laws of the initializer, the inputs that were looked at, and
 * the gradients by the last pre-activations. Undefined before step 0 is recorded, and for initializers that it says
 * nothing of: those whose draws follow the data or a file, are not independent of mean 0, or do not fit.
 */
export function expectedVariances(header: RunHeader, trial: TrialRecord): TheoryVariances[] | undefined {
  const first = trial.snapshots[0];
  const last = first?.layers.at(-1)?.backward;
  if (!first?.inputs || !last || !isNetworkHeader(header)) return undefined;
  const before = known.get(trial);
  if (before) return before;
  try {
    const layers = layersOf(header, trial.initializer);
    const expected = layers && theoryOf(layers, meanSquareOf(first.inputs), meanSquareOf(last));
    if (expected) known.set(trial, expected);
    return expected;
  } catch {
    // A law that the shapes do not allow: its trial says so itself.
    return undefined;
  }
}
