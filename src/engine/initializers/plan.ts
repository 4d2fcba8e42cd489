import { checkKernelInitializer, checkShape } from './check';
import { gainValue, heFactor } from './gains';
import type { KernelInitializer, KernelShape } from '../spec/initializerSpec';

/** The std of N(0, 1) cut at ±2. */
export const truncatedStd = 0.87962566103423978;

/**
 * An initializer with every default and fan filled in: what is to be drawn.
 *
 * `normal` is (mean + stddev·z)·scale, as scripts write it; `truncatedNormal` is mean + stddev·z with z cut at ±2, so
 * that its std is `truncatedStd`·stddev.
 */
export type DrawPlan =
  | { family: 'constant'; value: number }
  | { family: 'normal'; mean: number; stddev: number; scale: number }
  | { family: 'truncatedNormal'; mean: number; stddev: number }
  | { family: 'uniform'; low: number; high: number }
  | { family: 'identity'; gain: number }
  | { family: 'orthogonal'; gain: number }
  | { family: 'sparse'; sparsity: number; stddev: number }
  | { family: 'zerO' }
  | { family: 'lsuv'; tolerance: number; maxTries: number }
  | { family: 'fromFile'; path: string };

const uniform = (bound: number): DrawPlan => ({ family: 'uniform', low: -bound, high: bound });

/** A normal law of standard deviation `std`, plain or as Keras and JAX truncate it. */
function normal(std: number, truncated = false): DrawPlan {
  return truncated
    ? { family: 'truncatedNormal', mean: 0, stddev: std / truncatedStd }
    : { family: 'normal', mean: 0, stddev: std, scale: 1 };
}

function varianceScaling(
  spec: KernelInitializer & { kind: 'varianceScaling' },
  fanIn: number,
  fanOut: number,
): DrawPlan {
  const mode = spec.mode ?? 'fanIn';
  const n = mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
  const variance = (spec.scale ?? 1) / Math.max(1, n);
  const distribution = spec.distribution ?? 'truncatedNormal';
  return distribution === 'uniform'
    ? uniform(Math.sqrt(3 * variance))
    : normal(Math.sqrt(variance), distribution === 'truncatedNormal');
}

/**
 * What `spec` draws for a kernel of `shape`, or for the bias beside it; throws an `InitializerError` for a spec that
 * cannot be drawn.
 */
export function planOf(spec: KernelInitializer, shape: KernelShape): DrawPlan {
  checkKernelInitializer(spec);
  checkShape(shape);
  const { fanIn, fanOut } = shape;
  switch (spec.kind) {
    case 'zeros':
      return { family: 'constant', value: 0 };
    case 'ones':
      return { family: 'constant', value: 1 };
    case 'constant':
      return { family: 'constant', value: spec.value ?? 0 };
    case 'identity':
      return { family: 'identity', gain: spec.gain ?? 1 };
    case 'orthogonal':
      return { family: 'orthogonal', gain: gainValue(spec.gain ?? 1) };
    case 'sparse':
      return { family: 'sparse', sparsity: spec.sparsity ?? 0.1, stddev: spec.stddev ?? 0.01 };
    case 'zerO':
      return { family: 'zerO' };
    case 'lsuv':
      return { family: 'lsuv', tolerance: spec.tolerance ?? 0.1, maxTries: spec.maxTries ?? 10 };
    case 'fromFile':
      return { family: 'fromFile', path: spec.path };
    case 'randomNormal':
      return { family: 'normal', mean: spec.mean ?? 0, stddev: spec.stddev ?? 0.05, scale: spec.scale ?? 1 };
    case 'randomUniform':
      return { family: 'uniform', low: spec.min ?? -0.05, high: spec.max ?? 0.05 };
    case 'truncatedNormal':
      return { family: 'truncatedNormal', mean: spec.mean ?? 0, stddev: spec.stddev ?? 0.05 };
    case 'varianceScaling':
      return varianceScaling(spec, fanIn, fanOut);
    case 'glorotUniform':
      return uniform(gainValue(spec.gain ?? 1) * Math.sqrt(6 / (fanIn + fanOut)));
    case 'glorotNormal':
      return normal(gainValue(spec.gain ?? 1) * Math.sqrt(2 / (fanIn + fanOut)), spec.truncated);
    case 'heUniform':
      return uniform(Math.sqrt((3 * heFactor(spec)) / (spec.mode === 'fanOut' ? fanOut : fanIn)));
    case 'heNormal':
      return normal(Math.sqrt(heFactor(spec) / (spec.mode === 'fanOut' ? fanOut : fanIn)), spec.truncated);
    case 'lecunUniform':
      return uniform(Math.sqrt(3 / fanIn));
    case 'lecunNormal':
      return normal(Math.sqrt(1 / fanIn), spec.truncated);
    case 'pytorchLinear':
      return uniform(1 / Math.sqrt(fanIn));
  }
}
