import { gainValue, heFactor } from '../../engine/initializers/gains';
import type { Gain, KernelInitializer } from '../../engine/spec/initializerSpec';
import {
  fanText,
  gainComment,
  hadamardLines,
  keywords,
  quoted,
  scalingOf,
  truncation,
  type Scaling,
  type Snippet,
} from './snippet';

const init = 'torch.nn.init.';
const torchNames: Partial<Record<string, string>> = { leakyRelu: 'leaky_relu' };

/** A gain as an argument: none for 1, a call of PyTorch's own table where that is its rule. */
function gainArgument(gain: Gain | undefined): string {
  if (typeof gain === 'object' && gain.rule === 'pytorch') {
    const slope = gain.activation === 'leakyRelu' ? `, ${gain.slope ?? 0.01}` : '';
    return `, gain=${init}calculate_gain('${torchNames[gain.activation] ?? gain.activation}'${slope})`;
  }
  const value = gainValue(gain ?? 1);
  return value === 1 ? '' : `, gain=${value}`;
}

/** `kaiming_*_` has a word for u = 2, u = 1 and a leaky slope; undefined for other factors. */
function nonlinearity(
  law: KernelInitializer & { kind: 'heNormal' | 'heUniform' },
): Record<string, string | number> | undefined {
  if (law.a !== undefined) return { a: law.a, nonlinearity: "'leaky_relu'" };
  if (typeof law.u === 'object') return undefined;
  return heFactor(law) === 2
    ? { nonlinearity: "'relu'" }
    : heFactor(law) === 1
      ? { nonlinearity: "'linear'" }
      : undefined;
}

/** What `trunc_normal_` draws hangs on the version of PyTorch, as our generators `torch` and `torch-1.13` do. */
const versions = '# the numbers of PyTorch 2.12 and later; earlier versions differ';

function cut(mean: number, std: string): string {
  const middle = mean === 0 ? '' : `${mean} `;
  return `${init}trunc_normal_(w, ${mean}, ${std}, ${middle === '' ? '-' : `${middle}- `}2 * ${std}, ${middle === '' ? '' : `${middle}+ `}2 * ${std})`;
}

function scaled(scaling: Scaling, { shape }: Snippet): string[] {
  const ratio = `${scaling.scale} / ${fanText(scaling, shape)}`;
  const note = gainComment(scaling.gain);
  switch (scaling.distribution) {
    case 'uniform':
      return [`bound = math.sqrt(3 * ${ratio})${note}`, `${init}uniform_(w, -bound, bound)`];
    case 'normal':
      return [`${init}normal_(w, 0, math.sqrt(${ratio}))${note}`];
    case 'truncated':
      return [`std = math.sqrt(${ratio}) / ${truncation}${note}`, versions, cut(0, 'std')];
  }
}

function named({ law, shape }: Snippet): string[] | undefined {
  switch (law.kind) {
    case 'heNormal':
    case 'heUniform': {
      const rule = nonlinearity(law);
      if (!rule || (law.kind === 'heNormal' && law.truncated)) return undefined;
      return [
        `${init}kaiming_${law.kind === 'heNormal' ? 'normal' : 'uniform'}_(w, ${keywords({ ...rule, mode: law.mode === 'fanOut' ? "'fan_out'" : "'fan_in'" })})`,
      ];
    }
    case 'glorotUniform':
      return [`${init}xavier_uniform_(w${gainArgument(law.gain)})${gainComment(law.gain)}`];
    case 'glorotNormal':
      return law.truncated ? undefined : [`${init}xavier_normal_(w${gainArgument(law.gain)})${gainComment(law.gain)}`];
    case 'pytorchLinear':
      return [
        `layer = torch.nn.Linear(${shape.fanIn}, ${shape.fanOut})`,
        'w, b = layer.weight.detach(), layer.bias.detach()',
      ];
    default:
      return undefined;
  }
}

/**
 * Lines that leave the kernel, (out, in), in `w`, which is there with its shape: the draws of PyTorch, number for
 * number.
 */
export function torchBody(snippet: Snippet): string[] {
  const { law, shape } = snippet;
  const known = named(snippet);
  if (known) return known;
  const scaling = scalingOf(law);
  if (scaling) return scaled(scaling, snippet);
  switch (law.kind) {
    case 'zeros':
      return [`${init}zeros_(w)`];
    case 'ones':
      return [`${init}ones_(w)`];
    case 'constant':
      return [`${init}constant_(w, ${law.value ?? 0})`];
    case 'identity':
      return [`${init}eye_(w)`, ...(law.gain === undefined || law.gain === 1 ? [] : [`w.mul_(${law.gain})`])];
    case 'randomNormal':
      return [
        `${init}normal_(w, ${law.mean ?? 0}, ${law.stddev ?? 0.05})`,
        ...(law.scale === undefined || law.scale === 1 ? [] : [`w.mul_(${law.scale})`]),
      ];
    case 'randomUniform':
      return [`${init}uniform_(w, ${law.min ?? -0.05}, ${law.max ?? 0.05})`];
    case 'truncatedNormal':
      return [versions, cut(law.mean ?? 0, String(law.stddev ?? 0.05))];
    case 'orthogonal':
      return [`${init}orthogonal_(w${gainArgument(law.gain)})${gainComment(law.gain)}`];
    case 'sparse':
      return [`${init}sparse_(w, sparsity=${law.sparsity ?? 0.1}, std=${law.stddev ?? 0.01})`];
    case 'zerO':
      return shape.fanOut <= shape.fanIn
        ? [`${init}eye_(w)`]
        : [...hadamardLines(shape.fanOut, 'torch'), `w = H[:${shape.fanOut}, :${shape.fanIn}] / math.sqrt(len(H))`];
    case 'lsuv':
      return [
        `${init}orthogonal_(w)`,
        `x = torch.randn(64, ${shape.fanIn})  # replace with the inputs of this layer on the first batch`,
        `for _ in range(${law.maxTries ?? 10}):`,
        '    std = (x @ w.T).std(unbiased=False)',
        `    if abs(std - 1) <= ${law.tolerance ?? 0.1}:`,
        '        break',
        '    w /= std',
      ];
    case 'fromFile':
      return fileLines(law.path);
    default:
      throw new RangeError(`${law.kind} is covered by variance scaling.`);
  }
}

function fileLines(path: string): string[] {
  if (path.endsWith('.safetensors'))
    return ['from safetensors.torch import load_file', `w = load_file(${quoted(path)})["hidden.0.kernel"]`];
  return [
    'import numpy',
    `w = torch.from_numpy(numpy.load(${quoted(path)})${path.endsWith('.npz') ? '["hidden.0.kernel"]' : ''})`,
  ];
}
