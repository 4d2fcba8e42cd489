import type { Placed } from './placed';

/**
 * Tensors of a file whose laws are looked for: so many, the largest. A law takes longer than all else that is said of a
 * small tensor.
 */
export const mostJudged = 10_000;
/** Tensors of so many numbers are judged however many there are: reading them takes longer. */
export const alwaysJudged = 2 ** 16;

/**
 * Marks the small tensors of a file of very many. It is the file alone that tells which: the answer about a tensor is
 * the same whatever was asked before.
 */
export function passOver(placed: readonly Placed[]): void {
  if (placed.length <= mostJudged) return;
  const bySize = [...placed].sort((a, b) => b.entry.count - a.entry.count || a.index - b.index);
  for (const one of bySize.slice(mostJudged)) if (one.entry.count < alwaysJudged) one.passedOver = true;
}
