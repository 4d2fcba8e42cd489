import type { TensorReport } from '../../../src/inspect/tensors/report';
import type { ListedTensor } from '../../../src/protocol/inspect';

/** What the list can be sorted by; `order` is the file's own. */
export const sortKeys = ['order', 'name', 'count', 'mean', 'std', 'min', 'max', 'zeros', 'bad'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  key: SortKey;
  descending: boolean;
}

/** One tensor with its figures, as far as they are read. */
export interface TensorRow {
  kind: 'tensor';
  index: number;
  /** Levels that it stands in under their names. */
  depth: number;
  /** Its name, or the last part of it under a group. */
  label: string;
  tensor: ListedTensor;
  report?: TensorReport;
}

/** Tensors whose names begin alike. */
export interface GroupRow {
  kind: 'group';
  /** Dotted name of the group. */
  path: string;
  depth: number;
  label: string;
  /** Tensors in it, deeper ones too. */
  tensors: number;
  /** Numbers in all of them. */
  count: number;
  open: boolean;
}

export type ListRow = TensorRow | GroupRow;

export interface ListOptions {
  /** Words that a name, a shape, a type or a law has to have; all of them. */
  filter: string;
  sorting: Sorting;
  /** Whether names are shown as a tree; a sorted list is flat. */
  tree: boolean;
  /** Dotted names of closed groups. */
  closed: ReadonlySet<string>;
}

/** Shape as people write it: `128 × 64`; `scalar` of no dimensions is the caller's word. */
export const shapeText = (shape: readonly number[], scalar: string): string =>
  shape.length === 0 ? scalar : shape.join(' × ');

function words(tensor: ListedTensor, report: TensorReport | undefined): string {
  const laws = report?.recognition.laws.map(({ law }) => law.kind) ?? [];
  return [tensor.name, tensor.shape.join('x'), tensor.shape.join(' × '), tensor.dtype, tensor.role, ...laws]
    .join(' ')
    .toLowerCase();
}

/** Whether a tensor has every word of `filter`. */
export function matches(tensor: ListedTensor, report: TensorReport | undefined, filter: string): boolean {
  const text = words(tensor, report);
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function sortValue({ tensor, report }: TensorRow, key: SortKey): number | string {
  if (key === 'name') return tensor.name;
  if (key === 'count') return tensor.count;
  const statistics = report?.problem === undefined ? report?.statistics : undefined;
  if (!statistics) return NaN;
  if (key === 'bad') return statistics.nan + statistics.infinite;
  if (key === 'zeros') return statistics.count === 0 ? NaN : statistics.zeros / statistics.count;
  return key === 'order' ? 0 : statistics[key];
}

const byName = new Intl.Collator('en', { numeric: true });

/** Sorted; what is not known comes last either way, equal ones keep the file's order. */
function sortRows(rows: readonly TensorRow[], { key, descending }: Sorting): TensorRow[] {
  if (key === 'order') return descending ? rows.toReversed() : [...rows];
  return rows.toSorted((left, right) => {
    const [a, b] = [sortValue(left, key), sortValue(right, key)];
    if (typeof a === 'string' || typeof b === 'string')
      return byName.compare(String(a), String(b)) * (descending ? -1 : 1);
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return (a - b) * (descending ? -1 : 1);
  });
}

/** Groups by dotted name, in the order of their first tensors; a part with one tensor alone is no group of its own. */
function addGroups(rows: readonly TensorRow[], closed: ReadonlySet<string>, prefix: string, depth: number): ListRow[] {
  const out: ListRow[] = [];
  const groups = new Map<string, TensorRow[]>();
  for (const row of rows) {
    const rest = row.tensor.name.slice(prefix.length);
    const dot = rest.indexOf('.');
    const part = dot < 0 ? '' : rest.slice(0, dot);
    const group = part === '' ? undefined : groups.get(part);
    if (group) group.push(row);
    else if (part === '') out.push({ ...row, depth, label: rest });
    else {
      const members = [row];
      groups.set(part, members);
      out.push({ kind: 'group', path: prefix + part, depth, label: part, tensors: 0, count: 0, open: true });
    }
  }
  return out.flatMap((row): ListRow[] => {
    if (row.kind === 'tensor') return [row];
    const members = groups.get(row.label)!;
    // A chain of parts that only ever have one next part is one line: `model.encoder.layers`.
    const common = commonPath(members, `${row.path}.`);
    if (members.length === 1) return [{ ...members[0], depth, label: members[0].tensor.name.slice(prefix.length) }];
    const path = common.slice(0, -1);
    const open = !closed.has(path);
    const group: GroupRow = {
      ...row,
      path,
      label: path.slice(prefix.length),
      tensors: members.length,
      count: members.reduce((sum, { tensor }) => sum + tensor.count, 0),
      open,
    };
    return [group, ...(open ? addGroups(members, closed, common, depth + 1) : [])];
  });
}

/** The longest dotted beginning, not shorter than `prefix`, that all have. */
function commonPath(rows: readonly TensorRow[], prefix: string): string {
  for (;;) {
    const rest = rows[0].tensor.name.slice(prefix.length);
    const dot = rest.indexOf('.');
    if (dot < 0) return prefix;
    const longer = prefix + rest.slice(0, dot + 1);
    if (!rows.every(({ tensor }) => tensor.name.startsWith(longer))) return prefix;
    prefix = longer;
  }
}

/** The lines of the list. */
export function listRows(
  tensors: readonly ListedTensor[],
  reports: readonly (TensorReport | undefined)[],
  { filter, sorting, tree, closed }: ListOptions,
): ListRow[] {
  const rows = tensors
    .map((tensor, index): TensorRow => ({
      kind: 'tensor',
      index,
      depth: 0,
      label: tensor.name,
      tensor,
      report: reports[index],
    }))
    .filter(({ tensor, report }) => filter.trim() === '' || matches(tensor, report, filter.trim()));
  if (tree && sorting.key === 'order' && !sorting.descending) return addGroups(rows, closed, '', 0);
  return sortRows(rows, sorting);
}
