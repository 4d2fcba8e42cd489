import type { Floats } from '../elementType';
import type { Activation, Output } from '../spec/networkSpec';
import type { Statistics } from './summary';

/** Activations up to `low` and from `high` on are saturated. */
export interface SaturationLimits {
  low: number;
  high: number;
}

/*
 * A hundredth of the range from each limit, where a sigmoid's slope is below 0.0099. The float32 numbers next to 0.01,
 * 0.99 and ±0.98 lie on the limits' side of them: comparing with these, equality counted, is comparing with the decimal
 * numbers.
 */
const limits: Partial<Record<Activation | Output, SaturationLimits>> = {
  sigmoid: { low: Math.fround(0.01), high: Math.fround(0.99) },
  tanh: { low: Math.fround(-0.98), high: Math.fround(0.98) },
};

/**
 * Where activations count as saturated: within a hundredth of the range from a limit. Undefined for activations without
 * two limits.
 */
export function saturationLimits(activation: Activation | Output): SaturationLimits | undefined {
  return limits[activation];
}

/** How many of a layer's activations are saturated; undefined for activations without two limits. */
export function countSaturated(activations: Floats, activation: Activation | Output): number | undefined {
  const found = limits[activation];
  if (!found) return undefined;
  const { low, high } = found;
  let count = 0;
  for (let i = 0; i < activations.length; i++) if (activations[i] <= low || activations[i] >= high) count++;
  return count;
}

/**
 * The saturated share of a layer's finite activations, from their count; NaN without finite ones, undefined where
 * nothing was counted.
 */
export function saturatedShare({
  statistics: { count, nan, infinite },
  saturated,
}: {
  statistics: Statistics;
  saturated: number | undefined;
}): number | undefined {
  if (saturated === undefined) return undefined;
  const finite = count - nan - infinite;
  return finite === 0 ? NaN : saturated / finite;
}
