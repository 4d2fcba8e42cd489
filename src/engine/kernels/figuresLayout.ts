/** Bins of a histogram. */
export const distributionBins = 256;
/**
 * Float64 numbers of a distribution before its counts: mean, std, min, max, zeros, NaN, infinite, and the histogram's
 * min and max. `assembly/observe/distribution.ts` has the same.
 */
export const distributionFigures = 9;

/** 4-byte elements of the room that `distributionOf` needs in the arena: the kernels count in two sets of bins. */
export const distributionRoom = 2 * (distributionFigures + distributionBins);

/*
 * The record of a network's layers that `assembly/observe/survey.ts` writes: eight float64 of each layer, then four
 * distributions of each, its figures and the counts of its bins.
 */

/**
 * Places of a layer's float64 numbers: mean and variance, twice, what is left of its symmetry, and counts of its
 * activations and units.
 */
export const surveyPlaces = {
  preActivations: 0,
  backward: 2,
  distinct: 4,
  rank: 5,
  saturated: 6,
  dead: 7,
  count: 8,
} as const;
/** Distributions of a layer, in their order. */
export const surveyedArrays = ['kernel', 'bias', 'activations', 'gradients'] as const;

const distributionBytes = 8 * distributionFigures + 4 * distributionBins;
/** Words that describe a layer to the kernels. */
export const surveyListWords = 12;
/** Of a layer's words: the one at which float32 limits begin, those of saturation and of dead units. */
export const surveyLimitsWord = 8;
/** What the last distribution writes past its end. */
export const surveyOverhang = 4 * distributionBins;

/** Byte of a record where the distribution of a layer begins. */
export function distributionAt(layers: number, layer: number, array: number): number {
  return 8 * surveyPlaces.count * layers + distributionBytes * (surveyedArrays.length * layer + array);
}

/** Bytes of the record of `layers` layers. */
export function surveyBytes(layers: number): number {
  return distributionAt(layers, layers, 0);
}

/** 4-byte elements of the room that a survey of `layers` layers needs in the arena. */
export function surveyRoom(layers: number): number {
  return (surveyBytes(layers) + surveyOverhang) / 4 + surveyListWords * layers;
}
