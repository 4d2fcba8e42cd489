import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../../src/engine/formats/safetensors';
import {
  SavedRunError,
  readSavedRun,
  readSummary,
  readWholeSummary,
  writeSavedRun,
} from '../../../src/experiment/runFile/savedRun';
import { savedMetadata, savedTensors } from '../../../src/experiment/runFile/savedWeights';
import type { RunRecord } from '../../../src/experiment/record/record';
import { runFile } from '../../../src/experiment/runFile/runFile';
import type { TrialWeights } from '../../../src/protocol/trainer';
import { testCodec, tiny, train } from './savedRunSupport';

const startedAt = new Date('2026-11-22T10:31:05.250Z');
const fixture = join(import.meta.dirname, 'fixtures', 'savedRun1.json');
let run: RunRecord;
let weights: TrialWeights[];
let text: string;

beforeAll(async () => {
  ({ run, weights } = await train(tiny));
  text = await writeSavedRun(run, { startedAt, source: 'experiments/tiny.initlab.json' }, testCodec);
});

const kindOf = (error: unknown) => (error instanceof SavedRunError ? error.kind : error);
const opened = (changed: string) => readSavedRun(changed, testCodec).then(() => 'opened', kindOf);
const change = (edit: (file: Record<string, never>) => void) => {
  const file = JSON.parse(text);
  edit(file);
  return JSON.stringify(file);
};

describe('a saved run', () => {
  it('comes back as the very record that it was made of', async () => {
    const kept = await readSavedRun(text, testCodec);
    expect(kept.run).toEqual(run);
    expect(kept.run.trials[1].snapshots[0].layers[0].kernel.histogram.counts).toBeInstanceOf(Uint32Array);
  });

  it('has nothing of the queue that computed it', async () => {
    const queued: RunRecord = { ...run, queue: { sweep: 'abc', trials: 3, done: 3, workers: ['host-1'] } };
    const { run: back } = await readSavedRun(await writeSavedRun(queued, { startedAt }, testCodec), testCodec);
    expect(back).toEqual(run);
  });

  it('keeps NaN, infinities and what was never recorded', async () => {
    const odd = structuredClone(run);
    odd.trials[0].curve.test[1] = NaN;
    odd.trials[1].curve.train[2] = Infinity;
    odd.trials[2].snapshots = [];
    odd.trials[2].final = undefined;
    const { run: back } = await readSavedRun(await writeSavedRun(odd, { startedAt }, testCodec), testCodec);
    expect(back.trials[0].curve.test[1]).toBeNaN();
    expect(back.trials[1].curve.train[2]).toBe(Infinity);
    expect(back.trials[2].snapshots).toEqual([]);
    expect(back.trials[2].final).toBeUndefined();
  });

  it('is the documented run file, which other programs read', () => {
    expect(JSON.parse(text)).toMatchObject(JSON.parse(JSON.stringify(runFile(run))));
    expect(Object.keys(JSON.parse(text))).toEqual(['summary', ...Object.keys(runFile(run)), 'recording']);
  });

  it('tells the summary in its head', () => {
    const head = text.slice(0, 4096);
    expect(head.length).toBeLessThan(text.length);
    expect(readSummary(head)).toEqual(readWholeSummary(text));
    expect(readSummary(head)).toMatchObject({
      name: 'Tiny',
      status: 'finished',
      startedAt: '2026-11-22T10:31:05.250Z',
      dataset: 'blobs',
      initializers: 3,
      seeds: [3],
      steps: 20,
      totalSteps: 20,
      source: 'experiments/tiny.initlab.json',
    });
    const costs = run.trials.map((trial) => trial.final!.trainCost);
    expect(readSummary(head)!.best!.cost).toBe(Math.min(...costs));
    expect(readSummary('{"version": 1}')).toBeUndefined();
  });

  it('of another version or format is told apart from a corrupt one', async () => {
    expect(await opened(text)).toBe('opened');
    expect(await opened(change((file) => Object.assign(file, { version: 2 })))).toBe('version');
    expect(
      await opened(change((file) => Object.assign(file, { recording: { format: 2, encoding: 'zstd', data: '' } }))),
    ).toBe('version');
    expect(() => readSummary(text.replace('"version": 1', '"version": 7'))).toThrow(SavedRunError);
    expect(await opened(text.slice(0, -10))).toBe('damaged');
    expect(await opened('[]')).toBe('damaged');
    expect(await opened('')).toBe('damaged');
    expect(await opened(change((file) => delete (file as Record<string, unknown>).recording))).toBe('damaged');
    expect(await opened(change((file) => delete (file as Record<string, unknown>).summary))).toBe('damaged');
    expect(await opened(change(({ recording }) => Object.assign(recording, { data: 'AAAA' })))).toBe('damaged');
    expect(
      await opened(
        change(({ recording }) =>
          Object.assign(recording, { data: (recording as { data: string }).data.slice(0, 400) }),
        ),
      ),
    ).toBe('damaged');
  });

  it('with a recording that ends early or has no run in it is damaged', async () => {
    const bytes = await testCodec.unpack((JSON.parse(text) as { recording: { data: string } }).recording.data, 1e9);
    const withBytes = async (part: Uint8Array) => {
      const data = await testCodec.pack(part);
      return change(({ recording }) => Object.assign(recording, { data }));
    };
    expect(await opened(await withBytes(bytes.slice(0, bytes.length - 8)))).toBe('damaged');
    expect(await opened(await withBytes(bytes.slice(0, 4)))).toBe('damaged');
    expect(await opened(await withBytes(new Uint8Array(0)))).toBe('damaged');
    expect(await opened(await withBytes(bytes))).toBe('opened');
  });

  it('gets the defaults that later versions of the experiment bring', async () => {
    const old = structuredClone(run);
    delete (old.header!.experiment.training as { shuffle?: boolean }).shuffle;
    const { run: back } = await readSavedRun(await writeSavedRun(old, { startedAt }, testCodec), testCodec);
    expect(back.header!.experiment.training.shuffle).toBe(false);
  });

  it('that began with no header is none', async () => {
    await expect(
      writeSavedRun({ id: 1, status: 'failed', trials: [], seconds: 0 }, { startedAt }, testCodec),
    ).rejects.toThrow();
  });
});

