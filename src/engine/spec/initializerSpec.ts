import type { Activation } from './networkSpec';

/** Which side of a dense kernel scales the law. The fan-in is the input side whatever the layout. */
export type FanMode = 'fanIn' | 'fanOut';

/**
 * Row-major order of a stored or drawn kernel: `out-in` as PyTorch and the NumPy courses, `in-out` as Keras and JAX.
 */
export const layouts = ['out-in', 'in-out'] as const;
export type Layout = (typeof layouts)[number];

/** How a gain follows from an activation: keeping the size of signals, that of gradients, or PyTorch's table. */
export const gainRules = ['forward', 'backward', 'pytorch'] as const;
export type GainRule = (typeof gainRules)[number];

/** A gain that is computed for an activation; `slope` (0.01) is the negative slope of `leakyRelu`. */
export interface ComputedGain {
  activation: Activation;
  rule: GainRule;
  slope?: number;
}

export type Gain = number | ComputedGain;

/** A law and its parameters, for each kind. */
type ParametersOfKind =
  | { kind: 'zeros' }
  | { kind: 'ones' }
  | { kind: 'constant'; value?: number }
  | { kind: 'identity'; gain?: number }
  | { kind: 'randomNormal'; mean?: number; stddev?: number; scale?: number }
  | { kind: 'randomUniform'; min?: number; max?: number }
  | { kind: 'truncatedNormal'; mean?: number; stddev?: number }
  | {
      kind: 'varianceScaling';
      scale?: number;
      mode?: FanMode | 'fanAvg';
      distribution?: 'uniform' | 'normal' | 'truncatedNormal';
    }
  | { kind: 'glorotUniform'; gain?: Gain }
  | { kind: 'glorotNormal'; gain?: Gain; truncated?: boolean }
  | { kind: 'heUniform'; u?: Gain; a?: number; mode?: FanMode }
  | { kind: 'heNormal'; u?: Gain; a?: number; mode?: FanMode; truncated?: boolean }
  | { kind: 'lecunUniform' }
  | { kind: 'lecunNormal'; truncated?: boolean }
  | { kind: 'pytorchLinear' }
  | { kind: 'orthogonal'; gain?: Gain }
  | { kind: 'sparse'; sparsity?: number; stddev?: number }
  | { kind: 'zerO' }
  | { kind: 'lsuv'; tolerance?: number; maxTries?: number }
  | { kind: 'fromFile'; path: string };

/**
 * A law for one kernel (or bias) as the experiment file writes it; absent parameters take the catalogue's defaults.
 * `seed` is that of an initializer of Keras, which has one of its own: without it, the default seed that Keras takes.
 */
export type KernelInitializer = ParametersOfKind & { seed?: number };

export type InitializerKind = KernelInitializer['kind'];

/** A dense kernel's shape by its fans, and the layout in which it is drawn and shown. */
export interface KernelShape {
  fanIn: number;
  fanOut: number;
  layout: Layout;
}
