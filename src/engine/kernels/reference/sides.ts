import type { Kernels } from '../kernels';

export const sides: Kernels['sides'] = (values) => {
  let [first, second] = [0, 0];
  for (let from = 0; from < values.length; from += 32) {
    let word = 0;
    const end = Math.min(from + 32, values.length);
    for (let i = from; i < end; i++) word = (word << 1) | Number(values[i] > 0);
    first = Math.imul(first ^ word, 0x9e3779b1);
    second = Math.imul(second ^ word, 0x85ebca6b);
    second ^= second >>> 15;
  }
  return (first >>> 0) * 1048576 + (second >>> 12);
};
