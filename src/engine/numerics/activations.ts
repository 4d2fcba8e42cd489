import { normalCdf } from './erf';
import type { Activation } from '../spec/networkSpec';

/** Klambauer et al., "Self-Normalizing Neural Networks" (2017): the fixed point of mean 0 and variance 1. */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;
const leakySlope = 0.01;
/** Above it `torch.nn.functional.softplus` is the identity. */
const softplusThreshold = 20;
const inverseRootTwoPi = 0.3989422804014327;

/** 1 / (1 + e^(−z)); never overflows to NaN. */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/**
 * Activations as `torch.nn.functional` defines them with its defaults: leakyRelu slope 0.01, elu alpha 1, gelu with
 * erf, softplus beta 1 and threshold 20. Double in, double out.
 */
export const activationFunctions: Readonly<Record<Activation, (z: number) => number>> = {
  linear: (z) => z,
  relu: (z) => (z < 0 ? 0 : z),
  leakyRelu: (z) => (z > 0 ? z : leakySlope * z),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  selu: (z) => seluScale * (z > 0 ? z : seluAlpha * Math.expm1(z)),
  gelu: (z) => z * normalCdf(z),
  silu: (z) => z * sigmoid(z),
  tanh: Math.tanh,
  sigmoid,
  softplus: (z) => (z > softplusThreshold ? z : Math.log1p(Math.exp(z))),
  softsign: (z) => z / (1 + Math.abs(z)),
};

/** Derivatives by the pre-activation, at a kink as PyTorch: 0 for relu, the left one for the others. */
export const activationDerivatives: Readonly<Record<Activation, (z: number) => number>> = {
  linear: () => 1,
  relu: (z) => (z > 0 ? 1 : 0),
  leakyRelu: (z) => (z > 0 ? 1 : leakySlope),
  elu: (z) => (z > 0 ? 1 : Math.exp(z)),
  selu: (z) => seluScale * (z > 0 ? 1 : seluAlpha * Math.exp(z)),
  gelu: (z) => normalCdf(z) + z * inverseRootTwoPi * Math.exp(-0.5 * z * z),
  silu: (z) => {
    const s = sigmoid(z);
    return s * (1 + z * (1 - s));
  },
  tanh: (z) => {
    const t = Math.tanh(z);
    return 1 - t * t;
  },
  sigmoid: (z) => {
    const e = Math.exp(-Math.abs(z));
    return e / ((1 + e) * (1 + e));
  },
  softplus: (z) => (z > softplusThreshold ? 1 : sigmoid(z)),
  softsign: (z) => {
    const d = 1 + Math.abs(z);
    return 1 / (d * d);
  },
};
