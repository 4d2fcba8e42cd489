/** Bytes of a `run.json` that is read. */
export const largestRunFile = 400e6;
/** Bytes of one that does not lie line by line as it was written: it is read as one value. */
export const largestOtherFile = 32e6;

/**
 * Bytes that a recording of `packed` bytes may unpack to. Recordings that are written have about twenty times their
 * packed size, those of constants several times that; a small file that unpacks to gigabytes is none of ours.
 */
export const unpackedLimit = (packed: number): number => Math.min(640e6, 48e6 + 64 * packed);

/** Bytes of JSON in such a recording, whose values take several times as much. */
const jsonLimit = (packed: number): number => Math.min(320e6, 16e6 + 24 * packed);

/** Lists and objects so dense are no recording: the densest have about one in twenty bytes. */
const densest = 16;
const freeContainers = 100_000;

/**
 * Counts what the JSON of a recording brings, before it is read as values. Throws a RangeError for more than a
 * recording has.
 */
export class JsonBudget {
  private bytes = 0;
  private containers = 0;
  private readonly most: number;

  /** `packed`: bytes of the packed recording, or of the whole text. */
  constructor(packed: number) {
    this.most = jsonLimit(packed);
  }

  take(text: string): void {
    this.bytes += text.length;
    if (this.bytes > this.most) throw new RangeError(`more than ${Math.round(this.most / 1e6)} MB of JSON`);
    for (const open of ['{', '['])
      for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) this.containers++;
    if (this.containers > freeContainers + this.bytes / densest)
      throw new RangeError(`${this.containers} lists and objects in ${this.bytes} bytes of JSON`);
  }
}
