import type { ImageShape, Split } from './spec';

/** What a byte becomes: p / 255 rounded to float32, as `x.astype('float32') / 255`. */
const scaled = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** The first `count` images as rows of numbers in [0, 1], with their classes. */
export function imageSplit(pixels: Uint8Array, labels: Uint8Array, count: number, { width, height, channels }: ImageShape): Split {
  const inputs = new Float32Array(count * width * height * channels);
  for (let i = 0; i < inputs.length; i++) inputs[i] = scaled[pixels[i]];
  return { count, inputs, labels: Int32Array.from(labels.subarray(0, count)) };
}
