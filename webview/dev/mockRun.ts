import { hiddenLayers } from '../../src/experiment/format/resolve';
import { applyUpdate } from '../../src/experiment/record/applyUpdate';
import type { DataPreview, LayerInfo, RunHeader, RunRecord } from '../../src/experiment/record/record';
import {
  networkExperimentSchema,
  type NetworkExperiment,
  type ExperimentInput,
} from '../../src/experiment/format/schema';
import { trialsOf } from '../../src/experiment/format/trials';
import type { RunUpdate, TrialUpdate } from '../../src/experiment/record/update';
import { classesOf, featuresOf } from '../experiment/rail/changes/datasetChanges';
import { mockImages, mockMistakes } from './mockImages';
import { mockKernel, mockNormal, mockRandom } from './mockDraw';
import { extentHalf, mockSnapshot } from './mockSnapshot';
import { costAt, storyOf } from './mockStory';

/** Made-up runs for working on the editor without a trainer. Nothing here ships. */
export interface MockOptions {
  /** Updates over the whole run; the first one carries the header. */
  updates?: number;
  /** Side of the boundary grid; 0 for data that is not 2-D. */
  boundary?: number;
}

const four: ExperimentInput['initializers'] = [
  { kind: 'zeros' },
  { kind: 'randomNormal', stddev: 1, scale: 10, label: 'randn × 10' },
  { kind: 'heNormal', u: 2 },
  { kind: 'glorotUniform' },
];
const more: ExperimentInput['initializers'] = [
  { kind: 'randomNormal', stddev: 0.01, label: 'randn × 0.01' },
  { kind: 'randomNormal', stddev: 1, scale: 200, label: 'randn × 200, far too large for any layer' },
  { kind: 'orthogonal' },
  { kind: 'pytorchLinear' },
];

/** The circles experiment with `count` (1 to 8) initializers. */
export function mockExperiment(count = 4, changes: Partial<ExperimentInput> = {}): NetworkExperiment {
  return networkExperimentSchema.parse({
    version: 1,
    name: 'Circles',
    dataset: { kind: 'circles' },
    network: { hidden: [10, 5] },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    training: { steps: 15_000, recordEvery: 100 },
    random: { seeds: [3] },
    initializers: [...four, ...more].slice(0, count),
    ...changes,
  });
}

function pointsOf(count: number, classes: number, seed: number): { points: Float32Array; labels: Float32Array } {
  const random = mockRandom(seed);
  const points = new Float32Array(2 * count);
  const labels = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % classes;
    const angle = classes <= 2 ? random() * 2 * Math.PI : ((labels[i] + random()) / classes) * 2 * Math.PI;
    const radius = classes <= 2 ? (labels[i] === 1 ? 0.8 : 1) : 0.3 + random();
    points[2 * i] = radius * Math.cos(angle) + 0.05 * mockNormal(random);
    points[2 * i + 1] = radius * Math.sin(angle) + 0.05 * mockNormal(random);
  }
  return { points, labels };
}

function headerOf(experiment: NetworkExperiment, boundary: number): RunHeader {
  const dataset = experiment.dataset;
  const classes = classesOf(dataset) ?? 2;
  const [trainCount, testCount] =
    dataset.kind === 'csv' || dataset.kind === 'npy' ? [300, 100] : [dataset.train ?? 2000, dataset.test ?? 500];
  const data: DataPreview = {
    features: boundary > 0 ? 2 : (featuresOf(dataset) ?? 20),
    classes,
    trainCount,
    testCount,
  };
  if (dataset.kind === 'mnist' || dataset.kind === 'fashionMnist' || dataset.kind === 'cifar10') {
    data.images = mockImages(dataset.kind === 'cifar10' ? 3 : 1);
    if (dataset.kind === 'mnist')
      data.note = "Bundled small set: the first 2 000 training and 500 test digits of MNIST's 60 000 and 10 000.";
  }
  if (boundary > 0) {
    const train = pointsOf(trainCount, classes, 1);
    const test = pointsOf(testCount, classes, 2);
    data.points = {
      train: train.points,
      trainClass: train.labels,
      test: test.points,
      testClass: test.labels,
      extent: { left: -extentHalf, right: extentHalf, bottom: -extentHalf, top: extentHalf },
    };
  }
  const units = [...hiddenLayers(experiment, data.features).map((layer) => layer.units), classes === 2 ? 1 : classes];
  const layers = units.map((count, index): LayerInfo => {
    const inputs = index === 0 ? data.features : units[index - 1];
    const output = index === units.length - 1;
    return {
      name: output ? 'output' : `hidden.${index}`,
      inputs,
      units: count,
      activation: output ? (classes === 2 ? 'sigmoid' : 'softmax') : experiment.network.activation,
      shape: experiment.random.layout === 'out-in' ? [count, inputs] : [inputs, count],
    };
  });
  return {
    experiment,
    layout: experiment.random.layout,
    layers,
    data,
    totalSteps: experiment.training.steps ?? 1000,
    stepsPerEpoch: 1,
    environment: { backend: 'mock', workers: 2, node: '24' },
  };
}

