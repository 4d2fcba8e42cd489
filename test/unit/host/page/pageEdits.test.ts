import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TextDocument } from 'vscode';
import { networkOf } from '../../experiment/networkOf';
import { changeText, type Change } from '../../../../src/experiment/edit/edit';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import { presets, presetText } from '../../../../src/experiment/presets/presets';
import { movedPlace } from '../../../../src/experiment/edit/samePlace';
import { parsedDocument } from '../../../../src/host/editor/parsedDocument';
import { PageEdits } from '../../../../src/host/editor/pageEdits';

const document = vi.hoisted(() => ({ text: '', version: 1 }));

vi.mock('../../../../src/experiment/format/parse', { spy: true });
vi.mock('vscode', () => {
  class WorkspaceEdit {
    text = '';
    replace(_uri: unknown, { from, to }: { from: number; to: number }, text: string) {
      this.text = document.text.slice(0, from) + text + document.text.slice(to);
    }
  }
  class Range {
    constructor(
      readonly from: number,
      readonly to: number,
    ) {}
  }
  const applyEdit = ({ text }: WorkspaceEdit) => {
    document.text = text;
    document.version++;
    return Promise.resolve(true);
  };
  return { Range, WorkspaceEdit, workspace: { applyEdit }, languages: {} };
});

const textDocument = {
  isUntitled: true,
  uri: {},
  get version() {
    return document.version;
  },
  getText: () => document.text,
  positionAt: (offset: number) => offset,
} as unknown as TextDocument;

const rate = (value: number): Change[] => [{ path: ['optimizer', 'learningRate'], value }];
const steps = (value: number): Change[] => [{ path: ['training', 'steps'], value }];
const now = () => JSON.parse(document.text);
let one: PageEdits;
let two: PageEdits;

beforeEach(() => {
  Object.assign(document, { text: presetText(presets[0]), version: 1 });
  [one, two] = [new PageEdits(textDocument), new PageEdits(textDocument)];
  one.tell();
  two.tell();
});

it('an edit has each version of the document read once', async () => {
  const before = parsedDocument(textDocument);
  vi.mocked(parseExperiment).mockClear();
  for (const value of [0.5, 0.25]) expect(await one.edit(rate(value), one.tell())).toEqual([]);
  const after = parsedDocument(textDocument);
  expect(after).toBe(parsedDocument(textDocument));
  expect([before, after].map(({ experiment }) => networkOf(experiment).optimizer.learningRate)).toEqual([
    presets[0].experiment.optimizer?.learningRate,
    0.25,
  ]);
  expect(parseExperiment).toHaveBeenCalledTimes(2);
});

describe('two pages of one document', () => {
  it('edit different places, each with what it has seen', async () => {
    expect(await one.edit(rate(0.5), 1)).toEqual([]);
    expect(await two.edit(steps(77), 1)).toEqual([]);
    expect(now()).toMatchObject({ optimizer: { learningRate: 0.5 }, training: { steps: 77 } });
  });

  it('do not write over what the other has just written', async () => {
    await one.edit(rate(0.5), 1);
    const [issue] = await two.edit(rate(0.1), 1);
    expect(issue).toMatchObject({ path: ['optimizer', 'learningRate'], moved: true });
    expect(now().optimizer.learningRate).toBe(0.5);
    expect(await two.edit(rate(0.1), two.tell())).toEqual([]);
    expect(now().optimizer.learningRate).toBe(0.1);
  });

  it('edit no other item of a list than the one that they show', async () => {
    await one.edit([{ path: ['initializers', 0], value: undefined }], 1);
    const after = document.text;
    const [issue] = await two.edit([{ path: ['initializers', 2, 'u'], value: 3 }], 1);
    expect(issue).toMatchObject({ path: ['initializers'], moved: true });
    expect(document.text).toBe(after);
  });

  it('may edit one place again and again before they are told of it', async () => {
    expect(await Promise.all([one.edit(rate(0.5), 1), one.edit(rate(0.6), 1), one.edit(rate(0.7), 1)])).toEqual([
      [],
      [],
      [],
    ]);
    expect(now().optimizer.learningRate).toBe(0.7);
    await two.edit(steps(77), 1);
    expect(await one.edit(rate(0.8), 1)).toEqual([]);
  });
});

describe('a place', () => {
  const list = (...items: unknown[]): string => JSON.stringify({ a: items, b: 1 });
  const at: Change[] = [{ path: ['a', 1, 'x'], value: 9 }];
  it.each([
    ['beside an item that has changed', list({ x: 1 }, { x: 2 }), list({ x: 5 }, { x: 2 }), undefined],
    ['in an item that has changed elsewhere', list({ x: 1 }, { x: 2 }), list({ x: 1 }, { x: 2, y: 3 }), undefined],
    ['that has another value', list({ x: 1 }, { x: 2 }), list({ x: 1 }, { x: 3 }), ['a', 1, 'x']],
    ['of an item that has moved', list({ x: 1, k: 1 }, { x: 1, k: 2 }), list({ x: 1, k: 2 }, { x: 1, k: 1 }), ['a']],
    ['after one that is gone', list({ x: 1 }, { x: 2 }, { x: 2 }), list({ x: 2 }, { x: 2 }), ['a']],
    ['in a text of other keys', list({ x: 1 }, { x: 2 }), `${list({ x: 1 }, { x: 2 }).slice(0, -1)},"c":1}`, undefined],
  ])('%s', (_, before, after, moved) => expect(movedPlace(before, after, at)).toEqual(moved));
});

describe('what is wrong already', () => {
  const bad = JSON.stringify({
    ...presets[0].experiment,
    initializers: [{ kind: 'zeros' }, { kind: 'heNormal', u: -1 }, { kind: 'ones' }],
  });

  it('is not new because its number is another one', () => {
    const [before] = parseExperiment(bad).issues;
    expect(before.path).toEqual(['initializers', 1, 'u']);
    const swap: Change[] = [
      { path: ['initializers', 0], value: { kind: 'heNormal', u: -1 } },
      { path: ['initializers', 1], value: { kind: 'zeros' } },
    ];
    const { text, issues } = changeText(bad, swap);
    expect(issues).toEqual([]);
    expect(parseExperiment(text!).issues.map(({ path }) => path)).toEqual([['initializers', 0, 'u']]);
  });

  it('is new when it is there twice', () => {
    const { issues } = changeText(bad, [{ path: ['initializers', 0], value: { kind: 'heNormal', u: -1 } }]);
    expect(issues.map(({ path }) => path)).toEqual([['initializers', 0, 'u']]);
  });
});
