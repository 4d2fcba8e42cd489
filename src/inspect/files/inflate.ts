import { Inflate } from 'fflate';
import { FileProblem } from './fileProblem';
import { checkRange } from './sources';
import type { ByteSource } from './tensorFile';

/**
 * Packed bytes taken at a time: few at first, since of most arrays only the header is wanted; then as many as unpack to
 * 16 MB at most.
 */
const firstStep = 256;
const longestStep = 16 * 1024;

/** A stream of unpacked bytes that only goes forward. */
class Inflater {
  /** Unpacked bytes that were handed out. */
  position = 0;
  private taken = 0;
  private step = firstStep;
  private ready: Uint8Array[] = [];
  private readonly inflate: Inflate;

  constructor(
    private readonly packed: ByteSource,
    private readonly size: number,
    private readonly place: string,
  ) {
    this.inflate = new Inflate((chunk) => void this.ready.push(chunk));
  }

  /** The next bytes, at least one and at most `most`; a view that is good until the next call. */
  async next(most: number): Promise<Uint8Array> {
    while (this.ready.length === 0) await this.fill();
    const [chunk] = this.ready;
    const part = chunk.subarray(0, most);
    if (part.length === chunk.length) this.ready.shift();
    else this.ready[0] = chunk.subarray(part.length);
    this.position += part.length;
    if (this.position > this.size) throw new FileProblem(this.place, `${this.size} unpacked bytes`, 'more');
    return part;
  }

  private async fill(): Promise<void> {
    const length = Math.min(this.step, this.packed.size - this.taken);
    this.step = Math.min(2 * this.step, longestStep);
    if (length === 0)
      throw new FileProblem(
        this.place,
        `${this.size} unpacked bytes`,
        `${this.position}: the compressed data is truncated`,
      );
    const bytes = await this.packed.read(this.taken, length);
    this.taken += length;
    try {
      this.inflate.push(bytes, this.taken === this.packed.size);
    } catch (error) {
      throw new FileProblem(this.place, 'deflated bytes', error instanceof Error ? error.message : String(error));
    }
    this.ready = this.ready.filter((chunk) => chunk.length > 0);
  }
}

/**
 * Deflated bytes as a source of the unpacked ones, of which there have to be `size`. Reading on costs no more than
 * unpacking what is read; reading further back starts again from the beginning.
 */
export function inflatedSource(packed: ByteSource, size: number, place: string): ByteSource {
  let stream = new Inflater(packed, size, place);
  let queue: Promise<unknown> = Promise.resolve();
  const readNow = async (offset: number, length: number): Promise<Uint8Array> => {
    checkRange(size, offset, length);
    // What is unpacked may lie ready; reading nothing looks whether the file has changed meanwhile.
    await packed.read(0, 0);
    if (offset < stream.position) stream = new Inflater(packed, size, place);
    while (stream.position < offset) await stream.next(offset - stream.position);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const part = await stream.next(length - done);
      bytes.set(part, done);
      done += part.length;
    }
    return bytes;
  };
  return {
    size,
    // One after the other: they share the stream.
    read: (offset, length) => {
      const result = queue.then(() => readNow(offset, length));
      queue = result.catch(() => undefined);
      return result;
    },
  };
}
