import { deadLimit } from '../../engine/diagnostics/deadUnits';
import type { Moments } from '../../engine/diagnostics/moments';
import { saturationLimits } from '../../engine/diagnostics/saturation';
import {
  distributionBins,
  distributionFigures,
  distributionAt,
  surveyBytes,
  surveyedArrays,
  surveyPlaces,
} from '../../engine/kernels/layouts/survey';
import { distributionIn } from '../../engine/diagnostics/distribution';
import type { Distribution, LayerSnapshot, Snapshot } from '../../experiment/record/record';
import { boundaryIn } from './boundary';
import type { PackedSnapshot, SentPiece, WorkerJob } from './job';
import { probeRows } from './snapshotCost';

/** What a record does not say: how many numbers each array has, and which counts there are. */
export interface PackedShape {
  layers: {
    units: number;
    counts: Record<(typeof surveyedArrays)[number], number>;
    saturates: boolean;
    dies: boolean;
  }[];
}

/** Of all snapshots of a run, from one of its jobs. */
export function packedShape({
  network,
  dataset,
  batchCapacity,
}: Pick<WorkerJob, 'network' | 'dataset' | 'batchCapacity'>): PackedShape {
  const rows = Math.min(probeRows(network, dataset.train.count), batchCapacity);
  const widths = [network.inputs, ...network.hidden.map(({ units }) => units), network.outputs];
  return {
    layers: widths.slice(1).map((units, index) => {
      const weights = widths[index] * units;
      const hidden = network.hidden.at(index);
      const saturates = saturationLimits(hidden?.activation ?? network.output) !== undefined;
      const dies = hidden !== undefined && deadLimit(hidden.activation) !== undefined;
      return {
        units,
        saturates,
        dies,
        counts: { kernel: weights, bias: network.bias ? units : 0, activations: rows * units, gradients: weights },
      };
    }),
  };
}

/** The buffers of packed snapshots, to be moved to another thread. */
export function buffersOf(pieces: SentPiece[]): ArrayBuffer[] {
  return pieces.flatMap(({ snapshots }) =>
    snapshots.flatMap((snapshot) => ('bytes' in snapshot ? [snapshot.bytes.buffer] : [])),
  );
}

/** A snapshot as the record of a run has it; its counts and its boundary are views of the packed bytes. */
export function unpackSnapshot(packed: Snapshot | PackedSnapshot, { layers }: PackedShape): Snapshot {
  if (!('bytes' in packed)) return packed;
  const { step, bytes, inputs, curvature } = packed;
  const { buffer } = bytes;
  const recorded = surveyBytes(layers.length);
  const figures = new Float64Array(buffer, 0, recorded / 8);
  const distribution = (layer: number, array: number): Distribution => {
    const at = distributionAt(layers.length, layer, array);
    return distributionIn(
      figures,
      at / 8,
      layers[layer].counts[surveyedArrays[array]],
      new Uint32Array(buffer, at + distributionFigures.bytes, distributionBins),
    );
  };
  const moments = (at: number): Moments => ({ mean: figures[at], variance: figures[at + 1] });
  const unpacked = layers.map(({ units, counts, saturates, dies }, index): LayerSnapshot => {
    const head = surveyPlaces.count * index;
    const layer: LayerSnapshot = {
      kernel: distribution(index, 0),
      bias: counts.bias > 0 ? distribution(index, 1) : undefined,
      activations: distribution(index, 2),
      ...(saturates ? { saturated: figures[head + surveyPlaces.saturated] } : {}),
      ...(dies ? { dead: figures[head + surveyPlaces.dead] } : {}),
      gradients: distribution(index, 3),
      preActivations: moments(head + surveyPlaces.preActivationsMean),
      backward: moments(head + surveyPlaces.backwardMean),
    };
    const rank = figures[head + surveyPlaces.rank];
    if (index < layers.length - 1)
      layer.symmetry = { units, distinct: figures[head + surveyPlaces.distinct], ...(rank < 0 ? {} : { rank }) };
    return layer;
  });
  return {
    step,
    layers: unpacked,
    inputs,
    ...(curvature === undefined ? {} : { curvature }),
    boundary: bytes.length > recorded ? boundaryIn(bytes.subarray(recorded)) : undefined,
  };
}
