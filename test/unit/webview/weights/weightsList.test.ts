import { expect, test } from 'vitest';
import type { TensorComparison, TensorReport } from '../../../../src/inspect/tensors/report';
import type { ListedTensor } from '../../../../src/protocol/inspect';
import { compareRows } from '../../../../webview/weights/compare/compareModel';
import { listRows, matches, type ListOptions } from '../../../../webview/weights/list/listModel';

const tensor = (name: string, shape: number[] = [4, 2], dtype: ListedTensor['dtype'] = 'f32'): ListedTensor => ({
  name,
  shape,
  dtype,
  count: shape.reduce((a, b) => a * b, 1),
  bytes: 0,
  role: 'kernel',
});
const report = (index: number, std: number, problem?: string): TensorReport =>
  ({
    index,
    role: 'kernel',
    fingerprint: '',
    problem,
    recognition: { laws: [{ law: { kind: 'heNormal' } }] },
    statistics: { count: 10, std, mean: 0, min: -std, max: std, zeros: index, nan: 0, infinite: 0 },
  }) as unknown as TensorReport;
const options: ListOptions = {
  filter: '',
  sorting: { key: 'order', descending: false },
  tree: true,
  closed: new Set(),
};

const names = [
  'model.layers.0.attn.weight',
  'model.layers.0.attn.bias',
  'model.layers.0.up',
  'model.layers.1.attn.weight',
  'model.layers.1.attn.bias',
  'head',
];
const tensors = names.map((name) => tensor(name));
const lines = (changes: Partial<ListOptions> = {}, reports: (TensorReport | undefined)[] = []): string[] =>
  listRows(tensors, reports, { ...options, ...changes }).map(
    (row) => `${'  '.repeat(row.depth)}${row.label}${row.kind === 'group' ? ` (${row.tensors})` : ''}`,
  );

test('names become a tree, parts that only ever have one next part on one line', () => {
  expect(lines()).toEqual([
    'model.layers (5)',
    '  0 (3)',
    '    attn (2)',
    '      weight',
    '      bias',
    '    up',
    '  1.attn (2)',
    '    weight',
    '    bias',
    'head',
  ]);
});

test('a closed group shows its line alone', () => {
  expect(lines({ closed: new Set(['model.layers.0', 'model.layers.1.attn']) })).toEqual([
    'model.layers (5)',
    '  0 (3)',
    '  1.attn (2)',
    'head',
  ]);
});

test('every tensor of the file has its row once, and groups count all in them', () => {
  const rows = listRows(tensors, [], options);
  expect(rows.flatMap((row) => (row.kind === 'tensor' ? [row.index] : [])).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  const group = rows.find((row) => row.kind === 'group');
  expect(group).toMatchObject({ path: 'model.layers', count: 40 });
});

test('a sorted list is flat; what is not known comes last either way', () => {
  const reports = [report(0, 0.5), undefined, report(2, 2), report(3, 1), report(4, 3, 'unreadable'), report(5, 0.1)];
  const order = (descending: boolean): number[] =>
    listRows(tensors, reports, { ...options, sorting: { key: 'std', descending } }).map((row) =>
      row.kind === 'tensor' ? row.index : -1,
    );
  expect(order(true)).toEqual([2, 3, 0, 5, 1, 4]);
  expect(order(false)).toEqual([5, 0, 3, 2, 1, 4]);
});

test('names sort as people count', () => {
  const numbered = ['layer.10', 'layer.9', 'layer.1'].map((name) => tensor(name));
  const rows = listRows(numbered, [], { ...options, sorting: { key: 'name', descending: false } });
  expect(rows.map(({ label }) => label)).toEqual(['layer.1', 'layer.9', 'layer.10']);
});

test('a filter asks for every word: of name, shape, type, role or law', () => {
  const one = tensor('encoder.weight', [128, 64], 'bf16');
  for (const good of ['enc', 'ENCODER weight', '128x64', 'bf16 kernel', 'henormal'])
    expect(matches(one, report(0, 1), good), good).toBe(true);
  for (const bad of ['decoder', 'enc f32', '64x128']) expect(matches(one, report(0, 1), bad), bad).toBe(false);
  expect(lines({ filter: 'attn bias' })).toEqual(['model.layers (2)', '  0.attn.bias', '  1.attn.bias']);
});

test('a comparison sorts by how far tensors moved, those of one file last', () => {
  const row = (name: string, relative?: number): TensorComparison => ({
    name,
    status: relative === undefined ? 'onlyA' : 'both',
    ...(relative === undefined
      ? {}
      : { change: { relative, cosine: 1, normRatio: 1, unchanged: 0 } as TensorComparison['change'] }),
  });
  const all = [row('a', 0.1), row('b'), row('c', 2), row('d', 0.5)];
  expect(compareRows(all, '', 'relative', true).map(({ name }) => name)).toEqual(['c', 'd', 'a', 'b']);
  expect(compareRows(all, '', 'relative', false).map(({ name }) => name)).toEqual(['a', 'd', 'c', 'b']);
  expect(compareRows(all, 'onlyA', 'order', true).map(({ name }) => name)).toEqual(['b']);
  expect(all.map(({ name }) => name).join('')).toBe('abcd');
});
