import { gainValue, heFactor } from '../../engine/initializers/gains';
import { truncatedStd } from '../../engine/initializers/plan';
import type { Generator } from '../../engine/random/generators';
import type { GeneratorSettings } from '../../engine/random/source';
import type { Gain, KernelInitializer, KernelShape } from '../../engine/spec/initializerSpec';

/** What a snippet is written for: a law, the kernel's shape, the seed, and the generator (absent: RandomState). */
export interface Snippet {
  law: KernelInitializer;
  shape: KernelShape;
  seed: number;
  random?: { generator: Generator } & GeneratorSettings;
}

/** The fans of a kernel: numbers, or what Python calls them. */
export type Fans = Record<'fanIn' | 'fanOut', number | string>;

/** `name=value` arguments in Python, those that are undefined left out. */
export function keywords(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(', ');
}

/** A text in Python. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A comment behind a line for a gain or factor that is computed; else nothing. */
export function gainComment(gain: Gain | undefined): string {
  return typeof gain === 'object'
    ? `  # ${gain.rule === 'pytorch' ? "PyTorch's" : gain.rule} gain of ${gain.activation}${gain.slope === undefined ? '' : ` ${gain.slope}`}`
    : '';
}

/**
 * The laws whose spread follows from the fans in the terms of variance scaling: Var W = scale / n. `gain` is what the
 * scale was computed from, where it was.
 */
export interface Scaling {
  scale: number;
  mode: 'fan_in' | 'fan_out' | 'fan_avg';
  distribution: 'uniform' | 'normal' | 'truncated';
  gain?: Gain;
}

const modes = { fanIn: 'fan_in', fanOut: 'fan_out', fanAvg: 'fan_avg' } as const;

/** A law as variance scaling; undefined for one that does not look at the fans. */
export function scalingOf(law: KernelInitializer): Scaling | undefined {
  switch (law.kind) {
    case 'heNormal':
      return {
        scale: heFactor(law),
        mode: modes[law.mode ?? 'fanIn'],
        distribution: law.truncated ? 'truncated' : 'normal',
        gain: law.u,
      };
    case 'heUniform':
      return { scale: heFactor(law), mode: modes[law.mode ?? 'fanIn'], distribution: 'uniform', gain: law.u };
    case 'glorotNormal':
      return {
        scale: gainValue(law.gain ?? 1) ** 2,
        mode: 'fan_avg',
        distribution: law.truncated ? 'truncated' : 'normal',
        gain: law.gain,
      };
    case 'glorotUniform':
      return { scale: gainValue(law.gain ?? 1) ** 2, mode: 'fan_avg', distribution: 'uniform', gain: law.gain };
    case 'lecunNormal':
      return { scale: 1, mode: 'fan_in', distribution: law.truncated ? 'truncated' : 'normal' };
    case 'lecunUniform':
      return { scale: 1, mode: 'fan_in', distribution: 'uniform' };
    case 'pytorchLinear':
      return { scale: 1 / 3, mode: 'fan_in', distribution: 'uniform' };
    case 'varianceScaling': {
      const distribution = law.distribution ?? 'truncatedNormal';
      return {
        scale: law.scale ?? 1,
        mode: modes[law.mode ?? 'fanIn'],
        distribution: distribution === 'truncatedNormal' ? 'truncated' : distribution,
      };
    }
    default:
      return undefined;
  }
}

/** The n of Var W = scale / n as Python writes it: `2`, or `(2 + 10) / 2`. */
export function fanText({ mode }: Scaling, { fanIn, fanOut }: Fans): string {
  return mode === 'fan_in' ? String(fanIn) : mode === 'fan_out' ? String(fanOut) : `((${fanIn} + ${fanOut}) / 2)`;
}

/** The std before the cut of a truncated normal over the one after it. */
export const truncation = truncatedStd;

/** NumPy's and SciPy's lines that build Sylvester's Hadamard matrix `H` of at least `side` rows. */
export function hadamardLines(side: number | string, module: 'np' | 'torch'): string[] {
  const join =
    module === 'np' ? 'np.block([[H, H], [H, -H]])' : 'torch.cat([torch.cat([H, H], 1), torch.cat([H, -H], 1)])';
  return [`H = ${module}.ones((1, 1))`, `while len(H) < ${side}:`, `    H = ${join}`];
}
