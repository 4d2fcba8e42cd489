import type { Floats } from '../../engine/elementType';
import { numbersOf } from '../../engine/datasets/inputs';
import type { Split } from '../../engine/datasets/spec';
import { curvatureOf } from '../../engine/diagnostics/curvature';
import { countDead } from '../../engine/diagnostics/deadUnits';
import { momentsOf, type Moments } from '../../engine/diagnostics/moments';
import { countSaturated } from '../../engine/diagnostics/saturation';
import { rankWork, symmetryOf } from '../../engine/diagnostics/symmetry';
import { distributionBins, surveyPlaces } from '../../engine/kernels/layouts/survey';
import { distributionOf } from '../../engine/diagnostics/distribution';
import { Survey } from '../../engine/diagnostics/survey';
import { splitTarget, type Network } from '../../engine/network/network';
import type { Layer } from '../../engine/network/layer';
import { isDense, kindOf } from '../../engine/spec/networkSpec';
import type { Distribution, LayerSnapshot, Snapshot } from '../../experiment/record/record';
import { boundaryBytes, boundaryOf } from './boundary';
import type { WorkerJob, PackedSnapshot } from './job';
import { probeRows } from './snapshotCost';

/** Kernel, bias, activations, gradients. */
const distributionsOfLayer = 4;
/** Work of a rank that is worth it in every snapshot, and not only in the first and the last. */
const quickRank = 1e5;

function targetRange({ targets }: Split): [number, number] {
  if (!targets) return [0, 1];
  let [low, high] = [Infinity, -Infinity];
  for (const target of targets) [low, high] = [Math.min(low, target), Math.max(high, target)];
  return [low, high];
}

/** The largest size of the finite numbers; 0 if there are none. */
function largestOf({ statistics: { min, max } }: Distribution): number {
  return Number.isNaN(min) ? 0 : Math.max(-min, max);
}

/**
 * For each layer the index of the dense one whose kernel its units go into, with nothing between them but layers that
 * treat all units alike; undefined where its units are no neurons of that kind, or a skip tells them apart.
 */
function outgoingLayers(layers: readonly Layer[]): (number | undefined)[] {
  const begins = new Set(layers.map(({ spec }, index) => (spec.kind === 'residual' ? index - spec.layers : -1)));
  const isDenseAt = (index: number): boolean => kindOf(layers[index].spec) === 'dense';
  return layers.map((_, index) => {
    if (!isDenseAt(index)) return undefined;
    for (let next = index + 1; next < layers.length; next++) {
      if (begins.has(next) || layers[next].spec.kind === 'residual') return undefined;
      if (isDenseAt(next)) return next;
    }
    return undefined;
  });
}

/** Takes snapshots of one network: distributions of every layer, what is left of its symmetry, its boundary. */
export class SnapshotTaker {
  private readonly range: [number, number];
  /** Training samples that activations and gradients are looked at on: always the first ones, so that steps compare. */
  private readonly rows: number;
  /**
   * Counts of all histograms of one snapshot lie in one array: that is one block to send, and less for the garbage
   * collector.
   */
  private counts = new Uint32Array(0);
  private usedCounts = 0;
  /** Where the kernels can look at all layers at once. */
  private readonly survey: Survey | undefined;

  constructor(
    private readonly network: Network,
    private readonly job: WorkerJob,
  ) {
    this.range = targetRange(job.dataset.train);
    this.rows = Math.min(probeRows(job.network, job.dataset.train.count), job.batchCapacity);
    const { survey } = network.kernels;
    this.survey = survey && isDense(job.network) ? new Survey(survey, network.layers, network.figures) : undefined;
  }

