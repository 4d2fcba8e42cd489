/** Other names of things, in lower case: of frameworks, papers and courses. */
const otherNames: Readonly<Record<string, string>> = {
  xavieruniform: 'glorotUniform',
  xaviernormal: 'glorotNormal',
  xavier: 'glorotUniform',
  glorot: 'glorotUniform',
  kaiminguniform: 'heUniform',
  kaimingnormal: 'heNormal',
  kaiming: 'heNormal',
  he: 'heNormal',
  lecun: 'lecunNormal',
  normal: 'randomNormal',
  gaussian: 'randomNormal',
  randn: 'randomNormal',
  uniform: 'randomUniform',
  zero: 'zeros',
  one: 'ones',
  eye: 'identity',
  std: 'stddev',
  sigma: 'stddev',
  lr: 'learningRate',
  bce: 'binaryCrossEntropy',
  crossentropy: 'categoricalCrossEntropy',
  mse: 'meanSquaredError',
  iterations: 'steps',
  swish: 'silu',
};

/** Letters of a word that can be a misspelt one. */
const longest = 60;

/** Edits between two words: insertions, deletions, replacements, and swaps of neighbours (Damerau 1964, restricted). */
export function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[right.length];
}

/** The word of `choices` that `word` was meant to be, if one is near: a third of its letters wrong at most. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  if (word.length > longest) return undefined;
  const plain = word.toLowerCase().replace(/[\s_-]/g, '');
  const other = otherNames[plain];
  if (other !== undefined && choices.includes(other)) return other;
  const distances = choices.map((choice) => editDistance(plain, choice.toLowerCase()));
  const best = Math.min(...distances);
  const allowed = Math.max(1, Math.floor(word.length / 3));
  return best <= allowed ? choices[distances.indexOf(best)] : undefined;
}
