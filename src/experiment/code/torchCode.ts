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
  type Fans,
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

function cut(tensor: string, mean: number, std: string): string {
  const middle = mean === 0 ? '' : `${mean} `;
  return `${init}trunc_normal_(${tensor}, ${mean}, ${std}, ${middle === '' ? '-' : `${middle}- `}2 * ${std}, ${middle === '' ? '' : `${middle}+ `}2 * ${std})`;
}

function scaled(tensor: string, scaling: Scaling, fans: Fans): string[] {
  const ratio = `${scaling.scale} / ${fanText(scaling, fans)}`;
  const note = gainComment(scaling.gain);
  switch (scaling.distribution) {
    case 'uniform':
      return [`bound = math.sqrt(3 * ${ratio})${note}`, `${init}uniform_(${tensor}, -bound, bound)`];
    case 'normal':
      return [`${init}normal_(${tensor}, 0, math.sqrt(${ratio}))${note}`];
    case 'truncated':
      return [`std = math.sqrt(${ratio}) / ${truncation}${note}`, versions, cut(tensor, 0, 'std')];
  }
}

/** Laws that do not look at the fans; undefined for the others. */
function plain(tensor: string, law: KernelInitializer): string[] | undefined {
  switch (law.kind) {
    case 'zeros':
      return [`${init}zeros_(${tensor})`];
    case 'ones':
      return [`${init}ones_(${tensor})`];
    case 'constant':
      return [`${init}constant_(${tensor}, ${law.value ?? 0})`];
    case 'randomNormal':
      return [
        `${init}normal_(${tensor}, ${law.mean ?? 0}, ${law.stddev ?? 0.05})`,
        ...(law.scale === undefined || law.scale === 1 ? [] : [`${tensor}.mul_(${law.scale})`]),
      ];
    case 'randomUniform':
      return [`${init}uniform_(${tensor}, ${law.min ?? -0.05}, ${law.max ?? 0.05})`];
    case 'truncatedNormal':
      return [versions, cut(tensor, law.mean ?? 0, String(law.stddev ?? 0.05))];
    default:
      return undefined;
  }
}

/**
 * Lines that draw a law of single numbers into a bias beside a kernel with these fans; undefined for laws of matrices
 * and of files.
 */
export function biasLines(tensor: string, law: KernelInitializer, fans: Fans): string[] | undefined {
  const scaling = scalingOf(law);
  return scaling ? scaled(tensor, scaling, fans) : plain(tensor, law);
}

function named(law: KernelInitializer): string[] | undefined {
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
    default:
      return undefined;
  }
}

/**
 * Lines that draw a law into the kernel `w`, (out, in, …), with these fans; undefined for the laws that need to know
 * more of it: PyTorch's own of a layer, ZerO, LSUV, and a file.
 */
export function kernelLines(law: KernelInitializer, fans: Fans): string[] | undefined {
  switch (law.kind) {
    case 'pytorchLinear':
      return undefined;
    case 'identity':
      return [`${init}eye_(w)`, ...gainLines(law.gain)];
    case 'orthogonal':
      return [`${init}orthogonal_(w${gainArgument(law.gain)})${gainComment(law.gain)}`];
    case 'sparse':
      return [`${init}sparse_(w, sparsity=${law.sparsity ?? 0.1}, std=${law.stddev ?? 0.01})`];
    default:
      return named(law) ?? biasLines('w', law, fans);
  }
}

/** The gain of a kernel that has none as an argument. */
export function gainLines(gain: number | undefined): string[] {
  return gain === undefined || gain === 1 ? [] : [`w.mul_(${gain})`];
}

/**
 * Lines that leave the kernel, (out, in), in `w`, which is there with its shape: the draws of PyTorch, number for
 * number.
 */
export function torchBody({ law, shape }: Snippet): string[] {
  const known = kernelLines(law, shape);
  if (known) return known;
  switch (law.kind) {
    case 'pytorchLinear':
      return [
        `layer = torch.nn.Linear(${shape.fanIn}, ${shape.fanOut})`,
        'w, b = layer.weight.detach(), layer.bias.detach()',
      ];
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
