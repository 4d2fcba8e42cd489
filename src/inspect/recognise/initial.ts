import type { KernelInitializer } from '../../engine/spec/initializerSpec';
import { fansOf } from '../tensors/layout';
import type { Placed } from '../tensors/placed';
import type { Fans, InitialEvidence, InitialFit } from '../tensors/report';
import type { Scan } from '../statistics/scan';
import type { Side } from '../statistics/sides';
import { scaledLaws, type Readings } from './candidates';
import { fitOf, type Observed } from './goodness';
import { lawWith } from './lawsOfFans';
import type { Structure } from './structure';

/**
 * How well a tensor speaks for a named law with its own fans, against numbers of the same shape with any scale: the
 * logarithm of a Bayes factor. The scale of any tensor lies within three decades, evenly by its logarithm. By Markov's
 * inequality a tensor of any scale reaches a factor of t in one of t draws at most, whatever its size: a law that was
 * merely not ruled out does not.
 */
const scaleRange = Math.log(1000);

/** Numbers that a kernel needs to be judged at all. */
const fewest = 30;
/** Half of the weight is the framework's own rule; the other half is shared by all other laws. */
const ownWeight = Math.log(2);

/** A law with the rule that it follows. */
interface Rule extends Fans {
  scheme: string;
  name: string;
  law: KernelInitializer;
}

const pytorchRecurrent = 'PyTorch RNN, LSTM, GRU: U(±1/√hidden)';

/** What frameworks draw a kernel from when nobody asks for something else. */
function ownRules(placed: Placed, readings: Readings): Rule[] {
  const {
    entry: { name, shape, layer },
    framework,
    hidden,
    inputAxes,
    role,
  } = placed;
  const rules: Rule[] = [];
  const over = (scheme: string, own: string, law: KernelInitializer, fans: readonly Fans[]): void => {
    for (const { fanIn, fanOut } of fans) rules.push({ scheme, name: own, law, fanIn, fanOut });
  };
  if (role === 'embedding') {
    const fans = { fanIn: shape.at(-1) ?? 1, fanOut: shape[0] ?? 1 };
    if (framework !== 'keras' && framework !== 'flax')
      over('pytorch', 'PyTorch Embedding: N(0, 1)', { kind: 'randomNormal', stddev: 1 }, [fans]);
    if (framework !== 'pytorch' && framework !== 'flax')
      over('keras', 'Keras Embedding: U(±0.05)', { kind: 'randomUniform', min: -0.05, max: 0.05 }, [fans]);
    if (framework !== 'pytorch') over('flax', 'Flax Embed', { kind: 'lecunNormal' }, [fans]);
    over('transformers', 'N(0, 0.02²)', { kind: 'randomNormal', stddev: 0.02 }, [fans]);
    return rules;
  }
  if (framework === 'pytorch' || framework === undefined) {
    if (hidden !== undefined)
      over('pytorch', pytorchRecurrent, { kind: 'pytorchLinear' }, [{ fanIn: hidden, fanOut: shape[0] ?? 1 }]);
    else if (/(in|q|k|v)_proj_weight$/.test(name))
      over('pytorch', 'PyTorch MultiheadAttention: Glorot uniform', { kind: 'glorotUniform' }, readings);
    else over('pytorch', 'PyTorch Linear, Conv: U(±1/√n_in)', { kind: 'pytorchLinear' }, readings);
    over('transformers', 'N(0, 0.02²)', { kind: 'randomNormal', stddev: 0.02 }, readings.slice(0, 1));
  }
  if (framework === 'keras' || framework === 'flax' || framework === undefined) {
    over('keras', 'Keras: Glorot uniform', { kind: 'glorotUniform' }, readings);
    // Before Keras 3.15 the fans of attention were those of a convolution.
    if (inputAxes !== undefined && layer !== undefined)
      over('keras', 'Keras: Glorot uniform', { kind: 'glorotUniform' }, [fansOf(shape, 'in-out')]);
  }
  if (framework !== 'pytorch')
    over('flax', 'Flax: LeCun normal, truncated', { kind: 'lecunNormal', truncated: true }, readings);
  return rules;
}

/** Every other law of the catalogue with its default parameters and the kernel's fans. */
function otherRules({ role, hidden }: Placed, readings: Readings, own: readonly Rule[]): Rule[] {
  if (role === 'embedding' || hidden !== undefined) return [];
  const known = new Set(own.map(({ law, fanIn, fanOut }) => `${JSON.stringify(law)} ${fanIn} ${fanOut}`));
  return scaledLaws.flatMap((law) =>
    readings.flatMap(({ fanIn, fanOut }): Rule[] =>
      known.has(`${JSON.stringify(law)} ${fanIn} ${fanOut}`)
        ? []
        : [{ scheme: JSON.stringify(law), name: '', law, fanIn, fanOut }],
    ),
  );
}

