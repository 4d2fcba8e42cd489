import { alignedBytes, type Arena, type ArenaRegion } from '../../engine/arena';
import type { ArrayType, ElementType, Floats } from '../../engine/elementType';
import { type Inputs, numbersInto } from '../../engine/datasets/inputs';
import type { Dataset, Split } from '../../engine/datasets/spec';

/** Bytes of the run's part of an arena, from its start. */
export interface Span {
  offset: number;
  bytes: number;
}

/** Where a split comes to lie, and whether its inputs stay bytes there. */
export interface SplitPlan {
  ofBytes: boolean;
  inputs: Span;
  labels: Span | undefined;
  targets: Span | undefined;
}

/** What of a run takes room in the arena; sizes in bytes. */
export interface ArenaNeeds {
  dataset: Dataset;
  /** What its numbers are stored as. */
  type: ElementType;
  /** Whether inputs that are bytes stay bytes. */
  keepBytes: boolean;
  /** The training rows compressed; 0 for none. */
  compressed: number;
  /** Cells of the boundary, and a worker's answers on them; 0 for none. */
  grid: number;
  boundaryRoom: number;
  workers: number;
  /** Of a worker's kernels. */
  scratch: number;
  trials: number;
  /** Of a trial's network. */
  network: number;
}

/** Where everything of a run lies: the one place that knows, for the reservation and for the estimate alike. */
export interface ArenaPlan {
  type: ElementType;
  train: SplitPlan;
  test: SplitPlan | undefined;
  compressed: Span;
  grid: Span;
  boundaryRooms: Span[];
  scratches: Span[];
  networks: Span[];
  bytes: number;
}

/** Whether the inputs of a split lie in the arena as bytes. */
export function staysBytes(inputs: Inputs, keepBytes: boolean): boolean {
  return keepBytes && inputs instanceof Uint8Array;
}

/** Lays out a run: spans one after the other, each on a cache line. */
export function planArena(needs: ArenaNeeds): ArenaPlan {
  let next = 0;
  const span = (bytes: number): Span => {
    const offset = next;
    next += alignedBytes(bytes);
    return { offset, bytes };
  };
  const spans = (count: number, bytes: number): Span[] => Array.from({ length: count }, () => span(bytes));
  const split = ({ inputs, labels, targets }: Split): SplitPlan => {
    const ofBytes = staysBytes(inputs, needs.keepBytes);
    return {
      ofBytes,
      inputs: span((ofBytes ? 1 : needs.type.bytes) * inputs.length),
      labels: labels && span(labels.byteLength),
      targets: targets && span(needs.type.bytes * targets.length),
    };
  };
  const { dataset, workers } = needs;
  const train = split(dataset.train);
  const test = dataset.test && split(dataset.test);
  const compressed = span(needs.compressed);
  const grid = span(needs.grid);
  const boundaryRooms = spans(workers, needs.boundaryRoom);
  const scratches = spans(workers, needs.scratch);
  const networks = spans(needs.trials, needs.network);
  const { type } = needs;
  return { type, train, test, compressed, grid, boundaryRooms, scratches, networks, bytes: next };
}

/** The regions of a plan in an arena of at least its bytes. */
export class ArenaPlaces {
  private readonly whole: ArenaRegion;

  /** Throws `ArenaError` when the arena has not got `plan.bytes` left. */
  constructor(
    arena: Arena,
    private readonly plan: ArenaPlan,
  ) {
    this.whole = arena.reserve(plan.bytes);
  }

  /** The part of the arena that a span is. */
  region({ offset, bytes }: Span): ArenaRegion {
    return { ...this.whole, offset: this.whole.offset + offset, bytes };
  }

  /** The elements that fill a span. */
  array<A>(type: ArrayType<A>, { offset, bytes }: Span): A {
    return new type(this.whole.buffer, this.whole.offset + offset, bytes / type.BYTES_PER_ELEMENT);
  }

  /** A copy of a split at its place. */
  copy(split: Split, plan: SplitPlan): Split {
    const { array } = this.plan.type;
    const inputs = plan.ofBytes ? this.array(Uint8Array, plan.inputs) : this.array<Floats>(array, plan.inputs);
    if (inputs instanceof Uint8Array) inputs.set(split.inputs);
    else numbersInto(split.inputs, inputs);
    const shared: Split = { count: split.count, inputs };
    if (split.labels && plan.labels) (shared.labels = this.array(Int32Array, plan.labels)).set(split.labels);
    if (split.targets && plan.targets) (shared.targets = this.array<Floats>(array, plan.targets)).set(split.targets);
    return shared;
  }
}