describe('a saved sweep', () => {
  it('over the width of a layer comes back as it was trained', async () => {
    const { run: swept } = await train({
      ...tiny,
      sweep: [
        { path: '/optimizer/learningRate', values: [0.01, 0.1] },
        { path: '/network/hidden/0', values: [3, 4] },
      ],
    });
    const kept = await readSavedRun(await writeSavedRun(swept, { startedAt }, testCodec), testCodec);
    expect(kept.run).toEqual(swept);
    expect(kept.run.sweep?.cells.map((cell) => cell.run.header?.layers[0].units)).toEqual([3, 4, 3, 4]);
  });

  it('comes back with all its cells', async () => {
    const cell = (index: number, learningRate: number) => ({
      setting: { '/optimizer/learningRate': learningRate },
      run: { ...structuredClone(run), id: -index - 1, trials: structuredClone(run.trials).slice(index) },
    });
    const sweep: RunRecord = {
      ...run,
      trials: [],
      sweep: {
        axes: [{ path: '/optimizer/learningRate', values: [0.1, 0.2, 0.3], scale: 'list' }],
        cells: [
          cell(0, 0.1),
          cell(1, 0.2),
          { setting: { '/optimizer/learningRate': 0.3 }, run: { id: -9, status: 'stopped', trials: [], seconds: 0 } },
        ],
      },
    };
    const written = await writeSavedRun(sweep, { startedAt }, testCodec);
    expect((await readSavedRun(written, testCodec)).run).toEqual(sweep);
    expect(readSummary(written)).toMatchObject({ cells: 3, steps: 20 });
    expect((JSON.parse(written) as { trials: unknown[] }).trials).toHaveLength(5);
  });
});

describe('a run saved by the first version', () => {
  it('opens today as it was recorded then', async () => {
    // Made once, with INIT_LAB_MAKE_FIXTURE=1, by the version that wrote format 1 first. It is never made anew.
    if (process.env.INIT_LAB_MAKE_FIXTURE && !existsSync(fixture)) writeFileSync(fixture, text);
    const kept = await readSavedRun(readFileSync(fixture, 'utf8'), testCodec);
    expect(kept.summary).toMatchObject({ name: 'Tiny', status: 'finished', initializers: 3 });
    const { header, trials } = kept.run;
    expect(header!.layers.map(({ name, shape }) => [name, shape])).toEqual([
      ['hidden.0', [2, 3]],
      ['output', [3, 2]],
    ]);
    expect(trials.map(({ curve }) => curve.step)).toEqual([
      [0, 5, 10, 15],
      [0, 5, 10, 15],
      [0, 5, 10, 15],
    ]);
    // ln 3: zeros put every class at one third.
    expect(trials[0].curve.train[0]).toBeCloseTo(Math.log(3), 6);
    for (const { snapshots } of trials) {
      expect(snapshots[0].step).toBe(0);
      expect(snapshots.at(-1)!.step).toBe(20);
      expect(snapshots[0].layers[0].kernel.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(6);
    }
    expect(trials[2].final!.mistakes!.confusion).toHaveLength(9);
  });
});

describe('saved weights', () => {
  it('have a name for each initializer, seed and layer', () => {
    const bytes = writeSafetensors(
      savedTensors(run.header!, run.trials, weights, 'initial'),
      savedMetadata(run.header!, 'initial'),
    );
    const { tensors, metadata } = readSafetensors(bytes);
    expect(tensors.map(({ name }) => name)).toEqual(
      ['zeros', 'randomNormal', 'randomNormal-2'].flatMap((key) =>
        ['hidden.0.kernel', 'hidden.0.bias', 'output.kernel', 'output.bias'].map((layer) => `${key}.seed3.${layer}`),
      ),
    );
    expect(tensors.find(({ name }) => name === 'randomNormal.seed3.hidden.0.kernel')!.values).toEqual(
      weights[1].initial[0].values,
    );
    expect(JSON.parse(metadata.experiment).name).toBe('Tiny');
    expect(metadata.layout).toBe('out-in');
  });

  it('leave out trials that have none', () => {
    const some = [{ ...weights[0], final: undefined }, weights[2]];
    expect(
      savedTensors(run.header!, run.trials, some, 'final').every(({ name }) => name.startsWith('randomNormal-2.')),
    ).toBe(true);
  });
});
