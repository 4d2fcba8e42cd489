/*
 * Spans of what each thread does in a traced training: methods of the trainer are wrapped, so that the product itself
 * has no part in it. Two readings of the clock a call leave the figures as they are.
 */
import { BroadcastChannel } from 'node:worker_threads';
import { Network } from '../../src/engine/network/network';
import { Optimizer } from '../../src/engine/network/optimizers';
import { TrainingLoop } from '../../src/engine/network/trainingLoop';
import { Run } from '../../src/trainer/run/run';
import { WorkerPool } from '../../src/trainer/run/workerPool';
import { monotonic } from '../../src/trainer/shared/clock';
import { Control } from '../../src/trainer/shared/control';
import { Team } from '../../src/trainer/shared/team';
import { RunWorker } from '../../src/trainer/worker/runWorker';
import { SnapshotTaker } from '../../src/trainer/worker/snapshots';
import { Trial } from '../../src/trainer/worker/trial';

/** Milliseconds of the monotonic clock from a beginning to an end; the spans of a thread nest. */
type Span = [phase: string, from: number, to: number];

/** What one thread did. */
export interface ThreadTrace {
  thread: string;
  spans: Span[];
}

/** The methods that are a phase of their own; what the rest of a method takes is the phase of that one. */
const phases: readonly [owner: { prototype: object }, method: string, phase: string][] = [
  [RunWorker, 'claimOne', 'claim'],
  [RunWorker, 'tell', 'send'],
  [Control, 'sleep', 'wait for a trial'],
  [Team, 'help', 'help: parts'],
  [Team, 'waitFor', 'wait for a part'],
  [Trial, 'enter', 'enter'],
  [Trial, 'leave', 'leave'],
  [Trial, 'begin', 'draw and first look'],
  [Trial, 'advance', 'steps: between'],
  [Trial, 'conclude', 'conclude'],
  [Trial, 'evaluate', 'final figures'],
  [Trial, 'point', 'record: point'],
  [SnapshotTaker, 'take', 'record: snapshot'],
  [SnapshotTaker, 'curvature', 'record: curvature'],
  [Network, 'evaluate', 'record: test rows'],
  [TrainingLoop, 'step', 'steps: layered'],
  [TrainingLoop, 'runSmall', 'steps: fused'],
  [TrainingLoop, 'shuffleOrder', 'steps: shuffle'],
  [TrainingLoop, 'gather', 'steps: gather'],
  [Network, 'forward', 'forward'],
  [Network, 'loss', 'loss'],
  [Network, 'backward', 'backward'],
  [Optimizer, 'update', 'steps: update'],
  [WorkerPool, 'start', 'start a worker'],
  [Run, 'receive', 'receive'],
  [Run, 'flush', 'pass on'],
];

const spans: Span[] = [];
const channelName = 'initlab-trace';

/** Does `work` as a phase of this thread. */
export async function traced<T>(phase: string, work: () => Promise<T>): Promise<T> {
  const from = monotonic();
  try {
    return await work();
  } finally {
    spans.push([phase, from, monotonic()]);
  }
}

/** Wraps the phases of this thread, which began with its clock. Throws for a method that is not there any more. */
export function traceThread(): void {
  const loaded = monotonic();
  spans.push(['start and load', loaded - performance.now(), loaded]);
  for (const [{ prototype }, method, phase] of phases) {
    const methods = prototype as Record<string, (...args: unknown[]) => unknown>;
    const original = methods[method];
    if (typeof original !== 'function') throw new Error(`Trace: expected a method ${method}, got ${typeof original}.`);
    methods[method] = function (...args) {
      const from = monotonic();
      try {
        return original.apply(this, args);
      } finally {
        spans.push([phase, from, monotonic()]);
      }
    };
  }
}

/** Sends what this thread did to `gatherTraces`. */
export function sendTrace(thread: string): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage({ thread, spans: spans.splice(0) } satisfies ThreadTrace);
  channel.close();
}

/** The traces of so many other threads, and then of this one. */
export function gatherTraces(threads: number): Promise<ThreadTrace[]> {
  const traces: ThreadTrace[] = [];
  const channel = new BroadcastChannel(channelName);
  return new Promise((resolve) => {
    channel.onmessage = (message) => {
      traces.push((message as { data: ThreadTrace }).data);
      if (traces.length < threads) return;
      channel.close();
      resolve([...traces.sort((a, b) => a.thread.localeCompare(b.thread)), { thread: 'main', spans }]);
    };
  });
}

/** Chrome's trace format (chrome://tracing, Perfetto): complete events in microseconds. */
export function chromeTrace(traces: readonly ThreadTrace[]): object {
  const origin = Math.min(...traces.flatMap(({ spans: all }) => all.map(([, from]) => from)));
  return {
    traceEvents: traces.flatMap(({ thread, spans: all }, tid) => [
      { ph: 'M', pid: 1, tid, name: 'thread_name', args: { name: thread } },
      ...all.map(([name, from, to]) => ({
        ph: 'X',
        pid: 1,
        tid,
        name,
        ts: 1e3 * (from - origin),
        dur: 1e3 * (to - from),
      })),
    ]),
  };
}

/** Milliseconds of each phase on each thread without the phases inside it, and how many there were. */
export function phaseTable(traces: readonly ThreadTrace[]): Record<string, Record<string, string>> {
  const table: Record<string, Record<string, string>> = {};
  for (const { thread, spans: all } of traces) {
    const own = new Map<string, { time: number; count: number }>();
    const add = (phase: string, time: number, count: number): void => {
      const known = own.get(phase) ?? { time: 0, count: 0 };
      own.set(phase, { time: known.time + time, count: known.count + count });
    };
    // Those around a span begin before it, or with it and end later.
    const open: Span[] = [];
    for (const span of [...all].sort((a, b) => a[1] - b[1] || b[2] - a[2])) {
      while (open.length > 0 && open.at(-1)![2] <= span[1]) open.pop();
      const around = open.at(-1);
      if (around) add(around[0], span[1] - span[2], 0);
      add(span[0], span[2] - span[1], 1);
      open.push(span);
    }
    for (const [phase, { time, count }] of own) (table[phase] ??= {})[thread] = `${time.toFixed(2)} ms (${count})`;
  }
  return table;
}
