import * as l10n from '@vscode/l10n';
import { CellCheck } from './cellCheck';
import { isPlace, isWholeAt, keysAt } from './expectation';
import { listText } from '../../text/language';
import { pathText, unexpected, valueText, type Issue, type JsonPath } from '../issue';
import { isModelExperiment } from '../forms';
import type { Experiment } from '../schema';
import {
  applySetting,
  axisValues,
  cellCount,
  mostCells,
  mostSweptTrials,
  pointerPath,
  settingsOf,
  valueAtPath,
  type SweepAxis,
} from '../sweepAxes';
import { indicesOf } from '../sweepAxes';
import { trialCount } from '../trials';
import { firstTwice } from './twice';

/** Cells that are wrong and named one by one, at most. */
const mostNamed = 3;

/** Places that change nothing in what is trained, or everything about what is compared. */
const fixedPlaces = [/^\/(version|name|\$schema|sweep)(\/|$)/, /^\/initializers$/, /^\/initializers\/\d+\/label$/];

/** Where an axis says its values. */
const valuesPath = (axis: SweepAxis, index: number): JsonPath => ['sweep', index, 'values' in axis ? 'values' : 'from'];

/** Whether a range of an axis is one of whole numbers. */
export function isWholeAxis(experiment: Experiment, axis: SweepAxis): boolean {
  const path = pointerPath(experiment, axis.path);
  return path !== undefined && isWholeAt(experiment, path);
}

function pathIssues(experiment: Experiment, { path: pointer }: SweepAxis, index: number): Issue[] {
  const at: JsonPath = ['sweep', index, 'path'];
  const path = pointerPath(experiment, pointer);
  if (path === undefined) return [unexpected(at, pointer, l10n.t('a JSON pointer such as /optimizer/learningRate'))];
  if (fixedPlaces.some((place) => place.test(pointer)))
    return [unexpected(at, pointer, l10n.t('a setting that affects training, such as /optimizer/learningRate'))];
  const above = path.slice(0, -1);
  const owner = valueAtPath(experiment, above);
  const key = path.at(-1)!;
  if (typeof owner !== 'object' || owner === null)
    return [unexpected(at, pointer, l10n.t("a setting of this experiment ({0} doesn't exist)", pathText(above)))];
  if (Array.isArray(owner) && !(typeof key === 'number' && key < owner.length))
    return [unexpected(at, pointer, l10n.t('an index below {0}, the length of {1}', owner.length, pathText(above)))];
  // What every object inherits is no setting.
  if (key in Object.prototype || !isPlace(experiment, path))
    return [
      unexpected(
        at,
        pointer,
        l10n.t('a setting of the format (in {0}: {1})', pathText(above), listText(keysAt(experiment, above))),
      ),
    ];
  return [];
}

function rangeIssues(experiment: Experiment, axis: SweepAxis, index: number): Issue[] {
  if ('values' in axis) return [];
  const { from, to, count, scale } = axis;
  if (scale === 'log' && !(from > 0))
    return [unexpected(['sweep', index, 'from'], from, l10n.t('a number greater than 0 for the scale log'))];
  if (scale === 'log' && !(to > 0))
    return [unexpected(['sweep', index, 'to'], to, l10n.t('a number greater than 0 for the scale log'))];
  if (from === to) return [unexpected(['sweep', index, 'to'], to, l10n.t('a number different from that of from'))];
  const different = new Set(axisValues(axis, isWholeAxis(experiment, axis))).size;
  return different === count
    ? []
    : [unexpected(['sweep', index, 'count'], count, l10n.t('a count of at most {0} (values are rounded)', different))];
}

function duplicateIssues(axis: SweepAxis, index: number): Issue[] {
  if (!('values' in axis)) return [];
  const twice = firstTwice(axis.values.map((value) => JSON.stringify(value)));
  return twice < 0
    ? []
    : [unexpected(['sweep', index, 'values', twice], axis.values[twice], l10n.t("a value that isn't in the list yet"))];
}

