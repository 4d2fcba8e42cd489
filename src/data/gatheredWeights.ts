import type { Floats } from '../engine/elementType';
import type { NamedTensor, TrialWeights, WeightsPart, WeightsPiece } from '../protocol/trainer';

/** What has come of one end of a trial. */
interface End {
  tensors: Map<string, NamedTensor>;
  /** Tensors of it in all, and numbers that are still to come of those that have begun. */
  count: number;
  missing: number;
}

/** A new array of the type of `values`. */
const arrayLike = (values: Floats, length: number): Floats =>
  values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
const numbersOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const whole = (end: End | undefined): NamedTensor[] | undefined =>
  end && end.missing === 0 && end.tensors.size === end.count ? [...end.tensors.values()] : undefined;

/** Puts the weights of trials together again from pieces. */
export class GatheredWeights {
  private readonly trials = new Map<number, Partial<Record<WeightsPart['end'], End>>>();

  add({ parts }: WeightsPiece): void {
    for (const part of parts) this.put(part);
  }

  /** Start and end weights that are here to the last number: half a tensor would be a wrong one. */
  get weights(): TrialWeights[] {
    return [...this.trials].flatMap(([trial, ends]): TrialWeights[] => {
      const [initial, final] = [whole(ends.initial), whole(ends.final)];
      return initial || final ? [{ trial, initial: initial ?? [], ...(final && { final }) }] : [];
    });
  }

  private put({ trial, end: which, count, name, shape, at, values }: WeightsPart): void {
    const ends = this.trials.get(trial) ?? {};
    this.trials.set(trial, ends);
    const end = (ends[which] ??= { tensors: new Map(), count, missing: 0 });
    let tensor = end.tensors.get(name);
    if (!tensor) {
      end.tensors.set(name, (tensor = { name, shape, values: arrayLike(values, numbersOf(shape)) }));
      end.missing += tensor.values.length;
    }
    tensor.values.set(values, at);
    end.missing -= values.length;
  }
}
