import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import type { Kernels, LayerActivation } from '../../../../src/engine/kernels/kernels';
import {
  argumentCounts,
  doPart,
  mostArguments,
  partCallNames,
  type KernelExports,
} from '../../../../src/engine/kernels/wasm/kernelCalls';
import { parameterOf, rowOf, type Helpers } from '../../../../src/engine/kernels/wasm/parts';
import { createWasmKernels, kernelsOver, scratchBytes } from '../../../../src/engine/kernels/wasm/wasmKernels';
import { NumpyRandom } from '../../../../src/engine/random/numpy';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import { presets } from '../../../../src/experiment/presets/presets';
import type { ExperimentInput } from '../../../../src/experiment/format/schema';
import { toWire } from '../../../../src/experiment/messages/wire';
import { Leader } from '../../../../src/trainer/worker/leader';
import { Team } from '../../../../src/trainer/shared/team';
import { trained } from '../../trainer/trainerSupport';
import { builds } from './kernelsWasmSupport';

const optimizers = [
  { kind: 'sgd', learningRate: 0.05 },
  { kind: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 1e-4 },
  { kind: 'rmsprop', learningRate: 1e-3 },
  { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.01 },
] as const;

/** Room for the arrays of a pass. */
const passBytes = 36_000_000;

/** Everything that a step of one layer writes. */
function pass(kernels: Kernels, arena: Arena, n: number, inputs: number, units: number, activation: LayerActivation) {
  const random = new NumpyRandom(5);
  const fill = (length: number): Float32Array => {
    const numbers = new Float64Array(length);
    random.uniform(numbers, -1, 1);
    const array = arena.float32(length);
    array.set(numbers);
    return array;
  };
  const make = (length: number) => arena.float32(length).fill(7);
  const [x, kernel, bias, gradient] = [n * inputs, units * inputs, units, n * units].map(fill);
  const [z, a, kernelGradient, biasGradient, inputGradient] = [
    n * units,
    n * units,
    units * inputs,
    units,
    n * inputs,
  ].map(make);
  kernels.denseForward(x, kernel, bias, z, a, n, inputs, units, activation);
  kernels.denseBackward(
    x,
    kernel,
    z,
    gradient,
    kernelGradient,
    biasGradient,
    inputGradient,
    n,
    inputs,
    units,
    activation === 'softmax' ? undefined : activation,
  );
  const state = () => fill(units * inputs).map(Math.abs);
  const parameters = optimizers.map(() => fill(units * inputs));
  const [velocity, squares, first, second] = [1, 2, 3, 4].map(() => arena.float32(units * inputs));
  squares.set(state());
  second.set(state());
  kernels.sgd(parameters[0], kernelGradient, undefined, 0.1, 0, false, 0.01);
  kernels.sgd(parameters[1], kernelGradient, velocity, 0.1, 0.9, true, 0);
  kernels.rmsprop(parameters[2], kernelGradient, squares, undefined, 0.01, 0.99, 1e-8, 0, 0);
  kernels.adam(parameters[3], kernelGradient, first, second, {
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.1,
    decoupled: true,
    correction1: 0.1,
    correction2: 0.001,
  });
  return Buffer.concat(
    [z, a, gradient, kernelGradient, biasGradient, inputGradient, velocity, squares, first, second, ...parameters].map(
      (array) => Buffer.from(array.slice().buffer),
    ),
  );
}

test('parts have room for the arguments of every call', () => {
  expect(Math.max(...partCallNames.map((call) => argumentCounts.float32.get(call)!))).toBe(mostArguments);
});

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(
    `${name} kernels with helpers${module ? '' : ' (this Node lacks the instructions)'}`,
    () => {
      it.each([
        [128, 600, 400, 'tanh', 2],
        [200, 1300, 410, 'relu', 3],
        [101, 515, 1009, 'gelu', 4],
        [37, 900, 331, 'softmax', 3],
      ] as const)('give the same bits: %i × %i × %i, %s in %i parts', (n, inputs, units, activation, parts) => {
        const arena = Arena.create(6 * scratchBytes + 2 * passBytes);
        const alone = createWasmKernels(module!, arena.memory!, arena.reserve(scratchBytes), name);
        const rooms = Array.from({ length: parts }, () => new Float64Array(mostArguments));
        const others = rooms.map(() =>
          kernelsOver(module!, arena.memory!, arena.reserve(scratchBytes), name, undefined),
        );
        const done: number[] = [];
        const helpers: Helpers = {
          parts,
          argumentsOf: (part) => rooms[part],
          // From the last to the first: no part may want another one.
          run: (call, count) => {
            done.push(count);
            for (let part = count - 1; part >= 0; part--) doPart(call, others[part], rooms[part]);
          },
        };
        const shared = createWasmKernels(module!, arena.memory!, arena.reserve(scratchBytes), name, undefined, helpers);
        const inRegion = (kernels: Kernels) =>
          pass(kernels, Arena.attach(arena.reserve(passBytes)), n, inputs, units, activation);
        expect(inRegion(shared).equals(inRegion(alone))).toBe(true);
        expect(done.length).toBe(activation === 'softmax' ? 5 : 6);
        expect(Math.max(...done)).toBe(parts);
      });
    },
  );
}

