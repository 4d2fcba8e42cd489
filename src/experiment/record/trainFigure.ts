import type { Curve, TrialRecord } from './record';

/** Mean of the finite figures recorded from share `from` to share `to` of the steps done; NaN without any. */
export function meanOf(curve: Curve, figure: 'train' | 'trainAccuracy', from: number, to: number): number {
  const last = curve.step.at(-1) ?? 0;
  const values = curve[figure];
  let sum = 0;
  let count = 0;
  for (let i = 0; i < curve.step.length; i++) {
    if (curve.step[i] < from * last || curve.step[i] > to * last || !Number.isFinite(values[i])) continue;
    sum += values[i];
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

/** A figure of the train data now: the final one, else the mean over the last 5 % of the steps done. */
export function nowOf({ final, curve }: TrialRecord, figure: 'train' | 'trainAccuracy'): number {
  return (figure === 'train' ? final?.trainCost : final?.trainAccuracy) ?? meanOf(curve, figure, 0.95, 1);
}
