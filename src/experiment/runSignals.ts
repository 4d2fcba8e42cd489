import { saturatedShare } from '../engine/diagnostics/saturation';
import type { LayerInfo, RunHeader, Snapshot, TrialRecord } from './record';
import { jsonNumber } from './jsonNumber';
import { expectedVariances, measuredVariance, type VarianceKind } from './variances';

const kinds: readonly VarianceKind[] = ['preActivations', 'activations', 'backward'];

function stateEntry(snapshot: Snapshot, index: number, { activation }: LayerInfo) {
  const layer = snapshot.layers[index];
  const saturated = saturatedShare(layer.activations, activation);
  const variance = Object.fromEntries(kinds.flatMap((kind) => {
    const value = measuredVariance(layer, kind);
    return value === undefined ? [] : [[kind, jsonNumber(value)]];
  }));
  return { step: snapshot.step, variance, ...(saturated === undefined ? {} : { saturated: jsonNumber(saturated) }) };
}

/**
 * Of each layer the variances of its signal forward and backward at the start and at the end, those that theory expects of
 * the start where it says something, and of a sigmoid or tanh layer the saturated share of its activations.
 */
export function signalEntries(header: RunHeader, trial: TrialRecord) {
  const [first, last] = [trial.snapshots[0], trial.snapshots.at(-1)];
  if (!first || !last) return [];
  const expected = expectedVariances(header, trial);
  return header.layers.map((info, index) => ({
    name: info.name,
    activation: info.activation,
    initial: stateEntry(first, index, info),
    ...(expected && { expected: { variance: Object.fromEntries(kinds.filter((kind) => !Number.isNaN(expected[index][kind])).map((kind) => [kind, jsonNumber(expected[index][kind])])) } }),
    final: stateEntry(last, index, info),
  }));
}
