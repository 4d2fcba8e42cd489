/** Rows of the small MNIST that comes along: the first ones of the real files. */
export const smallMnist = { train: 2000, test: 500 } as const;

/** Rows of the whole sets. */
export const fullSets = {
  mnist: { train: 60_000, test: 10_000 },
  fashionMnist: { train: 60_000, test: 10_000 },
  cifar10: { train: 50_000, test: 10_000 },
} as const;
