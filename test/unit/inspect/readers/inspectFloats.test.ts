import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { golden, numbersOf, openPath } from '../inspectSupport';

const { tensors, keras } = JSON.parse(readFileSync('test/golden/weights/floats.json', 'utf8')) as {
  tensors: Record<string, [dtype: string, values: number[]]>;
  keras: number[][];
};

it.each(['floats.h5', 'floatsLatest.h5'])(
  '%s: floats are told by their bits, in either byte order, and others are named by them',
  async (name) => {
    const file = await openPath(golden(name));
    expect(file.tensors.map((entry) => entry.name).sort()).toEqual(Object.keys(tensors).sort());
    for (const entry of file.tensors) {
      const [dtype, values] = tensors[entry.name];
      expect([entry.name, entry.dtype]).toEqual([entry.name, dtype]);
      expect(await numbersOf(file, entry)).toEqual(values);
    }
    expect(Object.fromEntries(file.skipped.map((one) => [one.name, one.reason]))).toEqual({
      float20: 'floats of 20 bits in 4 bytes: 6 bits of exponent with bias 31, 13 of mantissa',
      float19: 'floats of 19 bits in 4 bytes: 8 bits of exponent with bias 127, 10 of mantissa',
      biased: 'floats of 16 bits in 2 bytes: 5 bits of exponent with bias 14, 10 of mantissa',
      endless: expect.stringContaining('1099511627776 numbers, more than'),
    });
    file.close();
  },
);

it.each(['brain.keras', 'brain.weights.h5'])('%s: what Keras marks as bfloat16 is read as that', async (name) => {
  const file = await openPath(golden(name));
  expect(file.tensors.map(({ dtype }) => dtype)).toEqual(['bf16', 'bf16']);
  expect(await Promise.all(file.tensors.map((entry) => numbersOf(file, entry)))).toEqual(keras);
  file.close();
});
