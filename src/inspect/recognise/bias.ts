import type { Placed } from '../tensors/placed';
import type { Fans } from '../tensors/report';
import type { Scan } from '../statistics/scan';
import type { Candidate, Readings } from './candidates';

/**
 * What frameworks draw a bias from, besides constants: PyTorch's U(±1/√n_in), and U(±1/√hidden) of recurrent layers.
 */
export function biasCandidates({ hidden, framework, entry }: Placed, readings: Readings): Candidate[] {
  if (framework === 'keras' || framework === 'flax') return [];
  const over = ({ fanIn, fanOut }: Fans): Candidate => ({
    law: { kind: 'pytorchLinear' },
    layout: 'any',
    fanIn,
    fanOut,
  });
  return hidden !== undefined
    ? [over({ fanIn: hidden, fanOut: entry.count })]
    : readings.map((reading) => ({ ...over(reading), layout: reading.layout }));
}

/** Whether a bias is that of Keras' LSTM: ones for the second of four gates, zeros for the others. */
export function isForgetBias({ entry: { count }, moments: { zeros, min, max, mean }, unsorted }: Scan): boolean {
  return (
    count >= 4 &&
    count % 4 === 0 &&
    zeros === (3 * count) / 4 &&
    min === 0 &&
    max === 1 &&
    mean === 0.25 &&
    unsorted.every((x) => x === 0 || x === 1)
  );
}
