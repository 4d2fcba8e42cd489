import type { NamedTensor, WeightsPart, WeightsPiece } from '../../protocol/trainer';

/** Numbers of one piece at most: 1 MB, which is on its way for a moment also on a busy machine. */
export const pieceNumbers = 2 ** 18;

type Entry = Omit<WeightsPart, 'at'>;

/**
 * The weights of a run's trials in the order in which they came, to be read from any place on in pieces: a reader that
 * is cut short has what came first.
 */
export class WeightsLog {
  private readonly entries: Entry[] = [];
  /** The place of each entry: how many numbers lie before it. */
  private readonly places: number[] = [];
  private length = 0;

  add(trial: number, end: WeightsPart['end'], tensors: readonly NamedTensor[]): void {
    for (const tensor of tensors) {
      this.entries.push({ trial, end, count: tensors.length, ...tensor });
      this.places.push(this.length);
      this.length += tensor.values.length;
    }
  }

  /** Up to `pieceNumbers` numbers from a place on; undefined when there are none. */
  from(place: number): WeightsPiece | undefined {
    if (place >= this.length) return undefined;
    const parts: WeightsPart[] = [];
    const until = Math.min(this.length, place + pieceNumbers);
    for (
      let index = this.places.findLastIndex((begin) => begin <= place);
      index < this.entries.length && this.places[index] < until;
      index++
    ) {
      const { values, ...entry } = this.entries[index];
      const at = Math.max(0, place - this.places[index]);
      parts.push({ ...entry, at, values: values.subarray(at, until - this.places[index]) });
    }
    return { parts, next: until };
  }
}
