import type { Split } from '../engine/datasets/spec';

/** Rows that are looked at, evenly spread over the split. */
const sampledRows = 256;
/** Share of numbers other than 0 up to which batches may be worth compressing; each batch is judged again by itself. */
const mostDensity = 0.45;

/** Whether most of a split's inputs are 0, as the pixels of drawings are. */
export function isSparse({ count, inputs }: Split): boolean {
  const width = inputs.length / count;
  const step = Math.max(1, Math.floor(count / sampledRows));
  let looked = 0;
  let kept = 0;
  for (let row = 0; row < count; row += step) {
    for (let i = row * width, end = i + width; i < end; i++) if (inputs[i] !== 0) kept++;
    looked += width;
  }
  return kept <= mostDensity * looked;
}
