import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { packPart, partsOf } from '../../../src/experiment/messages/parts';
import { SavedRunError, readSavedRun } from '../../../src/experiment/runFile/savedRun';
import { codec } from '../../../src/host/runs/codec';

type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

const text = readFileSync(join(import.meta.dirname, 'fixtures', 'savedRun1.json'), 'utf8');
const withData = (data: string): string => text.replace(/"data":"[^"]*"/, () => `"data":${JSON.stringify(data)}`);
const packed = (bytes: Uint8Array): string => withData(gzipSync(bytes).toString('base64'));
const parts = async (): Promise<Loose[]> =>
  [...partsOf(await codec.unpack((JSON.parse(text) as Loose).recording.data as string, 1e9))] as Loose[];

/** The saved run with a change in its recording. */
async function changed(edit: (run: Loose, trials: Loose[]) => void): Promise<string> {
  const [head, ...trials] = structuredClone(await parts());
  edit(head.run as Loose, trials);
  return packed(new Uint8Array(Buffer.concat([head, ...trials].map(packPart))));
}

const refusal = (content: string): Promise<unknown> =>
  readSavedRun(content, codec).then(
    () => 'opened',
    (error: unknown) => (error instanceof SavedRunError ? error.message : error),
  );
const damaged = expect.stringMatching(/^This run file is corrupt: .* It was not changed\.$/) as unknown;

afterEach(() => vi.restoreAllMocks());

const edits: [string, (run: Loose, trials: Loose[]) => void][] = [
  ['no snapshot in the list of snapshots', (_, [trial]) => (trial.snapshots = [null])],
  [
    'a boundary of a wrong length',
    (_, [trial]) =>
      (trial.snapshots[0].boundary = { size: 96, winner: new Uint8Array(9216), strength: new Uint8Array(9215) }),
  ],
  [
    'a boundary that is huge',
    (_, [trial]) =>
      (trial.snapshots[0].boundary = { size: 1e9, winner: new Uint8Array(1), strength: new Uint8Array(1) }),
  ],
  [
    'a boundary of other numbers',
    (_, [trial]) =>
      (trial.snapshots[0].boundary = { size: 1, winner: new Float64Array(1), strength: new Uint8Array(1) }),
  ],
  ['a layer too few', (_, [trial]) => trial.snapshots[0].layers.pop()],
  ['a layer without a kernel', (_, [trial]) => delete trial.snapshots[1].layers[0].kernel],
  ['a histogram of a list', (_, [trial]) => (trial.snapshots[0].layers[0].kernel.histogram.counts = [1, 2])],
  [
    'a histogram of no bins',
    (_, [trial]) => (trial.snapshots[0].layers[0].kernel.histogram.counts = new Uint32Array(0)),
  ],
  ['statistics that are texts', (_, [trial]) => (trial.snapshots[0].layers[0].bias.statistics.mean = '0')],
  ['a curve of unequal lengths', (_, [trial]) => trial.curve.train.pop()],
  ['a curve of texts', (_, [trial]) => (trial.curve.test[0] = 'NaN')],
  ['a curve that is an array of numbers', (_, [trial]) => (trial.curve.train = new Float64Array(4))],
  ['an initializer that the experiment does not have', (_, [trial]) => (trial.initializer = 3)],
  ['a negative initializer', (_, [trial]) => (trial.initializer = -1)],
  ['a status that there is none of', (_, [trial]) => (trial.status = 'constructor')],
  ['a confusion matrix of other classes', (_, [trial]) => (trial.final.mistakes.confusion = new Uint32Array(4))],
  [
    'pictures without their pixels',
    (_, [trial]) =>
      (trial.final.mistakes.images = {
        width: 28,
        height: 28,
        channels: 1,
        pixels: new Uint8Array(5),
        truth: new Uint8Array(1),
        answer: new Uint8Array(1),
      }),
  ],
  ['no trial', (_, trials) => (trials[1] = null as unknown as Loose)],
  ['fewer trials', (_, trials) => trials.pop()],
  ['a number of trials that is none', (run) => (run.trials = -1)],
  ['no header', (run) => delete run.header],
  ['an experiment that is not valid', (run) => (run.header.experiment.loss = 'none')],
  ['layers of another experiment', (run) => (run.header.experiment.network.hidden = [2, 2])],
  ['widths of another experiment', (run) => (run.header.layers[0].units = 3)],
  ['a shape that is no pair', (run) => (run.header.layers[0].shape = [2])],
  ['names of classes that are numbers', (run) => (run.header.data.classNames = [1, 2, 3])],
  [
    'points of unequal lengths',
    (run) =>
      (run.header.data.points = {
        train: new Float32Array(4),
        trainClass: new Float32Array(3),
        test: new Float32Array(0),
        testClass: new Float32Array(0),
        extent: { left: 0, right: 1, bottom: 0, top: 1 },
      }),
  ],
  [
    'cells that are not those of its axes',
    (run) => (run.sweep = { axes: [{ path: '/loss', values: [1, 2], scale: 'list' }], cells: [] }),
  ],
  [
    'a cell that is none',
    (run) => (run.sweep = { axes: [{ path: '/loss', values: [1], scale: 'list' }], cells: [null] }),
  ],
  ['a message that is no text', (run) => (run.message = { toString: 1 })],
];

