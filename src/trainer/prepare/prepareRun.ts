import { availableParallelism } from 'node:os';
import { Arena, ArenaError } from '../../engine/arena';
import { Room } from '../../engine/datasets/room';
import type { Dataset } from '../../engine/datasets/spec';
import { guessingOf } from '../../engine/diagnostics/guessing';
import { isWorthSharing } from '../../engine/kernels/wasm/parts';
import { NetworkError } from '../../engine/network/networkError';
import { parameterCount, planNetwork } from '../../engine/network/plan';
import { resolveNetwork } from '../../engine/network/resolveNetwork';
import { isSmall } from '../../engine/network/smallLayout';
import type { NetworkSpec } from '../../engine/spec/networkSpec';
import { batchRows, gatherRows, stepsPerEpoch } from '../../engine/network/trainingLoop';
import type { LayerInfo, RunHeader } from '../../experiment/record/record';
import { outputOf, recordEvery, snapshotSteps, testEvery, totalSteps } from '../../experiment/format/resolve';
import type { Experiment } from '../../experiment/format/schema';
import { trialsOf } from '../../experiment/format/trials';
import type { RunRequest } from '../../protocol/trainer';
import { ArenaPlaces, planArena, staysBytes } from './arenaPlan';
import { backendScratchBytes, chooseBackend, withoutMemory } from '../backend/backend';
import { boundaryGrid, boundarySize } from '../worker/boundary';
import { compressSplit, planCompression } from './compression';
import { readInitializerFiles, tensorBytes } from '../../data/initializerFiles';
import type { TrialJob, WorkerJob } from '../worker/job';
import { loadDataset } from '../../data/loadDataset';
import { estimateBytes, loadedBytes, megabytes, startBytes, tooLarge } from '../../data/memory';
import { previewOf } from '../../data/preview';
import { RunRefused } from '../../data/refused';
import { affordableSnapshots, curvatureSteps } from '../worker/snapshotCost';

/** Rows that a whole-split figure is computed on at a time, at least. */
const evaluationRows = 256;

/** Workers that share a trial's steps at most. */
const mostSharing = 8;

/**
 * Snapshots of a trial of a sweep besides the one at step 0: after step 1, at the root of the number of steps, and at
 * the end.
 */
const cellSnapshots = 3;

/** Training steps of a trial, whether given as steps or as epochs: counters are words of 32 bits. */
const mostSteps = 1_000_000_000;

/** What the cells of a sweep share. */
export interface CellShare {
  loadDataset: typeof loadDataset;
  /** Trials of all cells. */
  trials: number;
}

/** A run ready for its workers: what is known of it, and one job for each. */
export interface PreparedRun {
  header: RunHeader;
  jobs: Omit<WorkerJob, 'control' | 'board' | 'team'>[];
  /** Whether a step is large enough that workers without a trial help with it. */
  sharesSteps: boolean;
  /** Bytes that were reserved in the arena, and that the whole run is estimated to take. */
  memory: { arena: number; estimate: number };
}

function layerInfos(network: NetworkSpec, layout: Experiment['random']['layout']): LayerInfo[] {
  const widths = [network.inputs, ...network.hidden.map(({ units }) => units), network.outputs];
  return widths.slice(1).map((units, index) => {
    const hidden = network.hidden[index];
    const inputs = widths[index];
    return {
      name: hidden ? `hidden.${index}` : 'output',
      inputs,
      units,
      activation: hidden?.activation ?? network.output,
      shape: layout === 'out-in' ? [units, inputs] : [inputs, units],
    };
  });
}

function resolve(experiment: Experiment, dataset: Dataset): NetworkSpec {
  try {
    return resolveNetwork({ ...experiment.network, output: outputOf(experiment) }, experiment.loss, dataset);
  } catch (error) {
    if (error instanceof NetworkError) throw new RunRefused(error.message);
    throw error;
  }
}

/** Refuses a run that is estimated to need more than it may, with both numbers; of a cell the message is the same. */
function checkMemory({ maxMemoryMB }: RunRequest, bytes: number): void {
  if (bytes > maxMemoryMB * 1e6) throw new RunRefused(tooLarge(bytes, maxMemoryMB));
}

/** An arena for a plan. Throws RunRefused where it cannot be had. */
function createArena(bytes: number): Arena {
  try {
    return Arena.create(bytes);
  } catch (error) {
    if (error instanceof ArenaError)
      throw new RunRefused(
        `The run needs one block of ${megabytes(bytes)} MB, which this machine does not give: fewer seeds or initializers, narrower layers or fewer rows need less.`,
      );
    throw error;
  }
}

/**
 * Loads the data, checks the memory, and lays out the arena. `kernels` is the folder of the built kernels; a cell of a
 * sweep has a `share`. Throws RunRefused.
 */
