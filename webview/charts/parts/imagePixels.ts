/** Images as bytes: one after the other, channel by channel, each row by row. */
export interface ImageBytes {
  width: number;
  height: number;
  channels: number;
  pixels: Uint8Array;
}

/** Image `index` as the red, green, blue and opacity bytes that a canvas takes; one channel is grey. */
export function pixelsOf(
  { width, height, channels, pixels }: ImageBytes,
  index: number,
): Uint8ClampedArray<ArrayBuffer> {
  const size = width * height;
  const start = index * size * channels;
  const out = new Uint8ClampedArray(4 * size);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < 3; c++) out[4 * i + c] = pixels[start + (channels === 1 ? 0 : c * size) + i];
    out[4 * i + 3] = 255;
  }
  return out;
}
