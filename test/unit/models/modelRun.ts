import { checkExperiment } from '../../../src/experiment/format/checks/check';
import type {
  Distribution,
  LayerInfo,
  LayerSnapshot,
  ModelFinding,
  ModelModule,
  RunRecord,
  TrialRecord,
} from '../../../src/experiment/record/record';

/** Statistics of numbers, as NumPy has them. */
function distributionOf(values: readonly number[]): Distribution {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  const [min, max] = count === 0 ? [NaN, NaN] : [Math.min(...values), Math.max(...values)];
  const [low, high] = count === 0 ? [0, 1] : min === max ? [min - 0.5, max + 0.5] : [min, max];
  const counts = new Uint32Array(256);
  for (const value of values) counts[Math.min(255, Math.floor((256 * (value - low)) / (high - low)))]++;
  const zeros = values.filter((value) => value === 0).length;
  return {
    statistics: { count, mean, std, min, max, zeros, nan: 0, infinite: 0 },
    histogram: { min: low, max: high, counts },
  };
}

/** What the probe sends of a tensor that is not there. */
const nothing = distributionOf([]);

const finding = (kind: string, severity: ModelFinding['severity'], path: string, message: string): ModelFinding => ({
  kind,
  severity,
  path,
  message,
  evidence: { share: 1 },
  file: '/project/gpt.py',
  line: 8,
});

const wave = (scale: number): number[] => Array.from({ length: 64 }, (_, i) => scale * Math.sin(i));

function snapshotOf({ kind, shape, module }: LayerInfo, scale: number): LayerSnapshot {
  const weights = kind === 'parameter' || (shape.length > 0 && module !== 'MultiheadAttention');
  return {
    kernel: weights ? distributionOf(wave(scale)) : nothing,
    ...(module === 'Linear' && { bias: distributionOf([0, 0]) }),
    activations: kind === 'parameter' ? nothing : distributionOf(wave(2 * scale)),
    gradients: weights ? distributionOf(wave(scale / 10)) : nothing,
    ...(module === 'relu' && { dead: 3 }),
    ...(kind === 'module' && module !== 'Embedding' && { backward: { mean: 0, variance: scale } }),
  };
}

/** A transformer as the probe tells of it: `depth` blocks of eight entries, in the order of their calls. */
export function modelRun(depth = 2): RunRecord {
  const layer = (name: string, module: string | undefined, shape: number[], fans = [0, 0]): LayerInfo => ({
    name,
    kind: module === undefined ? 'parameter' : 'module',
    module,
    inputs: fans[0],
    units: fans[1],
    activation: 'linear',
    shape,
  });
  const block = (path: string): LayerInfo[] => [
    layer(`${path}.before`, 'LayerNorm', [32]),
    layer(`${path}.attention`, 'MultiheadAttention', [96, 32], [32, 96]),
    layer(`${path}.attention.in_proj_weight`, undefined, [96, 32]),
    layer(`${path}.between`, 'LayerNorm', [32]),
    layer(`${path}.c_fc`, 'Linear', [128, 32], [32, 128]),
    { ...layer(`${path}.relu()`, 'relu', []), activation: 'relu' },
    layer(`${path}.c_proj`, 'Linear', [32, 128], [128, 32]),
    layer(`${path}.drop`, 'Dropout', []),
  ];
  const layers = [
    layer('tokens', 'Embedding', [40, 32], [32, 40]),
    ...Array.from({ length: depth }, (_, index) => block(`layers.${index}`)).flat(),
    layer('head', 'Linear', [40, 32], [32, 40]),
  ];
  const paths = new Set(
    layers.flatMap(({ name }) => name.split('.').map((_, i, all) => all.slice(0, i + 1).join('.'))),
  );
  const modules: ModelModule[] = [...paths].map((path) => ({ path, kind: /^layers\.\d+$/.test(path) ? 'Layer' : 'X' }));
  const { experiment } = checkExperiment({
    version: 1,
    name: 'GPT',
    model: { python: 'gpt.py:GPT' },
    data: { random: { x: { shape: [8, 16], tokens: 40 }, y: { tokens: 40 } } },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    training: { steps: 10 },
    random: { seeds: [0, 1] },
    initializers: [{ kind: 'asWritten' }, { kind: 'zeros' }],
  });
  const trial = (initializer: number, seed: number, findings: ModelFinding[]): TrialRecord => ({
    initializer,
    seed,
    status: 'finished',
    step: 10,
    seconds: 1,
    curve: { step: [0, 10], train: [3.7, 3], test: [NaN, NaN], trainAccuracy: [NaN, NaN], testAccuracy: [NaN, NaN] },
    snapshots: [0, 10].map((step) => ({ step, layers: layers.map((info) => snapshotOf(info, 1 + initializer)) })),
    findings,
  });
  const packed = (std: string): ModelFinding =>
    finding('packedFan', 'info', 'layers.0.attention.in_proj_weight', `packs 3 projections: std ${std}.`);
  const dead = finding('dead', 'error', 'layers.1', 'All 128 units of layers.1 (relu) are dead.');
  return {
    id: 1,
    status: 'finished',
    seconds: 4,
    header: {
      experiment: experiment!,
      layout: 'out-in',
      layers,
      data: { features: 0, classes: 40, trainCount: 8, testCount: 0 },
      totalSteps: 10,
      stepsPerEpoch: 0,
      environment: { backend: 'torch 2.13.0', workers: 1, node: 'v24' },
      model: {
        name: 'GPT',
        framework: 'torch',
        version: '2.13.0',
        python: { version: '3.12.1', path: '/usr/bin/python3' },
        device: 'cpu',
        file: 'gpt.py',
        line: 23,
        parameters: 10_000,
        modules,
      },
    },
    trials: [
      trial(0, 0, [packed('0.124')]),
      trial(0, 1, [packed('0.126')]),
      trial(1, 0, [packed('0.124'), dead]),
      trial(1, 1, [packed('0.126'), dead]),
    ],
  };
}
