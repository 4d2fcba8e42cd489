import type { GeneratorSettings } from '../../../src/engine/random/source';
import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';
import { initializerCode } from '../../../src/experiment/code/initializerCode';

const laws: KernelInitializer[] = [
  { kind: 'constant', value: 0.5 },
  { kind: 'randomNormal', mean: 0.5, stddev: 2 },
  { kind: 'randomUniform', min: 0, max: 1 },
  { kind: 'truncatedNormal' },
  { kind: 'varianceScaling', scale: 2, mode: 'fanAvg', distribution: 'normal' },
  { kind: 'glorotUniform' },
  { kind: 'glorotNormal', gain: 2 },
  { kind: 'heNormal' },
  { kind: 'heNormal', a: 0.2, mode: 'fanOut', truncated: false },
  { kind: 'lecunNormal', seed: 7 },
  { kind: 'pytorchLinear' },
];

/** Code of the first layer of a model, 7 → 5, for the generator of Keras; `makeKeras.py` runs it. */
export const kerasCodeCases = (backend: NonNullable<GeneratorSettings['backend']>) =>
  laws.map((law) => {
    const snippet = { law, shape: { fanIn: 7, fanOut: 5, layout: 'in-out' }, seed: 3 } as const;
    const random = { generator: 'keras', backend } as const;
    return { ...snippet, random, code: initializerCode('keras', { ...snippet, random }, law.kind) };
  });
