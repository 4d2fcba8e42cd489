import type { Pcg64 } from './pcg64';

/** A whole number of 0 … `most` by masked rejection on 32-bit words (`random_interval`); `most` is 0 … 2³²−1. */
export function masked(bits: Pcg64, most: number): number {
  if (most === 0) return 0;
  const mask = 0xffffffff >>> Math.clz32(most);
  let value: number;
  do value = (bits.next32() & mask) >>> 0;
  while (value > most);
  return value;
}

/** The 64-bit word drawn next. */
function word64(bits: Pcg64): bigint {
  bits.next64();
  return (BigInt(bits.high) << 32n) | BigInt(bits.low);
}

/**
 * A whole number of 0 … `most` by the high half of a product, redrawn where the low half would favour a number (Lemire
 * 2019; `random_bounded_uint64`). `most` is 0 … 2⁵³−1; up to 2³²−1, 32-bit words are drawn.
 */
export function lemire(bits: Pcg64, most: number): number {
  if (most === 0) return 0;
  if (most === 0xffffffff) return bits.next32();
  const size = most > 0xffffffff ? 64n : 32n;
  const draw = size === 64n ? () => word64(bits) : () => BigInt(bits.next32());
  const mask = (1n << size) - 1n;
  const count = BigInt(most) + 1n;
  let product = draw() * count;
  if ((product & mask) < count) {
    const least = (mask - BigInt(most)) % count;
    while ((product & mask) < least) product = draw() * count;
  }
  return Number(product >> size);
}
