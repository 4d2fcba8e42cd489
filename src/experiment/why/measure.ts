import { activationDerivatives, activationFunctions } from '../../engine/numerics/activations';
import { saturatedShare } from '../../engine/diagnostics/saturation';
import { meanSquareOf } from '../../engine/diagnostics/moments';
import { normalMean } from '../../engine/diagnostics/varianceTheory';
import { kernelInitializerOf } from '../../engine/initializers/draw';
import { conventionsOf } from '../../engine/random/generators';
import { biasLawOf, hasLaw, lawOf } from '../../engine/initializers/laws/law';
import type { Activation, Output } from '../../engine/spec/networkSpec';
import { formatRound } from '../text/format';
import { isNetworkHeader } from '../record/networkHeader';
import type {
  Distribution,
  LayerInfo,
  LayerSnapshot,
  NetworkRunHeader,
  RunRecord,
  Snapshot,
  TrialRecord,
} from '../record/record';

/** What every reason is computed from: one trial of a run that has a header. */
export interface Case {
  run: RunRecord;
  header: NetworkRunHeader;
  trial: TrialRecord;
  /** Step 0, and the newest one recorded. */
  first: Snapshot;
  last: Snapshot;
}

/**
 * The case of a trial; undefined before its first snapshot, and where the snapshots are not of the layers of the
 * header.
 */
export function caseOf(run: RunRecord, trial: TrialRecord): Case | undefined {
  const [first, last] = [trial.snapshots[0], trial.snapshots.at(-1)];
  const { header } = run;
  const layers = header?.layers.length;
  return header &&
    isNetworkHeader(header) &&
    layers &&
    first?.step === 0 &&
    last &&
    first.layers.length === layers &&
    last.layers.length === layers
    ? { run, header, trial, first, last }
    : undefined;
}

/**
 * Mean square of the finite values of a distribution: its root is their root mean square. NaN with a value that is not
 * finite.
 */
export const squareOf = ({ statistics: { mean, std, nan, infinite } }: Distribution): number =>
  nan + infinite > 0 ? NaN : mean * mean + std * std;

/** A signal's mean square on its way through the hidden layers. */
export interface Travel {
  /** Where it comes from and where it ends. */
  from: number;
  to: number;
  /** to / from. */
  whole: number;
  /** The geometric mean of the factors of the layers between. */
  each: number;
  layers: number;
}

const travel = (from: number, to: number, layers: number): Travel | undefined => {
  const whole = to / from;
  return from > 0 && to > 0 && Number.isFinite(whole) && layers > 0
    ? { from, to, whole, each: whole ** (1 / layers), layers }
    : undefined;
};

/**
 * Mean square of the activations after the last hidden layer against that of the inputs, at step 0. Undefined where one
 * is 0 or not finite, and with activations that are not 0 at 0: theirs is a constant more than a signal.
 */
export function forwardTravel({ first, header }: Case): Travel | undefined {
  const hidden = header.layers.length - 1;
  if (header.layers.slice(0, -1).some(({ activation }) => activationFunctions[activation as Activation](0) !== 0))
    return undefined;
  return first.inputs && hidden > 0
    ? travel(meanSquareOf(first.inputs), squareOf(first.layers[hidden - 1].activations), hidden)
    : undefined;
}

/** The same of the gradients by the pre-activations, from the output back to the first layer. */
export function backwardTravel({ first, header }: Case): Travel | undefined {
  const hidden = header.layers.length - 1;
  const [front, back] = [first.layers[0]?.backward, first.layers[hidden]?.backward];
  return front && back && hidden > 0 ? travel(meanSquareOf(back), meanSquareOf(front), hidden) : undefined;
}

/**
 * n_in · Var(W) of the pre-activations that an activation keeps a small signal with: 2 for ReLU (He et al., 2015), 1
 * for tanh (Glorot & Bengio, 2010). Undefined where no such number is known.
 */
export function keepingScale(activation: Activation | Output): number | undefined {
  switch (activation) {
    case 'relu':
      return 2;
    case 'leakyRelu':
      // PyTorch's slope, as the engine has it.
      return 2 / (1 + 0.01 ** 2);
    case 'linear':
    case 'tanh':
    case 'softsign':
    case 'selu':
      return 1;
    default:
      return undefined;
  }
}

/** Whether all layers are dense, so that the theory of such networks holds. */
export const isDenseRun = ({ layers }: NetworkRunHeader): boolean => layers.every(({ kind }) => kind === undefined);

/** Index of the hidden layer in the middle: of a deep network one between layers like itself. */
export const middleOf = ({ layers }: NetworkRunHeader): number => (layers.length - 1) >> 1;

/** How an initializer's law suits the activations of the hidden layers. */
export interface Fit {
  /** Product over the hidden layers of n_in · Var(W) over what the activation keeps. */
  whole: number;
  each: number;
  layers: number;
  /** Of the middle hidden layer: its name, n_in · Var(W), and what its activation keeps. */
  name: string;
  scale: number;
  keeps: number;
  activation: Activation;
  /** Whether all hidden layers have the activation of that one, and whether they have its scale too. */
  alike: boolean;
  same: boolean;
}

