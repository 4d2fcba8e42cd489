import { gainValue } from '../../engine/initializers/gains';
import { matrixShape } from '../../engine/initializers/shape';
import {
  fanText,
  gainComment,
  hadamardLines,
  quoted,
  scalingOf,
  truncation,
  type Scaling,
  type Snippet,
} from './snippet';

const truncatedLines = [
  'def truncated(rows, columns):',
  '    z = np.empty(rows * columns)',
  '    for i in range(len(z)):',
  '        z[i] = np.random.randn()',
  '        while abs(z[i]) > 2:',
  '            z[i] = np.random.randn()',
  '    return z.reshape(rows, columns)',
  '',
];

function scaled(scaling: Scaling, { shape }: Snippet, size: string): string[] {
  const ratio = `${scaling.scale} / ${fanText(scaling, shape)}`;
  const note = gainComment(scaling.gain);
  switch (scaling.distribution) {
    case 'uniform':
      return [`limit = np.sqrt(3 * ${ratio})${note}`, `W = np.random.uniform(-limit, limit, (${size}))`];
    case 'normal':
      return [`W = np.random.randn(${size}) * np.sqrt(${ratio})${note}`];
    case 'truncated':
      return [...truncatedLines, `std = np.sqrt(${ratio}) / ${truncation}${note}`, `W = std * truncated(${size})`];
  }
}

/**
 * Lines that leave the kernel in `W`, after `np` is imported and the seed is set: the draws of `RandomState`, number
 * for number.
 */
export function numpyBody(snippet: Snippet): string[] {
  const { law, shape } = snippet;
  const [rows, columns] = matrixShape(shape);
  const size = `${rows}, ${columns}`;
  const scaling = scalingOf(law);
  if (scaling) return scaled(scaling, snippet, size);
  switch (law.kind) {
    case 'zeros':
      return [`W = np.zeros((${size}))`];
    case 'ones':
      return [`W = np.ones((${size}))`];
    case 'constant':
      return [`W = np.full((${size}), float(${law.value ?? 0}))`];
    case 'identity':
      return [`W = ${law.gain ?? 1} * np.eye(${size})`];
    case 'randomNormal': {
      const { mean = 0, stddev = 0.05, scale = 1 } = law;
      const drawn = `${mean} + ${stddev} * np.random.randn(${size})`;
      return [`W = ${scale === 1 ? drawn : `(${drawn}) * ${scale}`}`];
    }
    case 'randomUniform':
      return [`W = np.random.uniform(${law.min ?? -0.05}, ${law.max ?? 0.05}, (${size}))`];
    case 'truncatedNormal':
      return [...truncatedLines, `W = ${law.mean ?? 0} + ${law.stddev ?? 0.05} * truncated(${size})`];
    case 'orthogonal':
      return [
        `Q, R = np.linalg.qr(np.random.randn(${Math.max(rows, columns)}, ${Math.min(rows, columns)}))`,
        'Q *= np.where(np.diag(R) < 0, -1, 1)',
        `W = ${gainValue(law.gain ?? 1)} * ${rows < columns ? 'Q.T' : 'Q'}${gainComment(law.gain)}`,
      ];
    case 'sparse':
      return [
        `W = ${law.stddev ?? 0.01} * np.random.randn(${size})`,
        `for column in range(${columns}):`,
        `    W[np.random.permutation(${rows})[:${Math.ceil((law.sparsity ?? 0.1) * rows)}], column] = 0`,
      ];
    case 'zerO':
      return shape.fanOut <= shape.fanIn
        ? [`W = np.eye(${size})`]
        : [...hadamardLines(shape.fanOut, 'np'), `W = H[:${rows}, :${columns}] / np.sqrt(len(H))`];
    case 'lsuv':
      return [
        ...numpyBody({ ...snippet, law: { kind: 'orthogonal' } }),
        `x = np.random.randn(64, ${shape.fanIn})  # replace with the inputs of this layer on the first batch`,
        `for _ in range(${law.maxTries ?? 10}):`,
        `    std = np.std(x @ W${shape.layout === 'out-in' ? '.T' : ''})`,
        `    if abs(std - 1) <= ${law.tolerance ?? 0.1}:`,
        '        break',
        '    W /= std',
      ];
    case 'fromFile':
      return fileLines(law.path);
    default:
      throw new RangeError(`${law.kind} is covered by variance scaling.`);
  }
}

function fileLines(path: string): string[] {
  if (path.endsWith('.safetensors'))
    return ['from safetensors.numpy import load_file', `W = load_file(${quoted(path)})["hidden.0.kernel"]`];
  return [`W = np.load(${quoted(path)})${path.endsWith('.npz') ? '["hidden.0.kernel"]' : ''}`];
}
