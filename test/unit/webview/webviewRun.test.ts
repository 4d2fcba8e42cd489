import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets, presetText } from '../../../src/experiment/presets/presets';
import type { QueueState, RunRecord, RunStatus } from '../../../src/experiment/record/record';
import { networkExperimentSchema } from '../../../src/experiment/format/schema';
import type { DocumentState } from '../../../src/protocol/webview';
import { documentProblem } from '../../../webview/experiment/documentProblem';
import { RateMeter } from '../../../src/experiment/record/rateMeter';
import { isStale } from '../../../webview/experiment/stale';
import { milestoneOf, progressOf } from '../../../webview/experiment/toolbar/progressText';
import { toolbarState } from '../../../webview/experiment/toolbar/toolbarState';
import { durationText, groupedText, numberText } from '../../../webview/shared/numberText';
import { mockRun } from '../../../webview/dev/mockRun';

const experiment = networkExperimentSchema.parse(presets[0].experiment);
const document: DocumentState = {
  title: 'a',
  untitled: false,
  readOnly: false,
  ...parseExperiment(presetText(presets[0])),
};
const runAt = (share: number, status?: RunStatus): RunRecord => {
  const run = mockRun(experiment, share, { updates: 20, boundary: 0 });
  return { ...run, status: status ?? run.status };
};
const queue: QueueState = { sweep: 'abc', trials: 12, done: 3, workers: ['a', 'b'] };
const enabled = (run: RunRecord | undefined, stale = false, state = document) =>
  Object.entries(toolbarState(state, run, stale).enabled)
    .filter(([, on]) => on)
    .map(([action]) => action);

describe('buttons', () => {
  test('follow the run', () => {
    expect(enabled(undefined)).toEqual(['run', 'step', 'newDraw', 'save', 'openAsJson']);
    expect(enabled(runAt(0.5))).toEqual(['pause', 'stop', 'reset', 'newDraw', 'save', 'openAsJson', 'export']);
    expect(enabled(runAt(0.5), true)).toContain('run');
    expect(enabled(runAt(0.5, 'paused'))).toEqual([
      'run',
      'resume',
      'step',
      'stop',
      'reset',
      'newDraw',
      'save',
      'openAsJson',
      'export',
    ]);
    expect(enabled(runAt(1))).toEqual(['run', 'step', 'reset', 'newDraw', 'save', 'openAsJson', 'export']);
  });
  test('a sweep can be handed to a queue, where it has no single steps', () => {
    const sweep = [{ path: '/optimizer/learningRate', values: [0.1, 1] }];
    const swept = { ...document, experiment: { ...experiment, sweep } };
    const queued = { ...runAt(0.5, 'paused'), queue };
    expect(enabled(undefined, false, swept)).toContain('runOnQueue');
    expect(enabled(queued, false, swept)).toEqual(expect.arrayContaining(['runOnQueue', 'resume', 'stop']));
    expect(enabled(queued, false, swept)).not.toContain('step');
    expect(enabled({ ...queued, status: 'running' }, false, swept)).not.toContain('runOnQueue');
  });
  test('nothing runs from a document with issues, but a run can be stopped', () => {
    const bad = { ...document, experiment: undefined, issues: [{ path: [], message: 'x' }] };
    expect(enabled(undefined, false, bad)).toEqual(['save', 'openAsJson']);
    expect(enabled(runAt(0.5), false, bad)).toEqual(['pause', 'stop', 'save', 'openAsJson', 'export']);
  });
});

