import type { Gain, KernelInitializer, Layout } from '../../engine/spec/initializerSpec';
import type { Fans } from '../tensors/report';
import { planText, remember } from './lawsOfFans';

/** A law that a tensor may have been drawn from. */
export interface Candidate extends Fans {
  law: KernelInitializer;
  layout: Layout | 'any';
  /** Its parameters are usual ones, but no framework's defaults. */
  unusual?: true;
  fitted?: true;
}

/** What candidates are chosen by: nothing but the size of the numbers. */
export interface Extent {
  mean: number;
  std: number;
  min: number;
  max: number;
  /** Relative uncertainty of the standard deviation. */
  slack: number;
}

const tanh: Gain = { activation: 'tanh', rule: 'pytorch' };
const relu: Gain = { activation: 'relu', rule: 'pytorch' };
const selu: Gain = { activation: 'selu', rule: 'pytorch' };

/** Laws that scale with the fans, with the parameters that frameworks have by default. */
export const scaledLaws = remember<readonly KernelInitializer[]>([
  { kind: 'heNormal' },
  { kind: 'glorotNormal' },
  { kind: 'lecunNormal' },
  { kind: 'heNormal', truncated: true },
  { kind: 'glorotNormal', truncated: true },
  { kind: 'lecunNormal', truncated: true },
  { kind: 'heUniform' },
  { kind: 'glorotUniform' },
  { kind: 'lecunUniform' },
  { kind: 'pytorchLinear' },
  { kind: 'heNormal', mode: 'fanOut' },
  { kind: 'heNormal', mode: 'fanOut', truncated: true },
  { kind: 'heUniform', mode: 'fanOut' },
  { kind: 'varianceScaling', mode: 'fanOut', distribution: 'normal' },
  { kind: 'varianceScaling', mode: 'fanOut' },
  { kind: 'varianceScaling', mode: 'fanOut', distribution: 'uniform' },
]);

/** The same with gains and slopes that people choose. */
const unusual = remember(
  [tanh, relu, selu]
    .flatMap((gain): KernelInitializer[] => [
      { kind: 'glorotNormal', gain },
      { kind: 'glorotUniform', gain },
      { kind: 'glorotNormal', gain, truncated: true },
      { kind: 'heNormal', u: gain },
      { kind: 'heUniform', u: gain },
    ])
    .concat(
      [0.1, 0.2, 0.3].flatMap((a): KernelInitializer[] => [
        { kind: 'heNormal', a },
        { kind: 'heUniform', a },
      ]),
    ),
);

/** 1 … 9 times a power of ten between two positive numbers: what people write as a standard deviation or a bound. */
export function roundNumbers(low: number, high: number): number[] {
  const found: number[] = [];
  if (!(low > 0) || !(high < Infinity)) return found;
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high) && found.length < 40; power++) {
    for (let digit = 1; digit <= 9; digit++) {
      const value = Number(`${digit}e${power}`);
      if (value >= low && value <= high) found.push(value);
    }
  }
  return found;
}

/** Laws that do not look at the fans, with round parameters about the size of the tensor. */
function plain({ std, min, max, slack }: Extent): KernelInitializer[] {
  const about = (value: number): number[] => roundNumbers(value / (1 + slack), value * (1 + slack));
  const peak = Math.max(-min, max);
  const laws: KernelInitializer[] = about(std).map((stddev) => ({ kind: 'randomNormal', stddev }));
  laws.push(
    ...about(std / 0.8796256610342398).map((stddev): KernelInitializer => ({ kind: 'truncatedNormal', stddev })),
  );
  // The largest of a few uniform numbers may stay well below their bound.
  laws.push(
    ...roundNumbers(peak * 0.999999, peak * (1 + 3 * slack)).map((bound): KernelInitializer =>
      min >= 0 ? { kind: 'randomUniform', min: 0, max: bound } : { kind: 'randomUniform', min: -bound, max: bound },
    ),
  );
  return laws;
}

/** Laws whose parameters are the tensor's own: they tell its shape alone. */
export function fittedLaws({ mean, std, min, max }: Extent): KernelInitializer[] {
  return [
    { kind: 'randomNormal', mean, stddev: std },
    { kind: 'truncatedNormal', mean, stddev: std / 0.8796256610342398 },
    { kind: 'randomUniform', min, max },
  ];
}

/** Layouts with the fans that they give. */
export type Readings = readonly (Fans & { layout: Layout })[];

/** Candidates in three groups, without those that draw the same numbers under the same name. */
export function candidatesOf(
  readings: Readings,
  extent: Extent,
): { usual: Candidate[]; unusual: Candidate[]; fitted: Candidate[] } {
  const seen = new Set<string>();
  const known = new Set<string>();
  const isNew = (law: KernelInitializer, fans: Fans): boolean => {
    const plan = planText(law, fans);
    // Variance scaling is the common form of the others: it is named where no other name draws the same.
    const repeated = seen.has(`${law.kind} ${plan}`) || (law.kind === 'varianceScaling' && known.has(plan));
    seen.add(`${law.kind} ${plan}`);
    known.add(plan);
    return !repeated;
  };
  const over = (laws: readonly KernelInitializer[], mark: { unusual?: true }): Candidate[] =>
    laws.flatMap((law) =>
      readings.flatMap(({ layout, fanIn, fanOut }): Candidate[] =>
        isNew(law, { fanIn, fanOut }) ? [{ law, layout, fanIn, fanOut, ...mark }] : [],
      ),
    );
  const anyFans = { fanIn: readings[0]?.fanIn ?? 1, fanOut: readings[0]?.fanOut ?? 1, layout: 'any' as const };
  const usual = [
    ...over(scaledLaws, {}),
    ...plain(extent).flatMap((law): Candidate[] => (isNew(law, anyFans) ? [{ law, ...anyFans }] : [])),
  ];
  return {
    usual,
    unusual: over(unusual, { unusual: true }),
    fitted: fittedLaws(extent).map((law) => ({ law, ...anyFans, fitted: true })),
  };
}
