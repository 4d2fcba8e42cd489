import type { Precision } from '../../elementType';
import type { Kernels, SmallKernels } from '../kernels';

/*
 * What the kernel modules export, as `assembly/index.ts` has it: each call with its arguments in their order, which are
 * byte offsets and counts. `checkLayouts` holds every instance against their number.
 */

/**
 * Calls that several threads can do together, each a part of it: some of the units, or a range of parameters. Every
 * number comes of the same operations in the same order as in one call, so that the bits do not depend on the threads.
 */
const partCalls = {
  denseForward: 'x batch kernel bias preActivations activations n inputs units activation unit unitEnd',
  denseGradients:
    'x batch kernel gradient kernelGradient biasGradient inputGradient n inputs units unit unitEnd row rowEnd',
  sgd: 'parameters gradients count learningRate weightDecay',
  sgdMomentum: 'parameters gradients velocity count learningRate momentum nesterov weightDecay',
  rmsprop: 'parameters gradients squares velocity hasVelocity count learningRate alpha epsilon momentum weightDecay',
  adam: 'parameters gradients first second count size root beta1 beta2 epsilon added kept',
} as const;

const wholeCalls = {
  differentiate: 'preActivations gradient count activation',
  binaryCrossEntropy: 'logits labels gradient n',
  categoricalCrossEntropy: 'logits labels gradient n classes',
  meanSquaredError: 'logits activations target kind gradient n units output',
  gather: 'source indices out n width whole',
  gatherBytes: 'source indices out n width whole',
  gatherLabels: 'source indices out n',
  unpack: 'source out count',
  sides: 'values count',
  compressByteRows: 'x count width starts entries limit',
  useCompressed: 'source starts width ofBytes',
  useScratch: 'at bytes',
  constantsEnd: '',
} as const;

/** Of modules of float32 alone. */
const singleCalls = {
  compressRows: 'x count width starts entries limit',
} as const;

const calls = { ...partCalls, ...wholeCalls, ...singleCalls };
type Calls = typeof calls;
export type PartCall = keyof typeof partCalls;

type Words<Text extends string> = Text extends ''
  ? []
  : Text extends `${string} ${infer Rest}`
    ? [number, ...Words<Rest>]
    : [number];
/** A number for each argument of a call. */
type ArgumentsOf<Call extends keyof Calls> = Words<Calls[Call]>;

/**
 * The exports of an instance, as those of float32 have them; in a module of float64 there are no `singleCalls`. What
 * answers nothing answers undefined.
 */
export type KernelExports = SmallKernels &
  Required<Pick<Kernels, 'distribution' | 'permutation' | 'survey'>> & {
    readonly [Call in keyof Calls]: (...values: ArgumentsOf<Call>) => number;
  };

const countsOf = (texts: Readonly<Record<string, string>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(texts).map(([call, text]) => [call, text === '' ? 0 : text.split(' ').length]));

/** How many arguments each call of a module has. */
export const argumentCounts: Readonly<Record<Precision, ReadonlyMap<string, number>>> = {
  float32: countsOf(calls),
  float64: countsOf({ ...partCalls, ...wholeCalls }),
};
/** Arguments of a part at most. */
export const mostArguments = 14;

/** The calls by the numbers that threads tell each other. */
export const partCallNames = Object.keys(partCalls) as PartCall[];

type PutArguments = <Call extends PartCall>(call: Call, a: Float64Array, ...values: ArgumentsOf<Call>) => void;

/** Puts the arguments of a part into `a`: one by one, since a list of them would be an array for every call. */
export const putArguments: PutArguments = (
  _: PartCall,
  a: Float64Array,
  a0 = 0,
  a1 = 0,
  a2 = 0,
  a3 = 0,
  a4 = 0,
  a5 = 0,
  a6 = 0,
  a7 = 0,
  a8 = 0,
  a9 = 0,
  a10 = 0,
  a11 = 0,
  a12 = 0,
  a13 = 0,
) => {
  a[0] = a0;
  a[1] = a1;
  a[2] = a2;
  a[3] = a3;
  a[4] = a4;
  a[5] = a5;
  a[6] = a6;
  a[7] = a7;
  a[8] = a8;
  a[9] = a9;
  a[10] = a10;
  a[11] = a11;
  a[12] = a12;
  a[13] = a13;
};

/** Does one part of a call, with the arguments in `a`; an export leaves alone those that it does not have. */
export function doPart(call: PartCall, kernels: KernelExports, a: Float64Array): void {
  const part = kernels[call] as (...values: number[]) => number;
  part(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13]);
}