function sizeIssues(experiment: Experiment): Issue[] {
  const cells = cellCount(experiment.sweep);
  return cells > mostCells
    ? [{ path: ['sweep'], message: l10n.t('The sweep has {0} cells; the maximum is {1}.', cells, mostCells) }]
    : [];
}

/** The trials of all cells together: an axis such as the seeds changes how many a cell has. */
function trialIssues(experiment: Experiment, trials: number): Issue[] {
  const most = mostSweptTrials[isModelExperiment(experiment) ? 'model' : 'network'];
  return trials > most
    ? [
        {
          path: ['sweep'],
          message: l10n.t(
            'The sweep has {0} trials; the maximum is {1}. Reduce the number of values, seeds or initializers.',
            trials,
            most,
          ),
        },
      ]
    : [];
}

type Check = (document: unknown) => { experiment?: Experiment; issues: readonly Issue[] };

/**
 * Cells that are no valid experiment, each said where its value stands: the axis that is wrong by itself, else the last
 * one; and too many trials of those that are.
 */
function cellIssues(experiment: Experiment, axes: readonly SweepAxis[], check: Check): Issue[] {
  const values = axes.map((axis) => axisValues(axis, isWholeAxis(experiment, axis)));
  const cells = new CellCheck(experiment);
  const alone = new Map<string, boolean>();
  /** Whether a value of an axis is wrong in the experiment as it stands. */
  const isWrong = (axis: number, place: number): boolean => {
    const key = `${axis}:${place}`;
    if (!alone.has(key)) alone.set(key, cells.experimentOf({ [axes[axis].path]: values[axis][place] }) === undefined);
    return alone.get(key)!;
  };
  const found = new Map<string, Issue>();
  const asked = new Set<string>();
  let trials = 0;
  for (const [cell, setting] of settingsOf(axes, values).entries()) {
    const valid = cells.experimentOf(setting);
    if (valid) {
      trials += trialCount(valid);
      continue;
    }
    const places = indicesOf({ axes: values.map((list) => ({ values: list })) }, cell);
    const guilty = places.findIndex((place, axis) => isWrong(axis, place));
    const named = guilty >= 0 ? [guilty] : axes.map((_, index) => index);
    const key = named.map((index) => `${index}:${places[index]}`).join();
    if (asked.has(key)) continue;
    asked.add(key);
    // Only here is the whole experiment checked once more, for its words.
    const issue = check(
      applySetting(
        experiment,
        Object.fromEntries(named.map((index) => [axes[index].path, values[index][places[index]]])),
      ),
    ).issues.at(0);
    if (!issue) continue;
    const text = named
      .map((index) => l10n.t('{0} in sweep[{1}]', valueText(values[index][places[index]]), index))
      .join(', ');
    const message = l10n.t('The experiment is not valid with {0}. {1}', text, issue.message);
    const last = named.at(-1)!;
    if (!found.has(message))
      found.set(message, {
        path: 'values' in axes[last] ? [...valuesPath(axes[last], last), places[last]] : valuesPath(axes[last], last),
        message,
      });
    if (asked.size === mostNamed) break;
  }
  return found.size > 0 ? [...found.values()] : trialIssues(experiment, trials);
}

/** What is wrong with a sweep of an experiment that is valid without one. `check` judges the experiment of a cell. */
export function sweepIssues(experiment: Experiment, axes: readonly SweepAxis[], check: Check): Issue[] {
  const places = axes.flatMap((axis, index) => pathIssues(experiment, axis, index));
  if (places.length > 0) return places;
  const [first, second] = axes;
  const within = (inner: string, outer: string): boolean => `${inner}/`.startsWith(`${outer}/`);
  if (second && (within(second.path, first.path) || within(first.path, second.path))) {
    return [unexpected(['sweep', 1, 'path'], second.path, l10n.t('a setting different from that of sweep[0]'))];
  }
  const issues = [
    ...axes.flatMap((axis, index) => [...rangeIssues(experiment, axis, index), ...duplicateIssues(axis, index)]),
    ...sizeIssues(experiment),
  ];
  return issues.length > 0 ? issues : cellIssues(experiment, axes, check);
}