describe('a saved run', () => {
  it.each(edits)('with %s in its recording is refused in one sentence', async (_, edit) => {
    expect(await refusal(await changed(edit))).toEqual(damaged);
  });

  it('that is not changed opens, and so does one with keys of a later version', async () => {
    expect(await refusal(await changed(() => undefined))).toBe('opened');
    expect(
      await refusal(
        await changed((run, [trial]) => {
          run.later = 1;
          trial.snapshots[0].layers[0].later = [1];
        }),
      ),
    ).toBe('opened');
    const more = await readSavedRun(
      await changed((_, [trial]) => {
        trial.snapshots[0].layers[0].later = [1];
      }),
      codec,
    );
    expect(more.run.trials[0].snapshots[0].layers[0]).toMatchObject({ later: [1] });
  });

  it('that unpacks to very much more than it has is not unpacked', async () => {
    const bytes = new Uint8Array(150e6);
    const content = packed(bytes);
    expect(content.length).toBeLessThan(400_000);
    const unpacked: number[] = [];
    const watched: typeof codec = {
      ...codec,
      unpack: async (data, most) => {
        const whole = await codec.unpack(data, most);
        unpacked.push(whole.length);
        return whole;
      },
    };
    await expect(readSavedRun(content, watched)).rejects.toThrow("its recording can't be decompressed");
    expect(unpacked).toEqual([]);
  });

  it.each(['[],', '{"a":0},', '0,'])('whose recording is a list of very many %s is not read', async (item) => {
    const json = Buffer.from(`[${item.repeat(30e6 / item.length)}0]`);
    const part = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8);
    part.writeUInt32LE(json.length, 0);
    json.copy(part, 8);
    const content = packed(new Uint8Array(part));
    const parse = vi.spyOn(JSON, 'parse');
    expect(await refusal(content)).toEqual(damaged);
    expect(Math.max(...parse.mock.calls.map(([read]) => read.length))).toBeLessThan(1e6);
  });

  it('is not read between its lines, where other programs look', async () => {
    const many = text.replace('"trials": [', () => `"trials": [\n${'[],\n'.repeat(500_000)}`);
    const parse = vi.spyOn(JSON, 'parse');
    expect(await refusal(many)).toBe('opened');
    expect(Math.max(...parse.mock.calls.map(([read]) => read.length))).toBeLessThan(text.length);
    // As one line nothing tells where the recording is.
    expect(await refusal(many.replaceAll('\n', ' '))).toEqual(damaged);
  });

  it.each([
    '{"$array":"Uint32Array","offset":0,"length":1e15}',
    '{"$array":"constructor"}',
    '{"$bigint":"x"}',
    '['.repeat(100_000),
    '{"__proto__":{"kind":"run"}}',
    'null',
    '',
  ])('whose recording begins with %s is refused', async (json) => {
    const bytes = Buffer.from(json);
    const part = Buffer.alloc(8 + Math.ceil(bytes.length / 8) * 8);
    part.writeUInt32LE(bytes.length, 0);
    bytes.copy(part, 8);
    expect(await refusal(packed(new Uint8Array(part)))).toEqual(damaged);
  });
});
