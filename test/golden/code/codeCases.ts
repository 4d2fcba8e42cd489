import { frameworks, type Framework } from '../../../src/engine/initializers/catalogue/frameworks';
import type { KernelInitializer, KernelShape, Layout } from '../../../src/engine/spec/initializerSpec';
import type { Snippet } from '../../../src/experiment/code/snippet';
import { initializerCode } from '../../../src/experiment/code/initializerCode';

/** One snippet; `makeCode.py` runs those of NumPy and PyTorch and compiles the others. */
export interface CodeCase {
  framework: Framework;
  law: KernelInitializer;
  shape: KernelShape;
  seed: number;
  /** Absent: RandomState. */
  random?: Snippet['random'];
  code: string;
}

const laws: KernelInitializer[] = [
  { kind: 'zeros' },
  { kind: 'ones' },
  { kind: 'constant', value: 3 },
  { kind: 'constant', value: -0.25 },
  { kind: 'identity', gain: 2 },
  { kind: 'randomNormal' },
  { kind: 'randomNormal', mean: 0.5, stddev: 1, scale: 10 },
  { kind: 'randomUniform' },
  { kind: 'randomUniform', min: 0, max: 1 },
  { kind: 'truncatedNormal' },
  { kind: 'truncatedNormal', mean: -1, stddev: 0.3 },
  { kind: 'varianceScaling' },
  { kind: 'varianceScaling', scale: 2, mode: 'fanAvg', distribution: 'normal' },
  { kind: 'varianceScaling', mode: 'fanOut', distribution: 'uniform' },
  { kind: 'glorotUniform' },
  { kind: 'glorotUniform', gain: { activation: 'gelu', rule: 'forward' } },
  { kind: 'glorotUniform', gain: { activation: 'leakyRelu', rule: 'pytorch', slope: 0.2 } },
  { kind: 'glorotNormal' },
  { kind: 'glorotNormal', gain: { activation: 'tanh', rule: 'pytorch' } },
  { kind: 'glorotNormal', truncated: true },
  { kind: 'heNormal' },
  { kind: 'heNormal', u: 1 },
  { kind: 'heNormal', a: 0.2, mode: 'fanOut' },
  { kind: 'heNormal', truncated: true },
  { kind: 'heNormal', u: { activation: 'silu', rule: 'backward' } },
  { kind: 'heUniform' },
  { kind: 'heUniform', u: 1.5 },
  { kind: 'lecunNormal' },
  { kind: 'lecunNormal', truncated: true },
  { kind: 'lecunUniform' },
  { kind: 'pytorchLinear' },
  { kind: 'orthogonal' },
  { kind: 'orthogonal', gain: { activation: 'elu', rule: 'forward' } },
  { kind: 'sparse', sparsity: 0.4, stddev: 1 },
  { kind: 'zerO' },
  { kind: 'lsuv' },
  { kind: 'fromFile', path: 'weights.npz' },
];
const shapes: [fanIn: number, fanOut: number, layout: Layout][] = [
  [2, 10, 'out-in'],
  [7, 5, 'in-out'],
];

function caseOf(
  framework: Framework,
  law: KernelInitializer,
  [fanIn, fanOut, layout]: (typeof shapes)[number],
  random?: Snippet['random'],
): CodeCase {
  const snippet: Snippet = { law, shape: { fanIn, fanOut, layout }, seed: 3, ...(random && { random }) };
  return { ...snippet, framework, code: initializerCode(framework, snippet, law.kind) };
}

/**
 * Every law in every framework for a layer that grows and one that shrinks, and with NumPy's Generator for one of them
 * in either dtype.
 */
export const codeCases: CodeCase[] = [
  ...laws.flatMap((law) => frameworks.flatMap((framework) => shapes.map((shape) => caseOf(framework, law, shape)))),
  ...laws.flatMap((law) =>
    (['float64', 'float32'] as const).map((dtype, i) =>
      caseOf('numpy', law, shapes[i], { generator: 'numpyGenerator', dtype }),
    ),
  ),
];

/** Laws whose code cannot be run by itself to our numbers: the batch or the file is the reader's. */
export const notDrawn: ReadonlySet<string> = new Set(['lsuv', 'fromFile']);

/**
 * Of Keras and JAX on a kernel that is large enough for its moments to tell the law; `makeCodeShims.py` runs them on
 * stand-ins.
 */
export const shimCases: CodeCase[] = laws
  .filter(({ kind }) => !notDrawn.has(kind))
  .flatMap((law) =>
    (['keras', 'jax'] as const).map((framework) => {
      const shape: KernelShape = { fanIn: 300, fanOut: 200, layout: 'in-out' };
      return { framework, law, shape, seed: 3, code: initializerCode(framework, { law, shape, seed: 3 }, law.kind) };
    }),
  );
