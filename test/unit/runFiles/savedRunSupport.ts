import { gunzipSync, gzipSync } from 'fflate';
import type { RecordingCodec } from '../../../src/experiment/runFile/savedRun';
import { parseExperiment } from '../../../src/experiment/format/parse';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import type { TrialWeights } from '../../../src/protocol/trainer';
import { trained } from '../trainer/trainerSupport';

/** Another make of the codec than the host's: both are gzip and base64. */
export const testCodec: RecordingCodec = {
  pack: (bytes) => Promise.resolve(Buffer.from(gzipSync(bytes, { mtime: 0 })).toString('base64')),
  unpack: (text) => Promise.resolve(gunzipSync(Buffer.from(text, 'base64'))),
};

/** A network small enough that its recording is a few kilobytes. */
export const tiny: ExperimentInput = {
  version: 1,
  name: 'Tiny',
  dataset: { kind: 'blobs', train: 20, test: 10, centers: 3, features: 3 },
  network: { hidden: [2], activation: 'relu' },
  loss: 'categoricalCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  training: { steps: 20, batchSize: 'full', recordEvery: 5 },
  random: { generator: 'numpy', layout: 'out-in', seeds: [3] },
  initializers: [{ kind: 'zeros' }, { kind: 'randomNormal' }, { kind: 'randomNormal', stddev: 1, label: 'wide' }],
};

/** Trains an experiment to its end in this process. */
export async function train(input: ExperimentInput): Promise<{ run: RunRecord; weights: TrialWeights[] }> {
  const { experiment, issues } = parseExperiment(JSON.stringify(input));
  if (!experiment) throw new Error(issues[0]?.message);
  const { run, handle } = await trained({ experiment, backend: 'reference', maxMemoryMB: 512, workers: 1 });
  return { run, weights: await handle.weights() };
}
