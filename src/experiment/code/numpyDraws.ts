import type { Snippet } from './snippet';

/** How a snippet draws with NumPy: expressions in Python. */
export interface NumpyDraws {
  /** The line that seeds. */
  seeded(seed: number): string;
  /** N(0, 1) of these sides, a single number without any. */
  normal(...sides: number[]): string;
  /** mean + stddev · `drawn`. */
  placed(mean: number, stddev: number, drawn: string): string;
  /** U[low, high) of these sides. */
  uniform(low: string | number, high: string | number, rows: number, columns: number): string;
  permutation(n: number): string;
  /** A number of NumPy's in the precision of the draws. */
  number(value: string): string;
  /** The argument that gives an array this precision, after a comma; nothing where it is NumPy's own. */
  dtype: string;
}

const randomState: NumpyDraws = {
  seeded: (seed) => `np.random.seed(${seed})`,
  normal: (...sides) => `np.random.randn(${sides.join(', ')})`,
  placed: (mean, stddev, drawn) => `${mean} + ${stddev} * ${drawn}`,
  uniform: (low, high, rows, columns) => `np.random.uniform(${low}, ${high}, (${rows}, ${columns}))`,
  permutation: (n) => `np.random.permutation(${n})`,
  number: (value) => value,
  dtype: '',
};

const shape = (sides: readonly number[]): string => (sides.length === 0 ? '' : `(${sides.join(', ')})`);

const generator: NumpyDraws = {
  seeded: (seed) => `rng = np.random.default_rng(${seed})`,
  normal: (...sides) => `rng.standard_normal(${shape(sides)})`,
  placed: (mean, stddev, drawn) => (mean === 0 ? `${stddev} * ${drawn}` : `${mean} + ${stddev} * ${drawn}`),
  uniform: (low, high, rows, columns) => `rng.uniform(${low}, ${high}, (${rows}, ${columns}))`,
  permutation: (n) => `rng.permutation(${n})`,
  number: (value) => value,
  dtype: '',
};

const single = 'dtype=np.float32';

/** Products with a number of NumPy's own, a float64, would be float64. */
const generator32: NumpyDraws = {
  ...generator,
  normal: (...sides) => `rng.standard_normal(${[...(sides.length === 0 ? [] : [shape(sides)]), single].join(', ')})`,
  uniform: (low, high, rows, columns) => {
    const width = low === `-${high}` ? `2 * ${high}` : `(${high} - ${low})`;
    return `${low} + ${width} * rng.random((${rows}, ${columns}), ${single})`;
  },
  number: (value) => `np.float32(${value})`,
  dtype: `, ${single}`,
};

/** The draws of the generator that a snippet is written for; of another framework's they are RandomState's. */
export function numpyDraws({ random }: Snippet): NumpyDraws {
  if (random?.generator !== 'numpyGenerator') return randomState;
  return random.dtype === 'float32' ? generator32 : generator;
}
