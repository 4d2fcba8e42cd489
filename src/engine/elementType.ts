/** Arrays of real numbers. */
export type Floats = Float32Array | Float64Array;

/** How numbers are stored: bytes of an element, the array that holds them, and how that rounds a double. */
export interface ElementType {
  readonly bytes: number;
  readonly array: FloatArrayConstructor;
  readonly round: (x: number) => number;
}

/** What is common to the constructors of `Float32Array` and `Float64Array`. */
interface FloatArrayConstructor {
  new (length: number): Floats;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Floats;
  new (values: ArrayLike<number>): Floats;
}

export const float32: ElementType = { bytes: Float32Array.BYTES_PER_ELEMENT, array: Float32Array, round: Math.fround };
export const float64: ElementType = { bytes: Float64Array.BYTES_PER_ELEMENT, array: Float64Array, round: (x) => x };
