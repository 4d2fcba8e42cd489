/**
 * Set by scripts/buildKernels.mjs. The wide build has register tiles of twice the columns, in pairs of neighbouring
 * vectors: for machines with more registers than the sixteen of 128 bits of x86-64, or where V8 joins such pairs to
 * vectors of 256 bits.
 */
// @ts-ignore: a constant of the compiler
export const wide: bool = WIDE != 0;