export async function prepareRun(request: RunRequest, kernels: string, share?: CellShare): Promise<PreparedRun> {
  const { experiment } = request;
  const chosen = chooseBackend(request.backend, kernels);
  const room = new Room(request.maxMemoryMB * 1e6, startBytes);
  const dataset = await (share?.loadDataset ?? loadDataset)(experiment, request.directory, request.places, room);
  const network = resolve(experiment, dataset);
  const layers = layerInfos(network, experiment.random.layout);
  const { files, notes } = await readInitializerFiles(experiment, layers, {
    directory: request.directory,
    places: request.places ?? { folders: [] },
  });
  const { batchSize, shuffle } = experiment.training;
  const rows = dataset.train.count;
  const batchCapacity = Math.max(
    batchRows(rows, batchSize),
    Math.min(evaluationRows, Math.max(rows, dataset.test?.count ?? 0)),
  );
  const gathered = gatherRows(rows, batchSize, shuffle);
  // A small network lays its batches out anew, and full batches are used in place: both read every number in every
  // step.
  const keepBytes = gathered > 0 && !isSmall(network);
  // Bytes become numbers where batches are gathered, also those of whole splits.
  const hasBytes = [dataset.train, dataset.test].some((split) => split?.inputs instanceof Uint8Array);
  const copiedRows = keepBytes && hasBytes ? batchCapacity : gathered;
  const plan = planNetwork(network, batchCapacity, experiment.optimizer, copiedRows, rows);
  const trials = trialsOf(experiment);
  const steps = totalSteps(experiment, rows);
  if (steps > mostSteps) {
    throw new RunRefused(
      `training.epochs: expected at most ${mostSteps} training steps, got ${steps} (${experiment.training.epochs} epochs of ${stepsPerEpoch(rows, batchSize)} steps).`,
    );
  }
  const every = recordEvery(experiment, steps);
  const parameters = parameterCount(network);
  const cells = dataset.features === 2 ? boundarySize ** 2 : 0;
  const work = { network, trainRows: rows, batchRows: batchRows(rows, batchSize), steps, cells };
  const affordable = affordableSnapshots(work);
  const snapshots = snapshotSteps(steps, share ? Math.min(cellSnapshots, affordable) : affordable);
  // The steps of a small network do not use them.
  const compression = isSmall(network)
    ? undefined
    : planCompression(
        chosen,
        dataset.train,
        gathered,
        plan.layers[0].units,
        staysBytes(dataset.train.inputs, keepBytes),
      );
  // Steps of small networks are whole calls, and a batch of compressed rows is one thread's.
  const sharesSteps =
    chosen.module !== undefined &&
    !isSmall(network) &&
    isWorthSharing(compression ? plan.layers.slice(1) : plan.layers, batchRows(rows, batchSize));
  const cores = availableParallelism();
  // Unless workers are asked for, a core is left to the editor, which draws meanwhile: it slows a step on all cores
  // more than they gain.
  const sharing = sharesSteps ? Math.min(trials.length * mostSharing, request.workers ?? cores - 1) : 0;
  const wanted = Math.max(1, Math.min(Math.max(trials.length, sharing), request.workers ?? cores));
  const scratch = backendScratchBytes(chosen) + (compression?.scratch ?? 0);
  const placed = planArena({
    dataset,
    keepBytes,
    workers: wanted,
    scratch,
    network: plan.bytes,
    trials: trials.length,
    compressed: compression?.bytes ?? 0,
    grid: 8 * cells,
    boundaryRoom: 2 * cells,
  });
  const estimate = estimateBytes({
    loading: room.peak,
    dataset: loadedBytes(dataset) + room.files,
    files: tensorBytes(files),
    arena: placed.bytes,
    parameters,
    trials: trials.length,
    otherTrials: share ? share.trials - trials.length : 0,
    workers: wanted,
    layers: plan.layers.length,
    snapshots: snapshots.length,
    boundaryCells: cells,
    points: Math.ceil(steps / every),
  });
  checkMemory(request, estimate);

  const data = { ...previewOf(dataset), guessing: guessingOf(dataset.train, network.loss, network.outputs) };
  const arena = createArena(placed.bytes);
  const places = new ArenaPlaces(arena, placed);
  const backend = arena.memory ? chosen : withoutMemory(request.backend);
  const shared: Dataset = {
    ...dataset,
    train: places.copy(dataset.train, placed.train),
    test: dataset.test && placed.test && places.copy(dataset.test, placed.test),
  };
  const compressed =
    compression && arena.memory && compressSplit(backend, places.region(placed.compressed), shared.train, compression);
  const grid = data.points && places.float32(placed.grid);
  grid?.set(boundaryGrid(data.points!.extent));
  // Without shared memory a trial cannot go from one worker to another.
  const workers = arena.shared ? wanted : 1;
  const jobs = Array.from({ length: workers }, (_, worker): Omit<WorkerJob, 'control' | 'board' | 'team'> => ({
    experiment,
    network,
    dataset: shared,
    files,
    grid,
    boundaryRoom: grid && places.bytes(placed.boundaryRooms[worker]),
    backend,
    scratch: places.region(placed.scratches[worker]),
    compressed,
    batchCapacity,
    copiedRows,
    totalSteps: steps,
    recordEvery: every,
    testEvery: testEvery(
      experiment,
      steps,
      every,
      (dataset.test?.count ?? 0) * parameters,
      3 * batchRows(rows, batchSize) * parameters,
    ),
    snapshotSteps: snapshots,
    curvatureSteps: curvatureSteps(work, experiment.optimizer, snapshots),
    trials: [],
    worker,
  }));
  const trialJobs = trials.map((key, trial): TrialJob => ({
    ...key,
    trial,
    region: places.region(placed.networks[trial]),
  }));
  for (const job of jobs) job.trials = trialJobs;
  const header: RunHeader = {
    experiment,
    layout: experiment.random.layout,
    layers,
    data,
    totalSteps: steps,
    stepsPerEpoch: stepsPerEpoch(rows, batchSize),
    environment: { backend: backend.name, workers, node: process.version },
    ...(notes.length > 0 ? { notes } : {}),
  };
  return {
    header,
    jobs,
    sharesSteps: sharesSteps && workers > 1 && backend.module !== undefined,
    memory: { arena: placed.bytes, estimate },
  };
}
