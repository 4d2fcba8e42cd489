import type { SafeTensor } from '../../engine/formats/safetensors';
import type { RunHeader, TrialRecord } from '../record/record';

/** Weights of one trial, named by layer: `hidden.0.kernel`. */
export interface WeightsOfTrial {
  trial: number;
  initial: readonly SafeTensor[];
  final?: readonly SafeTensor[];
}

/**
 * A name for each initializer of an experiment: its kind, and from the second of a kind on a number: `randomNormal-2`.
 */
export function initializerKeys(header: RunHeader): string[] {
  const counts = new Map<string, number>();
  return header.experiment.initializers.map(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count === 1 ? kind : `${kind}-${count}`;
  });
}

/**
 * The start or the final weights of all trials under names of their own: `heNormal.seed3.hidden.0.kernel`. Trials that
 * have none are left out.
 */
export function savedTensors(
  header: RunHeader,
  trials: readonly TrialRecord[],
  weights: readonly WeightsOfTrial[],
  moment: 'initial' | 'final',
): SafeTensor[] {
  const keys = initializerKeys(header);
  return weights.flatMap((of) => {
    const { initializer, seed } = trials[of.trial];
    return (of[moment] ?? []).map(({ name, shape, values }) => ({
      name: `${keys[initializer]}.seed${seed}.${name}`,
      shape,
      values,
    }));
  });
}

/** What the `__metadata__` of both files says: the experiment as JSON and how kernels are laid out. */
export function savedMetadata(header: RunHeader, moment: 'initial' | 'final'): Record<string, string> {
  return { experiment: JSON.stringify(header.experiment), layout: header.layout, moment };
}
