import { gainValue } from '../../engine/initializers/gains';
import { matrixShape } from '../../engine/initializers/shape';
import { numpyDraws, type NumpyDraws } from './numpyDraws';
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

/** The function that the laws cut at two standard deviations draw by: NumPy has none. */
function truncatedLines({ normal, dtype }: NumpyDraws): string[] {
  return [
    'def truncated(rows, columns):',
    `    z = np.empty(rows * columns${dtype})`,
    '    for i in range(len(z)):',
    `        z[i] = ${normal()}`,
    '        while abs(z[i]) > 2:',
    `            z[i] = ${normal()}`,
    '    return z.reshape(rows, columns)',
    '',
  ];
}

function scaled(scaling: Scaling, { shape }: Snippet, draws: NumpyDraws): string[] {
  const [rows, columns] = matrixShape(shape);
  const ratio = `${scaling.scale} / ${fanText(scaling, shape)}`;
  const note = gainComment(scaling.gain);
  switch (scaling.distribution) {
    case 'uniform':
      return [
        `limit = ${draws.number(`np.sqrt(3 * ${ratio})`)}${note}`,
        `W = ${draws.uniform('-limit', 'limit', rows, columns)}`,
      ];
    case 'normal':
      return [`W = ${draws.normal(rows, columns)} * ${draws.number(`np.sqrt(${ratio})`)}${note}`];
    case 'truncated':
      return [
        ...truncatedLines(draws),
        `std = ${draws.number(`np.sqrt(${ratio}) / ${truncation}`)}${note}`,
        `W = std * truncated(${rows}, ${columns})`,
      ];
  }
}

/**
 * Lines that leave the kernel in `W`, after `np` is imported and the generator is seeded: its draws, number for number.
 */
export function numpyBody(snippet: Snippet): string[] {
  const { law, shape } = snippet;
  const draws = numpyDraws(snippet);
  const { dtype } = draws;
  const [rows, columns] = matrixShape(shape);
  const size = `${rows}, ${columns}`;
  const scaling = scalingOf(law);
  if (scaling) return scaled(scaling, snippet, draws);
  switch (law.kind) {
    case 'zeros':
      return [`W = np.zeros((${size})${dtype})`];
    case 'ones':
      return [`W = np.ones((${size})${dtype})`];
    case 'constant':
      return [`W = np.full((${size}), float(${law.value ?? 0})${dtype})`];
    case 'identity':
      return [`W = ${law.gain ?? 1} * np.eye(${size}${dtype})`];
    case 'randomNormal': {
      const { mean = 0, stddev = 0.05, scale = 1 } = law;
      const drawn = draws.placed(mean, stddev, draws.normal(rows, columns));
      return [`W = ${scale === 1 ? drawn : `(${drawn}) * ${scale}`}`];
    }
    case 'randomUniform':
      return [`W = ${draws.uniform(law.min ?? -0.05, law.max ?? 0.05, rows, columns)}`];
    case 'truncatedNormal':
      return [...truncatedLines(draws), `W = ${draws.placed(law.mean ?? 0, law.stddev ?? 0.05, `truncated(${size})`)}`];
    case 'orthogonal':
      return [
        `Q, R = np.linalg.qr(${draws.normal(Math.max(rows, columns), Math.min(rows, columns))})`,
        'Q *= np.where(np.diag(R) < 0, -1, 1)',
        `W = ${gainValue(law.gain ?? 1)} * ${rows < columns ? 'Q.T' : 'Q'}${gainComment(law.gain)}`,
      ];
    case 'sparse':
      return [
        `W = ${law.stddev ?? 0.01} * ${draws.normal(rows, columns)}`,
        `for column in range(${columns}):`,
        `    W[${draws.permutation(rows)}[:${Math.ceil((law.sparsity ?? 0.1) * rows)}], column] = 0`,
      ];
    case 'zerO':
      return shape.fanOut <= shape.fanIn
        ? [`W = np.eye(${size}${dtype})`]
        : [
            ...hadamardLines(shape.fanOut, 'np'),
            `W = H[:${rows}, :${columns}] / np.sqrt(len(H))`,
            ...(dtype === '' ? [] : ['W = W.astype(np.float32)']),
          ];
    case 'lsuv':
      return [
        ...numpyBody({ ...snippet, law: { kind: 'orthogonal' } }),
        `x = ${draws.normal(64, shape.fanIn)}  # replace with the inputs of this layer on the first batch`,
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
