import { availableParallelism } from 'node:os';
import { Arena, ArenaError } from '../../engine/arena';
import type { Floats } from '../../engine/elementType';
import { Room } from '../../engine/datasets/room';
import type { Dataset } from '../../engine/datasets/spec';
import { guessingOf } from '../../engine/diagnostics/guessing';
import { NetworkError } from '../../engine/network/networkError';
import { parameterCount } from '../../engine/network/plan';
import { resolveNetwork } from '../../engine/network/resolveNetwork';
import type { LayerSpec } from '../../engine/network/layer';
import { layerKindOf } from '../../engine/network/layers/kinds';
import { kindOf, type NetworkSpec } from '../../engine/spec/networkSpec';
import { batchRows, stepsPerEpoch } from '../../engine/network/trainingLoop';
import type { LayerInfo, RunHeader } from '../../experiment/record/record';
import { outputOf, recordEvery, snapshotSteps, testEvery, totalSteps } from '../../experiment/format/resolve';
import type { NetworkExperiment } from '../../experiment/format/schema';
import { trialsOf } from '../../experiment/format/trials';
import { keepsSnapshots } from '../../experiment/sweep/sweep';
import type { NetworkRunRequest } from '../../protocol/trainer';
import { ArenaPlaces, planArena } from './arenaPlan';
import { chooseBackend, withoutMemory } from '../backend/backend';
import { compiledAhead } from '../backend/joinedVectors';
import { boundarySize, fillBoundaryGrid } from '../worker/boundary';
import { chooseExecution } from './chooseExecution';
import { executionText } from './executionText';
import { compressSplit } from './compression';
import { readInitializerFiles, tensorBytes } from '../../data/initializerFiles';
import type { TrialJob, WorkerJob } from '../worker/job';
import { loadDataset, wantedDataset } from '../../data/loadDataset';
import { estimateBytes, loadedBytes, megabytes, startBytes, tooLarge } from '../../data/memory';
import { previewOf } from '../../data/preview';
import { RunRefused } from '../../data/refused';
import { affordableSnapshots, curvatureSteps } from '../worker/snapshotCost';

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
  /** Trials of all cells, and those of them that keep snapshots. */
  trials: number;
  trialsWithSnapshots: number;
}

