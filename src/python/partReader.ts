import { lead, partLength, partsOf } from '../experiment/messages/parts';

/** Bytes of a message at most: what is larger is no message of the probe, which sends weights in pieces. */
const longest = 2 ** 28;

/** Puts the messages of a stream together from the chunks in which they come. */
export class PartReader {
  private chunks: Uint8Array[] = [];
  private length = 0;

  /** The messages that are whole with this chunk. Throws a RangeError or SyntaxError for bytes that are none. */
  *read(chunk: Uint8Array): Generator<unknown, void> {
    this.chunks.push(chunk);
    this.length += chunk.length;
    for (let length = this.wanted(); this.length >= length; length = this.wanted()) {
      const bytes = this.joined();
      this.keep(bytes.subarray(length));
      // A copy of its own: arrays of the message are views of it, and must not hold the next ones.
      const { value, done } = partsOf(bytes.slice(0, length)).next();
      if (done) return;
      yield value;
    }
  }

  /** Bytes up to the end of the message under way. */
  private wanted(): number {
    if (this.length < lead) return lead;
    if (this.chunks[0].length < lead) this.keep(this.joined());
    const [{ buffer, byteOffset }] = this.chunks;
    const length = partLength(new DataView(buffer, byteOffset, lead), 0);
    if (length > longest) throw new RangeError(`Message: expected at most ${longest} bytes, got the length ${length}.`);
    return length;
  }

  private joined(): Uint8Array {
    if (this.chunks.length === 1) return this.chunks[0];
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  private keep(bytes: Uint8Array): void {
    this.chunks = bytes.length === 0 ? [] : [bytes];
    this.length = bytes.length;
  }
}
