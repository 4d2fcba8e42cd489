/** More bytes than there is room for: `needed` in all, of `most`. */
export class RoomError extends Error {
  override readonly name = 'RoomError';
  constructor(
    readonly needed: number,
    readonly most: number,
    readonly purpose: string,
  ) {
    super(`${purpose} needs ${needed} bytes; the limit is ${most}.`);
  }
}

/** How much memory a dataset may take while it is loaded. Every reader asks for its bytes here before it takes them. */
export class Room {
  /** Bytes of files that were read: they are given back, but the collector of garbage may still hold them. */
  files = 0;
  private used: number;
  private highest: number;

  /** `most` bytes in all, of which `used` are taken by what is there before. */
  constructor(
    readonly most = Infinity,
    used = 0,
  ) {
    this.used = used;
    this.highest = used;
  }

  /** Bytes that were taken at once at most, since the beginning. */
  get peak(): number {
    return this.highest;
  }

  /** Bytes that may still be taken. */
  get left(): number {
    return this.most - this.used;
  }

  /**
   * Sets bytes aside, before they are taken; `purpose` names them in the message. Throws `RoomError` when there is no
   * room.
   */
  take(bytes: number, purpose: string): void {
    if (!(this.used + bytes <= this.most)) throw new RoomError(this.used + bytes, this.most, purpose);
    this.used += bytes;
    this.highest = Math.max(this.highest, this.used);
  }

  /** Gives bytes back that are not needed any more. */
  give(bytes: number): void {
    this.used -= bytes;
  }

  /** Does some work and keeps `kept(result)` of the bytes that it took. */
  async during<T>(work: () => Promise<T>, kept: (result: T) => number): Promise<T> {
    const before = this.used;
    const result = await work();
    this.used = before + kept(result);
    return result;
  }
}