/** A cell of a sweep. */
export interface Cell extends CellShare {
  /** The only seed whose trials keep snapshots, if not all do. */
  snapshotSeed?: number;
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

function layerInfos(network: NetworkSpec, layout: NetworkExperiment['random']['layout']): LayerInfo[] {
  const all: LayerSpec[] = [...network.hidden, { units: network.outputs, activation: network.output }];
  return all.map((layer, index): LayerInfo => {
    const inputs = index === 0 ? network.inputs : all[index - 1].units;
    const [first] = layerKindOf(layer).parameters(layer, inputs, network.bias);
    const kind = kindOf(layer);
    return {
      name: index < network.hidden.length ? `hidden.${index}` : 'output',
      inputs,
      units: layer.units,
      activation: layer.activation,
      ...(kind === 'dense' ? {} : { kind }),
      shape: kind === 'dense' && layout === 'in-out' ? [inputs, layer.units] : [...(first?.shape ?? [])],
    };
  });
}

function resolve(experiment: NetworkExperiment, dataset: Dataset): NetworkSpec {
  try {
    return resolveNetwork({ ...experiment.network, output: outputOf(experiment) }, experiment.loss, dataset);
  } catch (error) {
    if (error instanceof NetworkError) throw new RunRefused(error.message);
    throw error;
  }
}

/** Refuses a run that is estimated to need more than it may, with both numbers; of a cell the message is the same. */
function checkMemory({ maxMemoryMB }: NetworkRunRequest, bytes: number): void {
  if (bytes > maxMemoryMB * 1e6) throw new RunRefused(tooLarge(bytes, maxMemoryMB));
}

/** An arena for a plan. Throws RunRefused where it cannot be had. */
function createArena(bytes: number): Arena {
  try {
    return Arena.create(bytes);
  } catch (error) {
    if (error instanceof ArenaError)
      throw new RunRefused(
        `The run needs one block of ${megabytes(bytes)} MB, which this machine can't provide. Use fewer seeds, initializers or rows, or narrower layers.`,
      );
    throw error;
  }
}

/** Loads the data and decides how the run is computed. Throws RunRefused. */
async function planRun(request: NetworkRunRequest, kernels: string, share?: Cell) {
  const { experiment } = request;
  await compiledAhead(kernels);
  const chosen = chooseBackend(request.backend, kernels, experiment.precision);
  const room = new Room(request.maxMemoryMB * 1e6, startBytes);
  const dataset = await (share?.loadDataset ?? loadDataset)(
    wantedDataset(experiment),
    request.directory,
    request.places,
    room,
  );
  const network = resolve(experiment, dataset);
  const layers = layerInfos(network, experiment.random.layout);
  const { files, notes } = await readInitializerFiles(experiment, layers, {
    directory: request.directory,
    places: request.places ?? { folders: [] },
  });
  const rows = dataset.train.count;
  const trials = trialsOf(experiment);
  const steps = totalSteps(experiment, rows);
  if (steps > mostSteps) {
    throw new RunRefused(
      `training.epochs: expected at most ${mostSteps} training steps, got ${steps} (${experiment.training.epochs} epochs of ${stepsPerEpoch(rows, experiment.training.batchSize)} steps).`,
    );
  }
  const every = recordEvery(experiment, steps);
  const parameters = parameterCount(network);
  const cells = dataset.features === 2 ? boundarySize ** 2 : 0;
  const work = { network, trainRows: rows, batchRows: batchRows(rows, experiment.training.batchSize), steps, cells };
  const affordable = affordableSnapshots(work);
  const snapshots = snapshotSteps(steps, share ? Math.min(cellSnapshots, affordable) : affordable);
  const execution = chooseExecution(
    network,
    dataset,
    experiment.training,
    experiment.optimizer,
    experiment.precision,
    chosen,
    {
      cores: availableParallelism(),
      workers: request.workers,
      trials: trials.length,
    },
  );
  const { plan, compression, keepsBytes, workers: wanted, scratch } = execution;
  const type = plan.elementType;
  const placed = planArena({
    dataset,
    type,
    keepBytes: keepsBytes,
    workers: wanted,
    scratch,
    network: plan.bytes,
    trials: trials.length,
    compressed: compression?.bytes ?? 0,
    grid: 2 * type.bytes * cells,
    boundaryRoom: 2 * cells,
  });
  const estimate = estimateBytes({
    loading: room.peak,
    dataset: loadedBytes(dataset) + room.files,
    files: tensorBytes(files),
    arena: placed.bytes,
    parameters,
    numberBytes: type.bytes,
    trials: trials.length,
    otherTrials: share ? share.trials - trials.length : 0,
    trialsWithSnapshots: share?.trialsWithSnapshots ?? trials.length,
    workers: wanted,
    layers: plan.layers.length,
    snapshots: snapshots.length,
    boundaryCells: cells,
    points: Math.ceil(steps / every),
  });
  checkMemory(request, estimate);
  return {
    chosen,
    dataset,
    network,
    layers,
    files,
    notes,
    trials,
    steps,
    every,
    parameters,
    work,
    snapshots,
    execution,
    placed,
    estimate,
  };
}

/** How a run would be computed, in lines for people. Throws RunRefused. */
export async function explainRun(request: NetworkRunRequest, kernels: string): Promise<string[]> {
  const { chosen, execution, network, estimate, placed, parameters, snapshots, steps } = await planRun(
    request,
    kernels,
  );
  return executionText(execution, {
    backend: chosen,
    precision: request.experiment.precision,
    network,
    estimate,
    arena: placed.bytes,
    parameters,
    snapshots: snapshots.length,
    steps,
  });
}

/**
 * Loads the data, checks the memory, and lays out the arena. `kernels` is the folder of the built kernels; a cell of a
 * sweep has a `share`. Throws RunRefused.
 */
export async function prepareRun(request: NetworkRunRequest, kernels: string, share?: Cell): Promise<PreparedRun> {
  const { experiment } = request;
  const planned = await planRun(request, kernels, share);
  const { chosen, dataset, network, layers, files, notes, trials, steps, every, parameters, work, snapshots, placed } =
    planned;
  const { execution, estimate } = planned;
  const { plan, compression, workers: wanted } = execution;
  const rows = dataset.train.count;
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
  const grid = data.points && places.array<Floats>(plan.elementType.array, placed.grid);
  if (grid) fillBoundaryGrid(grid, data.points!.extent);
  // Without shared memory a trial cannot go from one worker to another.
  const workers = arena.shared ? wanted : 1;
  const jobs = Array.from({ length: workers }, (_, worker): Omit<WorkerJob, 'control' | 'board' | 'team'> => ({
    experiment,
    network,
    dataset: shared,
    files,
    grid,
    boundaryRoom: grid && places.array(Uint8Array, placed.boundaryRooms[worker]),
    backend,
    scratch: places.region(placed.scratches[worker]),
    compressed,
    batchCapacity: plan.batchCapacity,
    copiedRows: execution.copiedRows,
    totalSteps: steps,
    recordEvery: every,
    testEvery: testEvery(
      experiment,
      steps,
      every,
      (dataset.test?.count ?? 0) * parameters,
      3 * batchRows(rows, experiment.training.batchSize) * parameters,
    ),
    snapshotSteps: snapshots,
    curvatureSteps: curvatureSteps(work, experiment.optimizer, snapshots),
    sendsWeights: share === undefined,
    trials: [],
    worker,
  }));
  const trialJobs = trials.map((key, trial): TrialJob => ({
    ...key,
    trial,
    keepsSnapshots: keepsSnapshots(share ?? {}, key.seed),
    region: places.region(placed.networks[trial]),
  }));
  for (const job of jobs) job.trials = trialJobs;
  const header: RunHeader = {
    experiment,
    layout: experiment.random.layout,
    layers,
    data,
    totalSteps: steps,
    stepsPerEpoch: stepsPerEpoch(rows, experiment.training.batchSize),
    environment: { backend: backend.name, precision: experiment.precision, workers, node: process.version },
    ...(notes.length > 0 ? { notes } : {}),
  };
  return {
    header,
    jobs,
    sharesSteps: execution.sharesSteps && workers > 1 && backend.module !== undefined,
    memory: { arena: placed.bytes, estimate },
  };
}
