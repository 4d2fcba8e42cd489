import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Experiment } from '../../../src/experiment/format/schema';
import type { RunStatus } from '../../../src/experiment/record/record';
import { RunSession, type EndedRun, type RunOptions } from '../../../src/host/session/runSession';
import type { RunHandle, RunListener, Runner } from '../../../src/protocol/runner';
import { Later, turns } from './fakeVscode';

vi.mock('vscode', () => import('./fakeVscode'));

/** A runner that does what it is told by a test. */
class FakeRunner implements Runner {
  readonly runs: { id: number; listener: RunListener; started: Later<void>; stopped: Later<void> }[] = [];
  disposed = 0;

  run({ id }: { id: number }, listener: RunListener): RunHandle {
    const [started, stopped] = [new Later<void>(), new Later<void>()];
    this.runs.push({ id, listener, started, stopped });
    const nothing = (): Promise<void> => Promise.resolve();
    return {
      started: started.promise,
      ended: new Promise(() => undefined),
      pause: nothing,
      resume: nothing,
      step: nothing,
      hurry: nothing,
      stop: () => stopped.promise,
      weights: () => Promise.resolve([{ trial: id, initial: [] }]),
    };
  }

  dispose(): void {
    this.disposed++;
  }

  /** The last run tells of itself. */
  tell(status: RunStatus, step = 0): void {
    const { id, listener } = this.runs.at(-1)!;
    const curve = { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] };
    const header = { experiment: { initializers: [{}], random: { seeds: [1] } } } as never;
    const trial = { trial: 0, status: 'running' as const, step, seconds: 0, curve, snapshots: [] };
    listener.update({ id, status, seconds: 0, header, trials: [trial] });
  }
}

let runners: FakeRunner[];
let ended: EndedRun[];
const sessionOf = (): RunSession =>
  new RunSession(
    () => runners[runners.push(new FakeRunner()) - 1],
    (one) => Promise.resolve(void ended.push(one)),
  );
async function started(): Promise<RunSession> {
  const session = sessionOf();
  void session.start({} as Experiment, {} as RunOptions, false);
  await turns();
  return session;
}

beforeEach(() => {
  runners = [];
  ended = [];
});

describe('a run session', () => {
  it('fails a run whose runner is gone, and keeps what was recorded', async () => {
    const session = await started();
    runners[0].tell('running', 5);
    runners[0].runs[0].listener.lost('The line is dead.');
    runners[0].runs[0].started.reject(new Error('closed'));
    await turns();
    expect(session.run).toMatchObject({
      status: 'failed',
      message: 'The line is dead. Recorded data is preserved. Run starts again.',
      trials: [{ status: 'failed', step: 5 }],
    });
    expect(ended.map(({ run }) => run)).toEqual([session.run]);
    expect(await ended[0].weights()).toEqual([{ trial: session.run!.id, initial: [] }]);
  });

  it('fails a run that does not begin, with its reason', async () => {
    const session = await started();
    runners[0].runs[0].started.reject(new Error('There is no such table.'));
    await turns();
    expect(session.run).toMatchObject({ status: 'failed', message: 'There is no such table.' });
    expect(ended).toEqual([]);
  });

  it.each([
    ['of a runner that is silent', true, "The trainer didn't respond and was stopped."],
    ['that has not begun', false, 'Stopped before the first step.'],
  ])('ends a run %s when it is stopped', async (_, begun, message) => {
    const session = await started();
    if (begun) runners[0].tell('running', 5);
    const stopped = session.stop();
    if (!begun) runners[0].runs[0].started.reject(new Error('closed'));
    await turns();
    expect(session.isActive).toBe(true);
    runners[0].runs[0].stopped.resolve();
    await stopped;
    expect(session.run).toMatchObject({ status: 'stopped', message });
    expect(ended).toHaveLength(begun ? 1 : 0);
  });

  it('keeps no run that goes on in a queue, where it was left', async () => {
    const session = sessionOf();
    void session.start({} as Experiment, { queue: { join: 'abc' } } as RunOptions, false);
    await turns();
    const { id } = runners[0].runs[0];
    const { queue } = session.run!;
    expect(queue).toEqual({ sweep: 'abc', trials: 0, done: 0, workers: [] });
    runners[0].tell('running', 5);
    runners[0].runs[0].listener.update({
      id,
      status: 'stopped',
      seconds: 0,
      trials: [],
      queue: { ...queue!, left: true },
    });
    expect([session.isActive, session.run!.queue!.left, ended]).toEqual([false, true, []]);
  });

  it('takes over the run of another with its runner', async () => {
    const [one, other] = [sessionOf(), await started()];
    runners[1].tell('running', 5);
    await one.adopt(other);
    expect([runners[0].disposed, runners[1].disposed, other.run]).toEqual([1, 0, undefined]);
    runners[1].tell('running', 9);
    expect(one.run!.trials[0].step).toBe(9);
    void other.start({} as Experiment, {} as RunOptions, false);
    await turns();
    expect(runners.map(({ runs }) => runs.length)).toEqual([0, 1, 1]);
  });
});
