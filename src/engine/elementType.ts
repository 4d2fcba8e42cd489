/** The constructor of a typed array, for an array over memory that is there. */
export interface ArrayType<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

/** Arrays of real numbers. */
export type Floats = Float32Array | Float64Array;

interface FloatArrayType<A> extends ArrayType<A> {
  new (length: number): A;
  new (values: ArrayLike<number>): A;
}

/** How real numbers are stored: bytes of an element, the array that holds them, and how that rounds a double. */
export interface ElementType<A extends Floats = Floats> {
  readonly bytes: number;
  readonly array: FloatArrayType<A>;
  readonly round: (x: number) => number;
}

export const float32: ElementType<Float32Array> = {
  bytes: Float32Array.BYTES_PER_ELEMENT,
  array: Float32Array,
  round: Math.fround,
};
export const float64: ElementType<Float64Array> = {
  bytes: Float64Array.BYTES_PER_ELEMENT,
  array: Float64Array,
  round: (x) => x,
};

/** The name of a type with its range, for messages. */
export function rangeText({ bytes }: ElementType): string {
  return bytes === float32.bytes ? 'float32, ±3.4e38' : 'float64, ±1.8e308';
}

/** The element types by their names in an experiment. */
export const elementTypes = { float32, float64 } as const;
/** How precisely a run computes and stores its numbers. */
export type Precision = keyof typeof elementTypes;
export const precisions = Object.keys(elementTypes) as Precision[];
