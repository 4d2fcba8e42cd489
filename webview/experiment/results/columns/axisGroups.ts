import type { Axis } from '../../../charts/parts/scale';

/** Ranges wider than this many times a narrower one do not share its axis: the narrow one would be a spike. */
const widestRatio = 8;

/** How columns share their axes: `auto` where it still shows each, `shared` always, `own` never. */
export type AxisMode = 'auto' | 'shared' | 'own';

const union = (axes: readonly Axis[]): Axis => ({
  min: Math.min(...axes.map((axis) => axis.min)),
  max: Math.max(...axes.map((axis) => axis.max)),
});
const widthOf = (axis: Axis): number => axis.max - axis.min;

/** A range for a lone value: as wide as its size, at least a hair. */
function around({ min, max }: Axis): Axis {
  if (max > min) return { min, max };
  const half = Math.abs(min) > 0 ? Math.abs(min) : 1;
  return { min: min - half, max: max + half };
}

/**
 * The axis of every column for one layer. With `auto`, columns are gathered from the widest down: one joins while its
 * own range is at least an eighth of the group's; a constant (no range) joins the group nearest to it in size.
 * `undefined` ranges (nothing recorded) give `undefined`.
 */
export function axesOf(ranges: readonly (Axis | undefined)[], mode: AxisMode): (Axis | undefined)[] {
  const known = ranges.flatMap((range, index) => (range ? [{ range, index }] : []));
  if (mode === 'own') return ranges.map((range) => range && pad(around(range)));
  const wide = known.filter(({ range }) => range.max > range.min);
  if (mode === 'shared' || wide.length === 0) {
    const axis = known.length > 0 ? pad(around(union(known.map(({ range }) => range)))) : undefined;
    return ranges.map((range) => range && axis);
  }
  const groups: { members: number[]; axis: Axis }[] = [];
  for (const { range, index } of [...wide].sort((a, b) => widthOf(b.range) - widthOf(a.range))) {
    const group = groups.at(-1);
    const joined = group && union([group.axis, range]);
    if (
      group &&
      joined &&
      widthOf(joined) <= widestRatio * widthOf(range) &&
      widthOf(joined) <= 2 * widthOf(group.axis)
    ) {
      group.members.push(index);
      group.axis = joined;
    } else groups.push({ members: [index], axis: range });
  }
  for (const { range, index } of known) {
    if (range.max > range.min) continue;
    // A constant shows on any axis that holds it: the largest group's, then the narrowest's.
    const holding = groups
      .filter(({ axis }) => axis.min <= range.min && range.min <= axis.max)
      .sort((a, b) => b.members.length - a.members.length || widthOf(a.axis) - widthOf(b.axis));
    if (holding.length > 0) holding[0].members.push(index);
    else groups.push({ members: [index], axis: around(range) });
  }
  const out: (Axis | undefined)[] = ranges.map(() => undefined);
  for (const { members, axis } of groups) {
    const padded = pad(axis);
    for (const index of members) out[index] = padded;
  }
  return out;
}

function pad(axis: Axis): Axis {
  const by = 0.03 * widthOf(axis);
  return { min: axis.min - by, max: axis.max + by };
}