describe('progress', () => {
  test('is the mean of the trials and says the time left', () => {
    const { fraction, text } = progressOf(runAt(0.6), 0.1);
    expect(fraction).toBeCloseTo(0.6, 6);
    expect(text).toBe('step 9\u202f000 of 15\u202f000 · 0.1 s left');
  });
  test('names double precision, which is not the default', () => {
    const run = runAt(1);
    const { text } = progressOf(run, undefined);
    for (const [precision, expected] of [
      ['float32', text],
      ['float64', `${text} · float64`],
    ] as const) {
      run.header!.environment.precision = precision;
      expect(progressOf(run, undefined).text).toBe(expected);
    }
  });
  test('is full at the end, though a trial diverged early', () => {
    const run = runAt(1);
    run.trials[0].step = 10;
    expect(progressOf(run, undefined).fraction).toBe(1);
  });
  test('stays where it was when the run is stopped', () => {
    const run = runAt(0.6, 'stopped');
    for (const trial of run.trials) trial.status = 'stopped';
    expect(progressOf(run, undefined).fraction).toBeCloseTo(0.6, 6);
  });
  test.each<[RunStatus, Partial<QueueState>, string, number]>([
    ['starting', { trials: 0, done: 0 }, 'connecting to the queue…', 0],
    ['running', {}, '2 workers · 3 of 12 trials', 0.25],
    ['running', { workers: ['a'] }, '1 worker · 3 of 12 trials', 0.25],
    ['paused', {}, '3 of 12 trials · paused', 0.25],
    ['stopped', {}, '3 of 12 trials · stopped', 0.25],
    ['stopped', { left: true }, '3 of 12 trials · left to the workers', 0.25],
    ['finished', { done: 12 }, '12 trials · finished in the queue', 1],
    ['failed', { done: 12 }, '12 of 12 trials · failed', 1],
    ['failed', { trials: 0, done: 0 }, 'failed', 0],
  ])('of a queue that is %s with %o counts trials', (status, changes, text, fraction) => {
    const run: RunRecord = { id: 1, status, trials: [], seconds: 99, queue: { ...queue, ...changes } };
    expect(progressOf(run, 5)).toEqual({ text, fraction });
  });
  test('is announced by quarters', () => {
    expect(milestoneOf(runAt(0.6), 0.6)).toBe(milestoneOf(runAt(0.7), 0.7));
    expect(milestoneOf(runAt(0.6), 0.6)).not.toBe(milestoneOf(runAt(0.8), 0.8));
  });
  test('time left comes from the measured rate', () => {
    const meter = new RateMeter();
    const run = runAt(0.5);
    expect(meter.secondsLeft(run)).toBeUndefined();
    for (const [seconds, step] of [
      [1, 1000],
      [2, 3000],
    ]) {
      run.seconds = seconds;
      for (const trial of run.trials) trial.step = step;
      meter.measure(run);
    }
    // 2 000 steps a second and trial; 12 000 are left.
    expect(meter.secondsLeft(run)).toBeCloseTo(6, 9);
  });
});

test('a run is stale when another one would train something else', () => {
  const [first, ...rest] = experiment.initializers;
  expect(isStale(experiment, structuredClone(experiment))).toBe(false);
  expect(
    isStale(
      { ...experiment, name: 'Other', initializers: [{ ...first, label: 'Nil', enabled: true }, ...rest] },
      experiment,
    ),
  ).toBe(false);
  expect(isStale({ ...experiment, random: { ...experiment.random, seeds: [4] } }, experiment)).toBe(true);
  expect(isStale({ ...experiment, initializers: [{ ...first, enabled: false }, ...rest] }, experiment)).toBe(true);
  expect(isStale(undefined, experiment)).toBe(false);
});

test('numbers are written as people read them', () => {
  expect([15000, 0.05, 0.00012, -0.25, 1e7 + 0.5, 0, 2 / 3].map((value) => numberText(value))).toEqual([
    '15\u202f000',
    '0.05',
    '1.2e−4',
    '−0.25',
    '1e7',
    '0',
    '0.6667',
  ]);
  expect([999, 1234567, -1000].map(groupedText)).toEqual(['999', '1\u202f234\u202f567', '−1\u202f000']);
  expect([0.12, 42, 200, 3900].map(durationText)).toEqual(['0.1 s', '42 s', '3 min 20 s', '1 h 5 min']);
  expect([NaN, Infinity, -Infinity].map((value) => numberText(value))).toEqual(['not a number', '∞', '−∞']);
});

describe('the line on a document that cannot be run', () => {
  const problem = (text: string) => documentProblem({ ...document, experiment: undefined, ...parseExperiment(text) });
  test('is there for broken text and for bad values only', () => {
    expect(problem(presetText(presets[0]))).toBeUndefined();
    const { syntax } = parseExperiment('{');
    expect(problem('{')).toBe(syntax!.message);
    const { issues } = parseExperiment('{"version": 1}');
    expect(problem('{"version": 1}')).toBe(`${issues[0].message} (and ${issues.length - 1} more)`);
  });
});