  /**
   * The state of the network now, called `step`. Training goes on as if it had not been looked at. `whole` asks for
   * what takes long, too: ranks.
   */
  take(step: number, whole: boolean): Snapshot | PackedSnapshot {
    const { network, job, rows } = this;
    network.probe(job.dataset.train.inputs, splitTarget(job.dataset.train), rows);
    const inputs =
      step === 0
        ? momentsOf(
            numbersOf(job.dataset.train.inputs.subarray(0, rows * job.dataset.features), network.plan.elementType),
          )
        : undefined;
    if (this.survey) return { step, bytes: this.pack(this.survey, whole), inputs, curvature: this.curvature(step) };
    this.counts = new Uint32Array(distributionsOfLayer * distributionBins * network.layers.length);
    this.usedCounts = 0;
    const kernels = network.layers.map(({ kernel }) => this.distribution(kernel));
    const layers = network.layers.map((layer, index) =>
      this.layer(layer, kernels[index], index < network.layers.length - 1),
    );
    for (const [index, next] of outgoingLayers(network.layers).entries())
      if (next !== undefined)
        layers[index].symmetry = this.symmetry(
          network.layers[index],
          network.layers[next],
          Math.max(largestOf(kernels[index]), largestOf(kernels[next])),
          whole,
        );
    const boundary = job.grid && boundaryOf(network, job.grid, job.dataset.classes, this.range, job.boundaryRoom);
    const curvature = this.curvature(step);
    return { step, layers, inputs, ...(curvature === undefined ? {} : { curvature }), boundary };
  }

  /** Last of all, since it looks at other parameters on the same arrays. */
  private curvature(step: number): number | undefined {
    const {
      network,
      job: { dataset, curvatureSteps },
      rows,
    } = this;
    return curvatureSteps.includes(step)
      ? curvatureOf(network, dataset.train.inputs, splitTarget(dataset.train), rows)
      : undefined;
  }

  /**
   * The same as the kernels record it, to be read by `unpackSnapshot`: the record of all layers, and after it the
   * boundary.
   */
  private pack(survey: Survey, whole: boolean): Uint8Array<ArrayBuffer> {
    const { network, job } = this;
    const { heads, record } = survey;
    survey.take(this.rows, whole ? rankWork : quickRank);
    for (let index = 0; index < network.layers.length - 1; index++) {
      const place = surveyPlaces.count * index;
      if (heads[place + surveyPlaces.distinct] >= 0) continue;
      const { distinct, rank = -1 } = this.symmetry(
        network.layers[index],
        network.layers[index + 1],
        undefined,
        whole,
      )!;
      heads[place + surveyPlaces.distinct] = distinct;
      heads[place + surveyPlaces.rank] = rank;
    }
    const bytes = new Uint8Array(record.length + (job.grid ? boundaryBytes(job.grid) : 0));
    bytes.set(record);
    if (job.grid)
      boundaryOf(network, job.grid, job.dataset.classes, this.range, job.boundaryRoom, bytes.subarray(record.length));
    return bytes;
  }

  private distribution(values: Floats): Distribution {
    const counts = this.counts.subarray(this.usedCounts, this.usedCounts + distributionBins);
    this.usedCounts += distributionBins;
    return distributionOf(this.network.kernels, values, this.network.figures, counts);
  }

  /** Of each sample's own cost: the probe has their mean. */
  private backward(layer: Layer): Moments {
    const { rows } = this;
    const { mean, variance } = momentsOf(layer.gradients.subarray(0, rows * layer.units));
    return { mean: rows * mean, variance: rows * rows * variance };
  }

  private symmetry(
    { kernel, bias, inputs, units }: Layer,
    next: Layer,
    largest: number | undefined,
    whole: boolean,
  ): LayerSnapshot['symmetry'] {
    return symmetryOf(
      { kernel, bias, inputs, units, outgoing: next.kernel, nextUnits: next.units },
      whole ? undefined : quickRank,
      largest,
    );
  }

  private layer(layer: Layer, kernel: Distribution, hidden: boolean): LayerSnapshot {
    const numbers = this.rows * layer.units;
    const [activations, preActivations] = [
      layer.activations.subarray(0, numbers),
      layer.preActivations.subarray(0, numbers),
    ];
    const [saturated, dead] = [
      countSaturated(activations, layer.activation),
      hidden ? countDead(preActivations, this.rows, layer.units, layer.activation) : undefined,
    ];
    return {
      kernel,
      bias: layer.bias && this.distribution(layer.bias),
      activations: this.distribution(activations),
      ...(saturated === undefined ? {} : { saturated }),
      ...(dead === undefined ? {} : { dead }),
      gradients: this.distribution(layer.kernelGradient),
      preActivations: momentsOf(preActivations),
      backward: this.backward(layer),
    };
  }
}
