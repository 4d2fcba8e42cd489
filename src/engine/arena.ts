import type { ArrayType } from './elementType';

/** The part of `WebAssembly.Memory` that the arena needs; ES libraries without the DOM do not declare it. */
export interface ArenaMemory {
  readonly buffer: ArrayBufferLike;
}

declare namespace WebAssembly {
  class Memory implements ArenaMemory {
    constructor(descriptor: { initial: number; maximum: number; shared: boolean });
    readonly buffer: ArrayBufferLike;
  }
}

/** Every array starts on a cache line, which is also what the widest SIMD load likes. */
const alignment = 64;
const pageBytes = 65_536;
/** 32-bit WebAssembly addresses: 4 GiB. */
const largestBytes = 65_536 * pageBytes;
/**
 * At the start of an arena, for the constants that every instance of the WebAssembly kernels puts there: no array comes
 * to lie there.
 */
export const reservedBytes = 1024;

/** What another thread needs to use the same bytes: pass it in a message and give it to `Arena.attach`. */
export interface ArenaRegion {
  /** Present when the bytes are a WebAssembly memory. */
  readonly memory?: ArenaMemory;
  readonly buffer: ArrayBufferLike;
  /** First byte and number of bytes that the holder may use. */
  readonly offset: number;
  readonly bytes: number;
}

/** An array that does not fit in what is left of an arena, or an arena that the machine cannot give. Sizes in bytes. */
export class ArenaError extends Error {
  override readonly name = 'ArenaError';
  constructor(
    readonly requested: number,
    readonly available: number,
    message: string,
  ) {
    super(message);
  }
}

/** Bytes rounded up to the alignment of the arena. */
export function alignedBytes(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

/** Bytes that arrays of these lengths take in an arena, each aligned. */
export function planBytes(lengths: Iterable<number>, type: { BYTES_PER_ELEMENT: number } = Float32Array): number {
  let bytes = 0;
  for (const length of lengths) bytes += alignedBytes(type.BYTES_PER_ELEMENT * length);
  return bytes;
}

/**
 * A bump allocator of 64-byte aligned arrays over one block of memory of a fixed size, shared between threads where
 * the machine allows it: a shared `WebAssembly.Memory`, else a `SharedArrayBuffer`, else a plain `ArrayBuffer`.
 *
 * Nothing is freed but all at once (`reset`), and memory handed out a second time is not cleared.
 */
export class Arena {
  readonly memory: ArenaMemory | undefined;
  readonly buffer: ArrayBufferLike;
  private next: number;

  private constructor(private readonly extent: ArenaRegion) {
    this.memory = extent.memory;
    this.buffer = extent.buffer;
    this.next = extent.offset;
  }

  /** A new arena of at least `bytes` bytes, zeroed. It asks for what the plan needs and no more: 64 KiB pages. */
  static create(bytes: number): Arena {
    const pages = Math.ceil((bytes + reservedBytes) / pageBytes);
    const size = pages * pageBytes;
    if (!(size <= largestBytes))
      throw new ArenaError(
        bytes,
        largestBytes,
        `Arena: expected at most ${largestBytes} addressable bytes, got ${bytes}.`,
      );
    // A shared WebAssembly memory that other threads are given ends a process whose SharedArrayBuffer is switched off.
    const shared: (() => Pick<ArenaRegion, 'memory' | 'buffer'>)[] = [
      () => {
        const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
        return { memory, buffer: memory.buffer };
      },
      () => ({ buffer: new SharedArrayBuffer(size) }),
    ];
    for (const make of [
      ...(typeof SharedArrayBuffer === 'function' ? shared : []),
      () => ({ buffer: new ArrayBuffer(size) }),
    ]) {
      try {
        return new Arena({ ...make(), offset: reservedBytes, bytes: size - reservedBytes });
      } catch {
        // Refused by this machine or its policy: the next make asks for less of it.
      }
    }
    throw new ArenaError(bytes, 0, `This machine can't provide an arena of ${bytes} bytes.`);
  }

  /** The arena of a region that another thread (or this one) has reserved. */
  static attach(region: ArenaRegion): Arena {
    return new Arena(region);
  }

  /** Whether other threads can see the same bytes. */
  get shared(): boolean {
    return typeof SharedArrayBuffer === 'function' && this.buffer instanceof SharedArrayBuffer;
  }

  /** Bytes left. */
  get available(): number {
    return this.extent.offset + this.extent.bytes - this.next;
  }

  /**
   * Sets bytes aside for another thread, or for a part with an arena of its own. Throws `ArenaError` when they do not
   * fit.
   */
  reserve(bytes: number): ArenaRegion {
    const size = alignedBytes(bytes);
    if (!(size <= this.available)) {
      throw new ArenaError(
        size,
        this.available,
        `${size} bytes don't fit in the arena: ${this.available} of ${this.extent.bytes} are free.`,
      );
    }
    const offset = this.next;
    this.next += size;
    return { ...(this.memory === undefined ? {} : { memory: this.memory }), buffer: this.buffer, offset, bytes: size };
  }

  /** An array of `length` elements. Throws `ArenaError` when they do not fit. */
  array<A>(type: ArrayType<A>, length: number): A {
    return new type(this.buffer, this.reserve(type.BYTES_PER_ELEMENT * length).offset, length);
  }

  float32(length: number): Float32Array {
    return this.array(Float32Array, length);
  }

  int32(length: number): Int32Array {
    return this.array(Int32Array, length);
  }

  uint32(length: number): Uint32Array {
    return this.array(Uint32Array, length);
  }

  /** Takes everything back: arrays handed out before must not be used any more. */
  reset(): void {
    this.next = this.extent.offset;
  }
}
