/** Red, green and blue, 0 … 255. */
export type Rgb = readonly [number, number, number];