/**
 * Whether sums of squares along a side differ more than those of numbers drawn one by one would: what training leaves
 * in some neurons or inputs. Their variance is (kurtosis − 1) · length · σ⁴.
 */
function isUneven({ squares }: Side, count: number, std: number, kurtosis: number): boolean {
  const n = squares.length;
  const length = count / n;
  if (n < 4 || length < 8) return false;
  const expected = length * std * std;
  const spread = Math.sqrt(Math.max(0.5, kurtosis + 2) * length) * std * std;
  let sum = 0;
  for (const square of squares) sum += ((square - expected) / spread) ** 2;
  // χ² with n degrees of freedom in the limit; short sides have heavier tails.
  const excess = (sum - n) / Math.sqrt(n * (2 + 24 / length));
  return excess > 6;
}

/**
 * Share of its standard deviation by which all weights have to move before it shows in n numbers, in 99 of 100 cases.
 */
export function resolutionOf(family: 'uniform' | 'truncatedNormal' | 'normal' | 'exact', n: number): number {
  if (family === 'exact') return 1e-4;
  // Beyond a bound b there are then n·s·φ(0)·2·density(b) numbers, of which five are needed; else the variance tells.
  const scale = Math.sqrt(8.56 / Math.sqrt(n));
  return family === 'uniform'
    ? Math.min(scale, 21.7 / n)
    : family === 'truncatedNormal'
      ? Math.min(scale, 98 / n)
      : scale;
}

/** ln of the Bayes factor of a law that passes the tests. */
function evidenceOf(rule: Rule, seen: Observed): { family: InitialFit['family']; evidence: number } | undefined {
  const { family, std, lower, upper } = lawWith(rule.law, rule);
  const n = seen.count;
  if (family === 'uniform') {
    const reach = Math.max(seen.max / upper, seen.min / lower);
    return { family, evidence: Math.log(n * scaleRange) + n * Math.log(Math.min(1, reach)) };
  }
  if (family !== 'normal' && family !== 'truncatedNormal') return undefined;
  const error = Math.sqrt((family === 'normal' ? 2 : 1.3655) / (4 * n));
  const z = Math.log(seen.std / std) / error;
  return { family, evidence: Math.log(scaleRange / (Math.sqrt(2 * Math.PI) * error)) - (z * z) / 2 };
}

/** What structures that no training leaves say: orthogonal rows, the identity. */
function byStructure(structure: Structure, placed: Placed): InitialFit[] {
  const names = { orthogonal: 'Orthogonal', identity: 'Identity', hadamard: 'ZerO' } as const;
  if (structure.kind === 'constant' || structure.kind === 'sparse') return [];
  const recurrent =
    structure.kind === 'orthogonal' && /recurrent_kernel$/.test(placed.entry.layer?.variable ?? placed.entry.name);
  return [
    {
      scheme: recurrent ? 'keras' : structure.kind,
      name: names[structure.kind],
      own: recurrent,
      family: 'exact',
      evidence: 20,
    },
  ];
}

/**
 * The named laws that a tensor may still be as drawn from, and how well it speaks for each; undefined where none is
 * known for it.
 */
export function initialEvidence(
  placed: Placed,
  scan: Scan,
  seen: Observed,
  readings: Readings,
  structure: Structure | undefined,
): InitialEvidence | undefined {
  const { role } = placed;
  if (role !== 'kernel' && role !== 'embedding') return undefined;
  if (structure)
    return structure.kind === 'constant' || structure.kind === 'sparse'
      ? undefined
      : { fits: byStructure(structure, placed), tried: 1 };
  if (seen.count < fewest) return undefined;
  const own = ownRules(placed, readings);
  const others = otherRules(placed, readings, own);
  if (own.length + others.length === 0) return undefined;
  const { sides } = scan;
  const uneven =
    role === 'kernel' &&
    sides !== undefined &&
    (isUneven(sides.rows, seen.count, seen.std, seen.kurtosis) ||
      isUneven(sides.columns, seen.count, seen.std, seen.kurtosis));
  const judge = (rules: readonly Rule[], isOwn: boolean): InitialFit[] =>
    rules.flatMap((rule): InitialFit[] => {
      if (
        uneven ||
        fitOf({ law: rule.law, layout: 'any', fanIn: rule.fanIn, fanOut: rule.fanOut }, seen).misfit !== undefined
      )
        return [];
      const found = evidenceOf(rule, seen);
      const weight = ownWeight + Math.log(Math.max(1, rules.length));
      return found
        ? [
            {
              scheme: rule.scheme,
              name: rule.name,
              law: rule.law,
              own: isOwn,
              family: found.family,
              evidence: found.evidence - weight,
            },
          ]
        : [];
    });
  return {
    fits: [...judge(own, true), ...judge(others, false)].sort((a, b) => b.evidence - a.evidence),
    tried: own.length + others.length,
  };
}
