import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';
import { initializerCode } from '../../../src/experiment/code/initializerCode';

const laws: KernelInitializer[] = [
  { kind: 'constant', value: 0.5 },
  { kind: 'randomNormal', stddev: 2 },
  { kind: 'randomUniform', min: 0, max: 1 },
  { kind: 'truncatedNormal' },
  { kind: 'varianceScaling', scale: 2, mode: 'fanAvg', distribution: 'normal' },
  { kind: 'glorotUniform', gain: { activation: 'tanh', rule: 'pytorch' } },
  { kind: 'glorotNormal', gain: 2 },
  { kind: 'heNormal' },
  { kind: 'heNormal', a: 0.2, mode: 'fanOut', truncated: false },
  { kind: 'lecunNormal' },
  { kind: 'pytorchLinear' },
];

/** Code of the first layer of a network, 7 → 5, for the generator of JAX; `makeJax.py` runs it. */
export const jaxCodeCases = () =>
  (['script', 'linen', 'nnx'] as const).flatMap((keys) =>
    [true, false].flatMap((partitionable) =>
      laws.map((law) => {
        const snippet = { law, shape: { fanIn: 7, fanOut: 5, layout: 'in-out' }, seed: 3 } as const;
        const random = { generator: 'jax', keys, partitionable } as const;
        return { ...snippet, random, code: initializerCode('jax', { ...snippet, random }, law.kind) };
      }),
    ),
  );
