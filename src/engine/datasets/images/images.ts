import type { ImageShape, Split } from '../spec';

/**
 * The first `count` images as rows of bytes, which stand for numbers in [0, 1], with their classes. The bytes are those
 * of `pixels`.
 */
export function imageSplit(
  pixels: Uint8Array,
  labels: Uint8Array,
  count: number,
  { width, height, channels }: ImageShape,
): Split {
  return {
    count,
    inputs: pixels.subarray(0, count * width * height * channels),
    labels: Int32Array.from(labels.subarray(0, count)),
  };
}
