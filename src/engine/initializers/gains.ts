import { activationDerivatives, activationFunctions } from '../numerics/activations';
import { nodes, weights } from '../numerics/gaussLegendre';
import { activations, type Activation } from '../spec/networkSpec';
import { type ComputedGain, type Gain, type GainRule, gainRules } from '../spec/initializerSpec';

/** The negative slope of `leakyRelu` where a gain names none: that of the network's activation. */
const defaultSlope = 0.01;

/** `torch.nn.init.calculate_gain`; undefined for the activations it has no number for. */
function pytorchGain(activation: Activation, slope: number): number | undefined {
  switch (activation) {
    case 'linear':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + slope * slope));
    case 'selu':
      return 0.75;
    default:
      return undefined;
  }
}

/** Whether the rule has a number for the activation: PyTorch knows six of them, the computed rules all. */
export function hasGain(rule: GainRule, activation: Activation): boolean {
  return rule !== 'pytorch' || pytorchGain(activation, defaultSlope) !== undefined;
}

/** Whether `value` is a gain to be computed, complete and for an activation that its rule knows. */
export function isComputedGain(value: unknown): value is ComputedGain {
  if (typeof value !== 'object' || value === null) return false;
  const { activation, rule, slope } = value as Record<string, unknown>;
  return (
    activations.includes(activation as Activation) &&
    gainRules.includes(rule as GainRule) &&
    hasGain(rule as GainRule, activation as Activation) &&
    (slope === undefined ||
      (activation === 'leakyRelu' && typeof slope === 'number' && slope >= 0 && Number.isFinite(slope)))
  );
}

/** The normal density beyond is below 1e−31. */
const reach = 12;
const panels = 240;

/** E[f(z)²] for z ~ N(0, 1) to about 1e−14: panels that meet at 0, where activations have their kinks. */
function meanSquare(f: (z: number) => number): number {
  const half = reach / panels;
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = -reach + (2 * panel + 1) * half;
    for (let i = 0; i < nodes.length; i++) {
      const z = middle + half * nodes[i];
      sum += weights[i] * f(z) ** 2 * Math.exp((-z * z) / 2);
    }
  }
  return (sum * half) / Math.sqrt(2 * Math.PI);
}

const known = new Map<string, number>();

/**
 * The gain that keeps a signal's size: forward 1/√E[φ(z)²], backward 1/√E[φ′(z)²] for z ~ N(0, 1), or PyTorch's
 * `calculate_gain`. A number stands for itself. Throws a RangeError where PyTorch has none; `checkKernelInitializer`
 * refuses it first.
 */
export function gainValue(gain: Gain): number {
  if (typeof gain === 'number') return gain;
  const { activation, rule, slope = defaultSlope } = gain;
  if (rule === 'pytorch') {
    const value = pytorchGain(activation, slope);
    if (value === undefined)
      throw new RangeError(`torch.nn.init.calculate_gain has no gain for the activation ${activation}.`);
    return value;
  }
  const key = `${rule} ${activation} ${activation === 'leakyRelu' ? slope : ''}`;
  const computed = known.get(key) ?? 1 / Math.sqrt(meanSquare(functionOf(activation, rule, slope)));
  known.set(key, computed);
  return computed;
}

function functionOf(activation: Activation, rule: 'forward' | 'backward', slope: number): (z: number) => number {
  if (activation === 'leakyRelu')
    return rule === 'forward' ? (z) => (z > 0 ? z : slope * z) : (z) => (z > 0 ? 1 : slope);
  return (rule === 'forward' ? activationFunctions : activationDerivatives)[activation];
}

/**
 * He's factor u of the variance u / n: as given, the square of a computed gain, or 2 / (1 + a²) of a leaky ReLU's slope
 * a.
 */
export function heFactor({ u, a }: { u?: Gain; a?: number }): number {
  if (a !== undefined) return 2 / (1 + a * a);
  return typeof u === 'object' ? gainValue(u) ** 2 : (u ?? 2);
}
