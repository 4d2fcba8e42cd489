import { float32, type ElementType, type Floats } from '../elementType';

/**
 * Rows × features, row by row: numbers, or bytes, each of which stands for byte / 255 until a batch of them is
 * gathered.
 */
export type Inputs = Floats | Uint8Array;

/**
 * What a byte becomes in double precision: byte / 255, as `x / 255`. Stored as float32 it is `x.astype('float32') /
 * 255`, since the quotient of two such whole numbers rounds the same in one step as in two.
 */
export const byteValues: Float64Array = Float64Array.from({ length: 256 }, (_, byte) => byte / 255);

/** The numbers that inputs stand for, bytes as `type`; numbers are handed back as they are. */
export function numbersOf(inputs: Inputs, type: ElementType = float32): Floats {
  if (!(inputs instanceof Uint8Array)) return inputs;
  const numbers = new type.array(inputs.length);
  numbersInto(inputs, numbers);
  return numbers;
}

/** The numbers that inputs stand for as float32, for drawing and for models that take no other. */
export function singlesOf(inputs: Inputs): Float32Array {
  const numbers = numbersOf(inputs);
  return numbers instanceof Float32Array ? numbers : new Float32Array(numbers);
}

/** Writes the numbers that inputs stand for into `out`, which is as long. */
export function numbersInto(inputs: Inputs, out: Floats): void {
  if (!(inputs instanceof Uint8Array)) out.set(inputs);
  else for (let i = 0; i < inputs.length; i++) out[i] = byteValues[inputs[i]];
}

/** Inputs in [0, 1] as pixels of a byte; bytes are handed back as they are. */
export function pixelsOf(inputs: Inputs): Uint8Array {
  return inputs instanceof Uint8Array ? inputs : Uint8Array.from(inputs, (value) => Math.round(255 * value));
}
