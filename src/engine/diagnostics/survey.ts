import { surveyBytes, surveyLimitsWord, surveyListWords, surveyOverhang, surveyPlaces } from '../kernels/figuresLayout';
import type { Kernels } from '../kernels/kernels';
import type { Layer } from '../network/layer';
import { deadLimit } from './deadUnits';
import { saturationLimits } from './saturation';

const absent = 0xffff_ffff;

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
    this.list = room.byteOffset + bytes + surveyOverhang;
    const words = new Uint32Array(room.buffer, this.list, surveyListWords * layers.length);
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
          surveyListWords * index,
        );
        // Nothing compares with NaN: no limit, no count.
        const { low, high } = saturationLimits(activation) ?? { low: NaN, high: NaN };
        limits.set([low, high, deadLimit(activation) ?? NaN], surveyListWords * index + surveyLimitsWord);
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