/**
 * A figure of a law, which is often a round number that rounding errors keep off it: three digits, without zeros at the
 * end.
 */
export const lawText = (value: number): string => formatRound(Number(value.toPrecision(3)));

/** n_in · Var(W) of a layer's law; undefined where it has no law of mean 0. */
export function lawScale(header: NetworkRunHeader, initializer: number, layer: number): number | undefined {
  const { inputs, units, kind } = header.layers[layer];
  if (kind !== undefined) return undefined;
  try {
    const spec = kernelInitializerOf(header.experiment.initializers[initializer], layer, header.layers.length);
    if (!hasLaw(spec)) return undefined;
    const shape = { fanIn: inputs, fanOut: units, layout: header.layout };
    const { mean, std } = lawOf(spec, shape, conventionsOf(header.experiment.random.generator));
    return Math.abs(mean) <= 1e-9 * std ? inputs * std * std : undefined;
  } catch {
    return undefined;
  }
}

/** Whether no layer of an initializer starts with biases other than 0. */
export function hasNoBiases({ experiment, layers, layout }: NetworkRunHeader, initializer: number): boolean {
  if (!experiment.network.bias) return true;
  const entry = experiment.initializers[initializer];
  try {
    return layers.every(({ inputs, units, kind }, index) => {
      if (kind !== undefined) return true;
      const { mean, std } = biasLawOf(
        entry.bias,
        kernelInitializerOf(entry, index, layers.length),
        { fanIn: inputs, fanOut: units, layout },
        conventionsOf(experiment.random.generator),
      );
      return mean === 0 && std === 0;
    });
  } catch {
    return false;
  }
}

/**
 * Undefined without hidden layers, for laws that are not independent of mean 0, and for activations of which nothing is
 * said.
 */
export function fitOf({ header, trial }: Case): Fit | undefined {
  const hidden = header.layers.slice(0, -1);
  let whole = 1;
  const found: { scale: number; keeps: number; info: LayerInfo }[] = [];
  for (const [index, info] of hidden.entries()) {
    const scale = lawScale(header, trial.initializer, index);
    const keeps = keepingScale(info.activation);
    if (scale === undefined || scale === 0 || keeps === undefined) return undefined;
    whole *= scale / keeps;
    found.push({ scale, keeps, info });
  }
  if (found.length === 0) return undefined;
  const { scale, keeps, info } = found[middleOf(header)];
  const alike = found.every((other) => other.info.activation === info.activation);
  const same = alike && found.every((other) => Math.abs(other.scale - scale) <= 1e-9 * scale);
  return {
    whole,
    each: whole ** (1 / found.length),
    layers: found.length,
    name: info.name,
    scale,
    keeps,
    activation: info.activation as Activation,
    alike,
    same,
  };
}

/**
 * The factor by which a small difference or a gradient's mean square grows in one of many equal layers, χ₁ = σ_w²
 * E[φ′(√q* z)²] at the fixed point q* of the length map without biases (Poole et al., 2016).
 */
export function chaosFactor(activation: Activation, scale: number): number {
  const [f, derivative] = [activationFunctions[activation], activationDerivatives[activation]];
  let q = 1;
  for (let i = 0; i < 500; i++) {
    const next = scale * normalMean((z) => f(z) ** 2, q);
    const settled = Math.abs(next - q) < 1e-9 * q;
    q = next;
    if (settled) break;
  }
  return scale * normalMean((z) => derivative(z) ** 2, q);
}

/** The hidden layer of the largest saturated share at a snapshot; undefined where nothing is counted. */
export function mostSaturated({
  layers,
}: Snapshot): { index: number; share: number; layer: LayerSnapshot } | undefined {
  let most: { index: number; share: number; layer: LayerSnapshot } | undefined;
  layers.slice(0, -1).forEach((layer, index) => {
    const share = saturatedShare({ statistics: layer.activations.statistics, saturated: layer.saturated });
    if (share !== undefined && share > (most?.share ?? -1)) most = { index, share, layer };
  });
  return most;
}

/**
 * What one step of plain gradient descent moves the weights of a layer by, as a share of their size: rate ·
 * rms(gradient) / rms(weights). Undefined for other optimizers.
 */
export function stepShare(
  { header, first }: Case,
  layer: number,
): { rate: number; gradient: number; weights: number; share: number } | undefined {
  const { optimizer } = header.experiment;
  if (optimizer.kind !== 'sgd' || optimizer.momentum > 0) return undefined;
  const [gradient, weights] = [
    Math.sqrt(squareOf(first.layers[layer].gradients)),
    Math.sqrt(squareOf(first.layers[layer].kernel)),
  ];
  const share = (optimizer.learningRate * gradient) / weights;
  return weights > 0 && Number.isFinite(share) ? { rate: optimizer.learningRate, gradient, weights, share } : undefined;
}

/** Index of the newest recorded point with a finite train cost; −1 without one. */
export const lastFinite = ({ curve }: TrialRecord): number => curve.train.findLastIndex(Number.isFinite);