describe('parts of a call', () => {
  it.each([
    [1, 7],
    [2, 200],
    [3, 101],
    [8, 1009],
  ])('%i of them cover %i rows and parameters once, in order', (parts, count) => {
    for (const from of [rowOf, parameterOf]) {
      const starts = Array.from({ length: parts + 1 }, (_, part) => from(part, parts, count));
      expect(starts).toEqual([...starts].sort((left, right) => left - right));
      expect([starts[0], starts[parts]]).toEqual([0, count]);
    }
  });
});

describe('a team', () => {
  it('is taken by one leader at a time, and let go when that one dies', () => {
    const team = new Team(3);
    const words = new Int32Array(team.buffer, team.buffer.byteLength - 3 * 32);
    // Worker 2 offers itself, as `help` does.
    words[2 * 8] = 1;
    const [first, second] = [new Leader(new Team(team.buffer), 0), new Leader(team, 1)];
    first.gather(2);
    second.gather(2);
    expect([first.parts, second.parts]).toEqual([2, 1]);
    team.lose(0);
    expect(words[2 * 8]).toBe(0);
    first.dismiss();
    words[2 * 8] = 1;
    second.gather(1);
    expect(second.parts).toBe(2);
    // Dead before its part was done: the leader does not wait for ever.
    team.ask(2, 'denseForward');
    team.lose(2);
    expect(() => team.await(2)).toThrow();
  });
});

describe('a leader', () => {
  /** Milliseconds that have passed, as the leader sees it. */
  let clock = 0;
  beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => clock));
  afterEach(() => void vi.restoreAllMocks());

  /** Two workers that offer themselves as soon as they are let go, and are done after so many milliseconds. */
  class FakeTeam extends Team {
    milliseconds = 0;
    readonly free = new Set([1, 2]);
    override take(): number | undefined {
      const [worker] = this.free;
      this.free.delete(worker);
      return worker;
    }
    override release(worker: number): void {
      this.free.add(worker);
    }
    override ask(): void {}
    override await(): void {
      clock += this.milliseconds;
    }
  }
  /** Kernels whose parts take a tenth of a millisecond. */
  const kernels = {
    sgd: () => {
      clock += 0.1;
    },
  } as unknown as KernelExports;

  it.each([
    [0, [3, 3, 3]],
    [1, [3, 2, 1]],
  ])('takes fewer helpers where they keep it waiting (%i ms)', (milliseconds, parts) => {
    const team = new FakeTeam(3);
    team.milliseconds = milliseconds;
    const leader = new Leader(team, 0);
    const seen = parts.map(() => {
      leader.gather(2);
      for (let call = 0; call < 50; call++) leader.run('sgd', leader.parts, kernels);
      return leader.parts;
    });
    expect(seen).toEqual(parts);
  });
});

async function train(change: Partial<ExperimentInput>, workers: number) {
  const preset = presets.find(({ id }) => id === 'glorot-uniform')!;
  const { experiment } = parseExperiment(JSON.stringify({ ...preset.experiment, ...change }));
  const { run, handle } = await trained({ experiment: experiment!, workers });
  const wire = toWire([run.trials.map(({ snapshots }) => snapshots), await handle.weights()]);
  return { run, bytes: Buffer.from(wire.bytes) };
}

describe('a run of one large network', () => {
  it.each(optimizers)('takes all workers and gives the same bits as with one: $kind', async (optimizer) => {
    const change: Partial<ExperimentInput> = {
      network: { hidden: [384, 256], activation: 'tanh', bias: true },
      optimizer,
      initializers: [{ kind: 'glorotUniform' }],
      training: { steps: 40, batchSize: 128, shuffle: true, recordEvery: 5 },
    };
    const [one, two, three] = [await train(change, 1), await train(change, 2), await train(change, 3)];
    expect([one, two, three].map(({ run }) => run.header!.environment.workers)).toEqual([1, 2, 3]);
    for (const other of [two, three]) {
      expect(other.run.status).toBe('finished');
      expect(other.run.trials[0].curve).toEqual(one.run.trials[0].curve);
      expect(other.bytes.equals(one.bytes)).toBe(true);
    }
  });
});
