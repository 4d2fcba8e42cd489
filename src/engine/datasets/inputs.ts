/**
 * Rows × features, row by row: numbers, or bytes, each of which stands for byte / 255 until a batch of them is
 * gathered.
 */
export type Inputs = Float32Array | Uint8Array;

/** What a byte becomes: byte / 255 rounded to float32, as `x.astype('float32') / 255`. */
export const byteValues: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** The numbers that inputs stand for; numbers are handed back as they are. */
export function numbersOf(inputs: Inputs): Float32Array {
  if (inputs instanceof Float32Array) return inputs;
  const numbers = new Float32Array(inputs.length);
  numbersInto(inputs, numbers);
  return numbers;
}

/** Writes the numbers that inputs stand for into `out`, which is as long. */
export function numbersInto(inputs: Inputs, out: Float32Array): void {
  if (inputs instanceof Float32Array) out.set(inputs);
  else for (let i = 0; i < inputs.length; i++) out[i] = byteValues[inputs[i]];
}

/** Inputs in [0, 1] as pixels of a byte; bytes are handed back as they are. */
export function pixelsOf(inputs: Inputs): Uint8Array {
  return inputs instanceof Uint8Array ? inputs : Uint8Array.from(inputs, (value) => Math.round(255 * value));
}
