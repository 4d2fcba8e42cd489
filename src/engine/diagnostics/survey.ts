import { absent } from '../kernels/layouts/codes';
import { writeFields } from '../kernels/layouts/structure';
import { surveyBytes, surveyedLayer, surveyOverhang, surveyPlaces } from '../kernels/layouts/survey';
import type { Kernels } from '../kernels/kernels';
import type { Layer } from '../network/layer';
import { deadLimit } from './deadUnits';
import { saturationLimits } from './saturation';

/**
 * Looks at all layers of one network in one call; only where its arrays lie in the memory of kernels that have a
 * survey.
 */
export class Survey {
  /** Of the last call: its float64 numbers, and all of it. */
  readonly heads: Float64Array;
  readonly record: Uint8Array;
  private readonly list: number;

  /** `room` is `surveyRoom` bytes of the arena, 8-byte aligned. */
  constructor(
    private readonly survey: NonNullable<Kernels['survey']>,
    private readonly layers: readonly Layer[],
    room: Uint8Array,
  ) {
    const bytes = surveyBytes(layers.length);
    this.record = new Uint8Array(room.buffer, room.byteOffset, bytes);
    this.heads = new Float64Array(room.buffer, room.byteOffset, surveyPlaces.count * layers.length);
    this.list = room.byteOffset + bytes + surveyOverhang;
    const view = new DataView(room.buffer);
    layers.forEach((layer, index) => {
      // Nothing compares with NaN: no limit, no count.
      const { low, high } = saturationLimits(layer.activation) ?? { low: NaN, high: NaN };
      writeFields(view, this.list + surveyedLayer.stride * index, surveyedLayer, {
        kernel: layer.kernel.byteOffset,
        bias: layer.bias?.byteOffset ?? absent,
        activations: layer.activations.byteOffset,
        kernelGradient: layer.kernelGradient.byteOffset,
        preActivations: layer.preActivations.byteOffset,
        gradients: layer.gradients.byteOffset,
        inputs: layer.inputs,
        units: layer.units,
        low,
        high,
        dead: deadLimit(layer.activation) ?? NaN,
      });
    });
  }

  /**
   * Fills the record, after the first `rows` samples of a batch were run forward and back; ranks of more than
   * `mostWork` multiplications are −1, as is what the kernels have no room for.
   */
  take(rows: number, mostWork: number): void {
    this.survey(this.list, this.layers.length, rows, this.record.byteOffset, mostWork);
  }
}
