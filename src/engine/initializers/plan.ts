import { checkKernelInitializer, checkShape } from './check';
import { gainValue, heFactor } from './gains';
import type { LawConventions } from '../random/source';
import type { KernelInitializer, KernelShape } from '../spec/initializerSpec';

/** The std of N(0, 1) cut at ±2. */
export const truncatedStd = 0.87962566103423978;

/**
 * An initializer with every default and fan filled in: what is to be drawn.
 *
 * `normal` is (mean + stddev·z)·scale, as scripts write it; `truncatedNormal` is mean + stddev·z with z cut at ±2, so
 * that its std is `truncatedStd`·stddev. `variance` is there where a law was given by it.
 */
export type DrawPlan =
  | { family: 'constant'; value: number }
  | { family: 'normal'; mean: number; stddev: number; scale: number; variance?: number }
  | { family: 'truncatedNormal'; mean: number; stddev: number; variance?: number }
  | { family: 'uniform'; low: number; high: number; variance?: number }
  | { family: 'identity'; gain: number }
  | { family: 'orthogonal'; gain: number }
  | { family: 'sparse'; sparsity: number; stddev: number }
  | { family: 'zerO' }
  | { family: 'lsuv'; tolerance: number; maxTries: number }
  | { family: 'fromFile'; path: string };

/** U of this variance, between ± √(3·variance). */
const uniform = (variance: number, bound = Math.sqrt(3 * variance)): DrawPlan => ({
  family: 'uniform',
  low: -bound,
  high: bound,
  variance,
});

/** A normal law of this variance, plain or as Keras and JAX truncate it. */
function normal(variance: number, truncated = false, std = Math.sqrt(variance)): DrawPlan {
  return truncated
    ? { family: 'truncatedNormal', mean: 0, stddev: std / truncatedStd, variance }
    : { family: 'normal', mean: 0, stddev: std, scale: 1, variance };
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
  return distribution === 'uniform' ? uniform(variance) : normal(variance, distribution === 'truncatedNormal');
}

/**
 * What `spec` draws for a kernel of `shape` by the conventions of a framework; throws an `InitializerError` for a spec
 * that cannot be drawn.
 */
export function planOf(spec: KernelInitializer, shape: KernelShape, { scaledNormals }: LawConventions = {}): DrawPlan {
  checkKernelInitializer(spec);
  checkShape(shape);
  const { fanIn, fanOut } = shape;
  const truncated = scaledNormals === 'truncated';
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
    case 'glorotUniform': {
      const gain = gainValue(spec.gain ?? 1);
      return uniform((gain * gain * 2) / (fanIn + fanOut), gain * Math.sqrt(6 / (fanIn + fanOut)));
    }
    case 'glorotNormal': {
      const gain = gainValue(spec.gain ?? 1);
      const std = gain * Math.sqrt(2 / (fanIn + fanOut));
      return normal((gain * gain * 2) / (fanIn + fanOut), spec.truncated ?? truncated, std);
    }
    case 'heUniform': {
      const factor = heFactor(spec);
      const n = spec.mode === 'fanOut' ? fanOut : fanIn;
      return uniform(factor / n, Math.sqrt((3 * factor) / n));
    }
    case 'heNormal':
      return normal(heFactor(spec) / (spec.mode === 'fanOut' ? fanOut : fanIn), spec.truncated ?? truncated);
    case 'lecunUniform':
      return uniform(1 / fanIn, Math.sqrt(3 / fanIn));
    case 'lecunNormal':
      return normal(1 / fanIn, spec.truncated ?? truncated);
    case 'pytorchLinear':
      return uniform(1 / 3 / fanIn, 1 / Math.sqrt(fanIn));
  }
}

/** As `planOf` for the bias beside a kernel of `shape`. The fans of pytorchLinear are the kernel's everywhere. */
export function biasPlanOf(spec: KernelInitializer, shape: KernelShape, conventions: LawConventions = {}): DrawPlan {
  const ofUnits = conventions.biasFans === 'units' && spec.kind !== 'pytorchLinear';
  return planOf(spec, ofUnits ? { ...shape, fanIn: shape.fanOut } : shape, conventions);
}
