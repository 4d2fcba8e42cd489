/**
 * Bytes that a file of `size` bytes may unpack to, all its tensors together. Weights pack to a half at best; zeros pack
 * a thousandfold, so that some megabytes could keep a reader busy for minutes.
 */
export const unpackedBudget = (size: number): number => 32 * size + 2 ** 28;
