import { deadLimit } from '../diagnostics/deadUnits';
import { saturationLimits } from '../diagnostics/saturation';
import type { Layer } from '../network/network';
import { distributionBins, distributionFigures } from './distribution';
import type { Kernels } from './kernels';

/*
 * The record of a network's layers that `assembly/survey.ts` writes: eight float64 of each layer, then four
 * distributions of each,
 * its figures and the counts of its bins (`kernels/distribution.ts`).
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
const listedWords = 12;
/** Of a layer's words: the one at which float32 limits begin, those of saturation and of dead units. */
const limitsWord = 8;
const absent = 0xffff_ffff;
/** What the last distribution writes past its end. */
const overhang = 4 * distributionBins;

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
  return (surveyBytes(layers) + overhang) / 4 + listedWords * layers;
}

/**
 * Looks at all layers of one network in one call; only where its arrays lie in the memory of kernels that have a
 * survey.
 */
export class Survey {
  /** Of the last call: its float64 numbers, and all of it. */
  readonly heads: Float64Array;
  readonly record: Uint8Array;
  private readonly list: number;

  /** `room` is `surveyRoom` elements of the arena, 8-byte aligned. */
  constructor(
    private readonly survey: NonNullable<Kernels['survey']>,
    private readonly layers: readonly Layer[],
    room: Float32Array,
  ) {
    const bytes = surveyBytes(layers.length);
    this.record = new Uint8Array(room.buffer, room.byteOffset, bytes);
    this.heads = new Float64Array(room.buffer, room.byteOffset, surveyPlaces.count * layers.length);
    this.list = room.byteOffset + bytes + overhang;
    const words = new Uint32Array(room.buffer, this.list, listedWords * layers.length);
    const limits = new Float32Array(room.buffer, this.list, words.length);
    layers.forEach(
      ({ kernel, bias, activations, kernelGradient, preActivations, gradients, inputs, units, activation }, index) => {
        words.set(
          [
            kernel.byteOffset,
            bias?.byteOffset ?? absent,
            activations.byteOffset,
            kernelGradient.byteOffset,
            preActivations.byteOffset,
            gradients.byteOffset,
            inputs,
            units,
          ],
          listedWords * index,
        );
        // Nothing compares with NaN: no limit, no count.
        const { low, high } = saturationLimits(activation) ?? { low: NaN, high: NaN };
        limits.set([low, high, deadLimit(activation) ?? NaN], listedWords * index + limitsWord);
      },
    );
  }

  /**
   * Fills the record, after the first `rows` samples of a batch were run forward and back; ranks of more than
   * `mostWork` multiplications are −1, as is what the kernels have no room for.
   */
  take(rows: number, mostWork: number): void {
    this.survey(this.list, this.layers.length, rows, this.record.byteOffset, mostWork);
  }
}
