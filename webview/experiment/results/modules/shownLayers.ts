import type { LayerInfo, RunRecord } from '../../../../src/experiment/record/record';
import { isNetworkHeader } from '../../../../src/experiment/record/networkHeader';

/** All layers, one under another. */
export const allLayers = -1;

/** What the columns show: the index of a layer, `allLayers`, or a module of a user's model by its path. */
export type LayerChoice = number | string;

/** Layers of a user's model that columns show at most. */
export const mostLayers = 24;

/** Places of the layers that columns show, and how many were left out. */
export interface ShownLayers {
  indices: number[];
  /** Calls without weights, where there are too many to show. */
  withoutWeights: number;
  /** Further ones over the most that are shown. */
  over: number;
}

/** Whether a layer lies at a path or within it; every one lies within the empty path. */
export const isWithin = (name: string, path: string): boolean =>
  path === '' || name === path || name.startsWith(`${path}.`);

/**
 * Indices of the layers that have parameters: as the first snapshot found, and by their shapes before there is one. The
 * packed projection of an attention is an entry of its own, so that the call of the attention has none.
 */
export function weightedLayers(run: RunRecord): ReadonlySet<number> {
  const first = run.trials.find(({ snapshots }) => snapshots.length > 0)?.snapshots[0];
  const has = ({ kind, shape }: LayerInfo, index: number): boolean => {
    const layer = first?.layers[index];
    return layer
      ? layer.kernel.statistics.count > 0 || (layer.bias?.statistics.count ?? 0) > 0
      : kind === 'parameter' || shape.length > 0;
  };
  return new Set(run.header!.layers.flatMap((info, index) => (has(info, index) ? [index] : [])));
}

/** The layers of a choice. Of a user's model with many of them those with weights alone, and not all of these. */
export function shownLayers(run: RunRecord, choice: LayerChoice): ShownLayers {
  const header = run.header!;
  const all = header.layers.map((_, index) => index);
  const whole = (indices: number[]): ShownLayers => ({ indices, withoutWeights: 0, over: 0 });
  if (typeof choice === 'number' && choice !== allLayers) return whole(all.filter((index) => index === choice));
  if (isNetworkHeader(header)) return whole(all);
  const within = all.filter((index) => choice === allLayers || isWithin(header.layers[index].name, String(choice)));
  if (within.length <= mostLayers) return whole(within);
  const weighted = weightedLayers(run);
  const kept = within.some((index) => weighted.has(index)) ? within.filter((index) => weighted.has(index)) : within;
  return {
    indices: kept.slice(0, mostLayers),
    withoutWeights: within.length - kept.length,
    over: Math.max(0, kept.length - mostLayers),
  };
}
