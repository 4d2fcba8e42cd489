import { placesOf, structure, widths } from './structure';

/** Bins of a histogram. */
export const distributionBins = 256;
/** Moments of a distribution and the ends of its histogram; after them lie the counts of its bins. */
export const distributionFigures = structure('distributionFigures', {
  mean: 'f64',
  std: 'f64',
  min: 'f64',
  max: 'f64',
  zeros: 'f64',
  nan: 'f64',
  infinite: 'f64',
  lower: 'f64',
  upper: 'f64',
});
const distributionBytes = distributionFigures.bytes + widths.u32 * distributionBins;
/** What a distribution writes past its end: the kernels count in two sets of bins. */
export const surveyOverhang = widths.u32 * distributionBins;
/** Bytes of the room that `distributionOf` needs in the arena. */
export const distributionRoom = distributionBytes + surveyOverhang;

/*
 * The record of a network's layers that `assembly/observe/survey.ts` writes: a head of each layer, then four
 * distributions of each.
 */

/** A layer as it is listed for the kernels: addresses, its kernel's shape, limits of saturation and of dead units. */
export const surveyedLayer = structure('surveyedLayer', {
  kernel: 'u32',
  bias: 'u32',
  activations: 'u32',
  kernelGradient: 'u32',
  preActivations: 'u32',
  gradients: 'u32',
  inputs: 'i32',
  units: 'i32',
  low: 'f64',
  high: 'f64',
  dead: 'f64',
});

/** Mean and variance, twice, what is left of a layer's symmetry, and counts of its activations and units. */
export const surveyHead = structure('surveyHead', {
  preActivationsMean: 'f64',
  preActivationsVariance: 'f64',
  backwardMean: 'f64',
  backwardVariance: 'f64',
  distinct: 'f64',
  rank: 'f64',
  saturated: 'f64',
  dead: 'f64',
});
/** Places of a head's numbers among float64 numbers, and how many they are. */
export const surveyPlaces = { ...placesOf(surveyHead, 8), count: surveyHead.bytes / 8 };

/** Distributions of a layer, in their order. */
export const surveyedArrays = ['kernel', 'bias', 'activations', 'gradients'] as const;

/** Byte of a record where the distribution of a layer begins. */
export function distributionAt(layers: number, layer: number, array: number): number {
  return surveyHead.bytes * layers + distributionBytes * (surveyedArrays.length * layer + array);
}

/** Bytes of the record of `layers` layers. */
export function surveyBytes(layers: number): number {
  return distributionAt(layers, layers, 0);
}

/** Bytes of the room that a survey of `layers` layers needs in the arena. */
export function surveyRoom(layers: number): number {
  return surveyBytes(layers) + surveyOverhang + surveyedLayer.stride * layers;
}