/** Step 0 and about 30 more, log-spaced to the end, as the trainer keeps them. */
export function mockSteps(total: number): number[] {
  const steps = [0];
  for (let i = 0; i <= 30; i++) steps.push(Math.round(total ** (i / 30)));
  return [...new Set(steps)];
}

/** All updates of a made-up run of `experiment`, in order. */
export function* mockUpdates(
  experiment: NetworkExperiment,
  { updates = 100, boundary = (featuresOf(experiment.dataset) ?? 2) === 2 ? 96 : 0 }: MockOptions = {},
): Generator<RunUpdate> {
  const header = headerOf(experiment, boundary);
  const total = header.totalSteps;
  const every = experiment.training.recordEvery ?? Math.max(1, Math.round(total / 200));
  const keep = mockSteps(total);
  const trials = trialsOf(experiment).map(({ initializer, seed }) => {
    const spec = experiment.initializers[initializer];
    const random = mockRandom(seed * 31 + 7);
    const kernels = header.layers.map((layer) => mockKernel(spec, layer.inputs, layer.units, random));
    return { story: storyOf(spec), kernels, random, done: -1, luck: 1 + 0.08 * mockNormal(random), ended: false };
  });
  yield { id: 1, status: 'starting', header, seconds: 0, trials: [] };
  for (let tick = 1; tick <= updates; tick++) {
    const until = Math.round((total * tick) / updates);
    const changed = trials.flatMap((trial, index): TrialUpdate[] => {
      if (trial.ended) return [];
      const { story } = trial;
      const end = story.name === 'diverges' ? Math.round(0.09 * total) : Infinity;
      const update: TrialUpdate = {
        trial: index,
        status: 'running',
        step: Math.min(until, end),
        seconds: (until / total) * 1.4,
        curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] },
        snapshots: [],
      };
      for (let step = trial.done + 1; step <= Math.min(until, end); step++) {
        const share = step / total;
        if (step % every === 0 && step < total) {
          const wobble = 1 + (story.name === 'saturated' ? 0.02 : 0.002) * mockNormal(trial.random);
          const cost = costAt(story, share) * (story.name === 'symmetric' ? 1 : wobble * trial.luck);
          const accuracy =
            Math.round((0.5 + (story.accuracy - 0.5) * Math.min(1, 1.3 * share)) * header.data.trainCount) /
            header.data.trainCount;
          update.curve.step.push(step);
          update.curve.train.push(cost);
          update.curve.test.push(cost * 1.06);
          update.curve.trainAccuracy.push(accuracy);
          update.curve.testAccuracy.push(Math.round((accuracy - 0.02) * 100) / 100);
        }
        if (keep.includes(step))
          update.snapshots.push(
            mockSnapshot(story, header.layers, trial.kernels, step, share, boundary, header.data.classes, step + index),
          );
      }
      trial.done = until;
      if (update.step === 0 || tick === 1)
        update.start = { naiveInfinite: story.name === 'saturated' ? 131 : 0, samples: header.data.trainCount };
      if (until >= end) {
        trial.ended = true;
        update.status = 'diverged';
        update.divergedAt = end;
        update.curve = {
          step: [...update.curve.step, end],
          train: [...update.curve.train, NaN],
          test: [...update.curve.test, NaN],
          trainAccuracy: [...update.curve.trainAccuracy, NaN],
          testAccuracy: [...update.curve.testAccuracy, NaN],
        };
      } else if (until >= total) {
        trial.ended = true;
        update.status = 'finished';
        const cost = costAt(story, 1) * (story.name === 'symmetric' ? 1 : trial.luck);
        update.final = {
          trainCost: cost,
          testCost: cost * 1.06,
          trainAccuracy: story.accuracy,
          testAccuracy: Math.round((story.accuracy - 0.02) * 100) / 100,
          ...(boundary > 0 ? {} : { mistakes: mockMistakes(header.data) }),
        };
      }
      return [update];
    });
    yield {
      id: 1,
      status: tick === updates ? 'finished' : 'running',
      seconds: (1.4 * tick) / updates,
      trials: changed,
    };
  }
}

/** A made-up run of which `share` (0 to 1) is done. */
export function mockRun(experiment: NetworkExperiment, share = 1, options: MockOptions = {}): RunRecord {
  const run: RunRecord = { id: 1, status: 'starting', trials: [], seconds: 0 };
  const updates = options.updates ?? 100;
  let tick = 0;
  for (const update of mockUpdates(experiment, { ...options, updates })) {
    if (tick++ > share * updates) break;
    applyUpdate(run, update);
  }
  return run;
}
