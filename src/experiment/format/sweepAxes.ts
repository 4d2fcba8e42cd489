import { isModelExperiment } from './forms';
import type { Experiment } from './schema';
import type { JsonPath } from './issue';
import { datasetDefaults, optimizerDefaults } from './defaults';
import { trialCount } from './trials';

/** One setting that a sweep varies, as the experiment has it: a list of values, or a range of numbers. */
export type SweepAxis = NonNullable<Experiment['sweep']>[number];

/** The values of the swept settings in one cell, by their JSON pointers. */
export type SweepSetting = Record<string, unknown>;

/** More than these would be a wait and a memory that nobody meant. */
export const mostCells = 400;
export const mostSweptTrials = { network: 50_000, model: 2000 } as const;
/** In a sweep of more trials the first seed of each cell alone keeps snapshots, which are most of a trial's record. */
const mostTrialsWithSnapshots = 2000;
/** Significant digits of the values that a range gives, at least and at most: what is shown is what was trained. */
const rangeDigits = { least: 3, most: 12 };

/**
 * The keys of a JSON pointer (RFC 6901), indices of arrays as numbers where `document` has an array; undefined for a
 * text that is none.
 */
export function pointerPath(document: unknown, pointer: string): JsonPath | undefined {
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  let value = document;
  return pointer
    .slice(1)
    .split('/')
    .map((token) => {
      const text = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(value) && /^(0|[1-9]\d*)$/.test(text) ? Number(text) : text;
      value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
      return key;
    });
}

/** The pointer to a place of a document. */
export function pointerOf(path: JsonPath): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The value at a place; undefined where there is none. */
export function valueAtPath(document: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    document,
  );
}

/** How many values an axis has. */
function axisLength(axis: SweepAxis): number {
  return 'values' in axis ? axis.values.length : axis.count;
}

/** Whether the first seed of each cell alone keeps snapshots, from the size of the sweep before its settings vary. */
export function hasFewSnapshots(experiment: Experiment): boolean {
  return cellCount(experiment.sweep) * trialCount(experiment) > mostTrialsWithSnapshots;
}

/** Cells of a sweep: one without axes has none. */
export function cellCount(axes: readonly SweepAxis[] | undefined): number {
  return axes === undefined || axes.length === 0 ? 0 : axes.reduce((product, axis) => product * axisLength(axis), 1);
}

/** Trials of all cells, as long as no axis changes how many a cell has. */
export function sweptTrials(experiment: Experiment): number {
  return Math.max(1, cellCount(experiment.sweep)) * trialCount(experiment);
}

/**
 * The values of an axis. A range is spaced evenly, or evenly in the logarithm, with both ends; the values between are
 * rounded to three significant digits, more where they would be the same, or to whole numbers for a setting that takes
 * no others.
 */
export function axisValues(axis: SweepAxis, whole: boolean): unknown[] {
  if ('values' in axis) return axis.values;
  const { from, to, count, scale } = axis;
  const exact = Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1);
    return index === 0
      ? from
      : index === count - 1
        ? to
        : scale === 'log'
          ? from * (to / from) ** share
          : from + (to - from) * share;
  });
  if (whole) return exact.map(Math.round);
  for (let digits = rangeDigits.least; ; digits++) {
    const rounded = exact.map((value, index) =>
      index === 0 || index === count - 1 ? value : Number(value.toPrecision(digits)),
    );
    if (digits === rangeDigits.most || new Set(rounded).size === count) return rounded;
  }
}

/** What of a part of the experiment was written, not filled in: another kind of it has its own defaults. */
function withoutDefaults(
  part: Record<string, unknown>,
  defaults: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(part).filter(([key, value]) => !(key in defaults && defaults[key] === value)),
  );
}

/** A copy of `document` with another value at `path`, whose owner is there; what does not lie on the way is shared. */
function withValue(document: unknown, path: JsonPath, value: unknown): unknown {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  const copy = (Array.isArray(document) ? [...(document as unknown[])] : { ...(document as object) }) as Record<
    PropertyKey,
    unknown
  >;
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

/**
 * The document of one cell: the experiment with the settings in it, and no sweep. A setting that is an object counts as
 * written in the file. What the settings do not change is shared with the experiment, and so are they.
 */
export function applySetting(experiment: Experiment, setting: SweepSetting): Record<string, unknown> {
  const { sweep: _, ...rest } = experiment;
  return Object.entries(setting).reduce<Record<string, unknown>>((document, [pointer, value]) => {
    const bare = { ...document };
    if (pointer === '/optimizer/kind' && typeof experiment.optimizer !== 'string')
      bare.optimizer = withoutDefaults(
        document.optimizer as Record<string, unknown>,
        optimizerDefaults[experiment.optimizer.kind],
      );
    if (pointer === '/dataset/kind' && !isModelExperiment(experiment))
      bare.dataset = withoutDefaults(
        document.dataset as Record<string, unknown>,
        datasetDefaults[experiment.dataset.kind],
      );
    return withValue(bare, pointerPath(bare, pointer)!, value) as Record<string, unknown>;
  }, rest);
}

/** The setting of every cell, the first axis outermost. `values` are those of each axis. */
export function settingsOf(axes: readonly { path: string }[], values: readonly (readonly unknown[])[]): SweepSetting[] {
  return axes.reduce<SweepSetting[]>(
    (settings, { path }, index) =>
      settings.flatMap((setting) => values[index].map((value) => ({ ...setting, [path]: value }))),
    [{}],
  );
}

/** The index on each axis of a cell: the inverse of `cellAt`. */
export function indicesOf({ axes }: { axes: readonly { values: readonly unknown[] }[] }, cell: number): number[] {
  const indices: number[] = [];
  for (let axis = axes.length - 1, rest = cell; axis >= 0; axis--) {
    indices.unshift(rest % axes[axis].values.length);
    rest = Math.floor(rest / axes[axis].values.length);
  }
  return indices;
}
