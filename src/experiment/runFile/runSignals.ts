import { saturatedShare } from '../../engine/diagnostics/saturation';
import type { RunHeader, Snapshot, TrialRecord } from '../record/record';
import { jsonNumber } from './jsonNumber';
import { expectedVariances, measuredVariance, type VarianceKind } from '../record/variances';

const kinds: readonly VarianceKind[] = ['preActivations', 'activations', 'backward'];

function stateEntry(snapshot: Snapshot, index: number) {
  const layer = snapshot.layers[index];
  const saturated = saturatedShare({ statistics: layer.activations.statistics, saturated: layer.saturated });
  const variance = Object.fromEntries(
    kinds.flatMap((kind) => {
      const value = measuredVariance(layer, kind);
      return value === undefined ? [] : [[kind, jsonNumber(value)]];
    }),
  );
  return {
    step: snapshot.step,
    variance,
    ...(saturated === undefined ? {} : { saturated: jsonNumber(saturated) }),
    ...(layer.dead === undefined ? {} : { dead: layer.dead }),
  };
}

/**
 * Of each layer the variances of its signal forward and backward at the start and at the end, those that theory expects
 * of the start where it says something, of a sigmoid or tanh layer the saturated share of its activations, and of a
 * hidden rectifier its dead units.
 */
export function signalEntries(header: RunHeader, trial: TrialRecord) {
  const [first, last] = [trial.snapshots[0], trial.snapshots.at(-1)];
  if (!first || !last) return [];
  const expected = expectedVariances(header, trial);
  return header.layers.map((info, index) => ({
    name: info.name,
    activation: info.activation,
    units: info.units,
    initial: stateEntry(first, index),
    ...(expected && {
      expected: {
        variance: Object.fromEntries(
          kinds
            .filter((kind) => !Number.isNaN(expected[index][kind]))
            .map((kind) => [kind, jsonNumber(expected[index][kind])]),
        ),
      },
    }),
    final: stateEntry(last, index),
  }));
}
