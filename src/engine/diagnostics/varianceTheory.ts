import { activationDerivatives, activationFunctions } from '../numerics/activations';
import { nodes, weights } from '../numerics/gaussLegendre';
import type { Activation, Output } from '../spec/networkSpec';

/*
 * How variances travel through a network of independent weights of mean 0 (Glorot & Bengio 2010; He et al. 2015,
 * arXiv:1502.01852; Poole et al. 2016, arXiv:1606.05340): exact in the mean over draws for the pre-activations of the
 * first layer, and with the width growing for the others.
 */

/** One dense layer as the theory sees it. */
export interface TheoryLayer {
  inputs: number;
  units: number;
  activation: Activation | Output;
  /** Of the weights and of the biases, whose means are 0. */
  weightVariance: number;
  biasVariance: number;
}

/**
 * Expected of one layer; NaN where nothing is known, as for the outputs of a softmax, which do not follow from one
 * input each.
 */
export interface TheoryVariances {
  preActivations: number;
  activations: number;
  /** Of the cost by the pre-activations. */
  backward: number;
}

/** The normal density beyond is below 1e−15. */
const reach = 8;
/** Panels shrink towards 0 by this, so that a step as narrow as 1e−6 standard deviations is still seen. */
const shrink = Math.SQRT1_2;
const panels = 54;

/**
 * z and its probability, so that Σ p · f(z) is E[f(z)] for z ~ N(0, 1) to about 1e−8; symmetric, with a joint at 0 for
 * kinks.
 */
const grid: readonly (readonly [number, number])[] = Array.from({ length: panels }, (_, panel) => {
  const top = reach * shrink ** panel;
  const bottom = panel === panels - 1 ? 0 : top * shrink;
  const half = (top - bottom) / 2;
  return nodes.map((node, i): [number, number] => {
    const z = bottom + half * (1 + node);
    return [z, (weights[i] * half * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)];
  });
}).flat();

/** E[f(z)] for z ~ N(0, variance). */
export function normalMean(f: (z: number) => number, variance: number): number {
  const scale = Math.sqrt(variance);
  let sum = 0;
  for (const [z, probability] of grid) sum += probability * (f(scale * z) + f(-scale * z));
  return sum;
}

interface Passed {
  /** E[φ(z)²], its variance, and E[φ′(z)²]. */
  square: number;
  variance: number;
  slope: number;
}

/** What an activation makes of z ~ N(0, q). Those that scale with their input are known without sums. */
function passed(activation: Activation | Output, q: number): Passed {
  if (activation === 'softmax') return { square: NaN, variance: NaN, slope: NaN };
  if (activation === 'linear') return { square: q, variance: q, slope: 1 };
  if (activation === 'relu') return { square: q / 2, variance: q * (0.5 - 0.5 / Math.PI), slope: 0.5 };
  const [f, derivative] = [activationFunctions[activation], activationDerivatives[activation]];
  const square = normalMean((z) => f(z) ** 2, q);
  return {
    square,
    variance: Math.max(0, square - normalMean(f, q) ** 2),
    slope: normalMean((z) => derivative(z) ** 2, q),
  };
}

/**
 * Expected variances of every layer. `inputSquare` is the mean square of the network's inputs, `outputSquare` that of
 * the gradients by the last layer's pre-activations, from where they travel back.
 */
export function theoryOf(layers: readonly TheoryLayer[], inputSquare: number, outputSquare: number): TheoryVariances[] {
  const slopes: number[] = [];
  let square = inputSquare;
  const found = layers.map((layer): TheoryVariances => {
    const q = layer.inputs * layer.weightVariance * square + layer.biasVariance;
    const after = passed(layer.activation, q);
    square = after.square;
    slopes.push(after.slope);
    return { preActivations: q, activations: after.variance, backward: NaN };
  });
  let backward = outputSquare;
  for (let l = layers.length - 1; l >= 0; l--) {
    found[l].backward = backward;
    if (l > 0) backward *= layers[l].units * layers[l].weightVariance * slopes[l - 1];
  }
  return found;
}
