import type { Dataset } from '../../engine/datasets/spec';
import { elementTypes, type ElementType, type Precision } from '../../engine/elementType';
import { isWorthSharing } from '../../engine/kernels/wasm/parts';
import { planNetwork, type NetworkPlan } from '../../engine/network/plan';
import { isSmall } from '../../engine/network/smallLayout';
import { batchRows, gatherRows } from '../../engine/network/trainingLoop';
import { kindOf, type NetworkSpec, type OptimizerSpec } from '../../engine/spec/networkSpec';
import type { Experiment } from '../../experiment/format/schema';
import { RunRefused } from '../../data/refused';
import { backendScratchBytes, type Backend } from '../backend/backend';
import { staysBytes } from './arenaPlan';
import { planCompression, type Compression } from './compression';

/** Rows that a whole-split figure is computed on at a time, at least. */
const evaluationRows = 256;

/** Workers that share a trial's steps at most. */
const mostSharing = 8;

/** How a run is computed: the one answer that planning, the memory estimate, training and evaluation go by. */
export interface Execution {
  /** `fused`: whole steps of a small network inside WebAssembly; `layered`: a call for each layer. */
  steps: 'fused' | 'layered';
  /**
   * `resident`: every step takes all rows in place; `gathered`: rows are copied; `compressed`: rows of mostly zeros.
   */
  batches: 'resident' | 'gathered' | 'compressed';
  plan: NetworkPlan;
  /** Rows that a network has room for the copies of. */
  copiedRows: number;
  /** Whether inputs that are bytes stay bytes in the arena, and become numbers where a batch is gathered. */
  keepsBytes: boolean;
  compression: Compression | undefined;
  /** Whether a step is large enough that workers without a trial help with it. */
  sharesSteps: boolean;
  workers: number;
  /** Bytes of a worker's kernels. */
  scratch: number;
}

/** Of the machine and the run. */
export interface Hands {
  cores: number;
  /** As many as were asked for. */
  workers?: number;
  trials: number;
}

/** Refuses batches that a normalization over the batch can say nothing of. */
function checkBatches(network: NetworkSpec, rows: number, batch: number): void {
  const index = network.hidden.findIndex(({ kind }) => kind === 'batchNorm');
  const last = rows % batch === 0 ? batch : rows % batch;
  if (index >= 0 && last < 2)
    throw new RunRefused(
      `training.batchSize: expected batches of at least 2 rows, since network.hidden[${index}] normalizes over the batch, got ${batch} (of ${rows} rows, the last batch has ${last}).`,
    );
}

/** Decides how a network is trained on a dataset; the same question has the same answer. */
export function chooseExecution(
  network: NetworkSpec,
  { train, test }: Dataset,
  { batchSize, shuffle }: Experiment['training'],
  optimizer: OptimizerSpec,
  precision: Precision,
  backend: Backend,
  { cores, workers: asked, trials }: Hands,
): Execution {
  const rows = train.count;
  const batch = batchRows(rows, batchSize);
  checkBatches(network, rows, batch);
  const type: ElementType = elementTypes[precision];
  const small = isSmall(network);
  const batchCapacity = Math.max(batch, Math.min(evaluationRows, Math.max(rows, test?.count ?? 0)));
  const gathered = gatherRows(rows, batchSize, shuffle);
  // A small network lays its batches out anew, and full batches are used in place: both read every number in every
  // step.
  const keepsBytes = gathered > 0 && !small;
  // Bytes become numbers where batches are gathered, also those of whole splits.
  const hasBytes = [train, test].some((split) => split?.inputs instanceof Uint8Array);
  const copiedRows = keepsBytes && hasBytes ? batchCapacity : gathered;
  const plan = planNetwork(network, batchCapacity, optimizer, copiedRows, rows, type);
  const compression = takesRows(network)
    ? planCompression(backend, train, gathered, plan.layers[0].units, staysBytes(train.inputs, keepsBytes), precision)
    : undefined;
  const dense = plan.layers.filter(({ spec }) => kindOf(spec as { kind?: 'dense' }) === 'dense');
  // Steps of small networks are whole calls, and a batch of compressed rows is one thread's.
  const sharesSteps =
    backend.module !== undefined && !small && isWorthSharing(compression ? dense.slice(1) : dense, batch);
  // Unless workers are asked for, a core is left to the editor, which draws meanwhile: it slows a step on all cores
  // more than they gain.
  const sharing = sharesSteps ? Math.min(trials * mostSharing, asked ?? cores - 1) : 0;
  return {
    steps: small && backend.module !== undefined ? 'fused' : 'layered',
    batches: gathered === 0 ? 'resident' : compression ? 'compressed' : 'gathered',
    plan,
    copiedRows,
    keepsBytes,
    compression,
    sharesSteps,
    workers: Math.max(1, Math.min(Math.max(trials, sharing), asked ?? cores)),
    scratch: backendScratchBytes(backend) + (compression?.scratch ?? 0),
  };
}

/** Whether rows may come compressed: steps of a small network do not use them, nor may any layer but the first. */
function takesRows(network: NetworkSpec): boolean {
  const [first] = network.hidden;
  const skipsInputs = network.hidden.some((layer, index) => layer.kind === 'residual' && layer.layers === index);
  return !isSmall(network) && (first === undefined || kindOf(first) === 'dense') && !skipsInputs;
}
