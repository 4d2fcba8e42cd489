import * as l10n from '@vscode/l10n';
import { formatCount } from '../text/format';
import { listText } from '../text/language';
import { layerTitle } from '../text/layerTitle';
import type { RunRecord, TrialRecord } from '../record/record';

/** Units of hidden rectifiers that pass no gradient, at the newest snapshot of a trial. */
export interface DeadUnits {
  dead: number;
  /** All units of the layers in which dead ones are counted. */
  units: number;
  /** Names of the layers (`hidden.0`) of which every unit is dead, and of those in which they are counted. */
  whole: string[];
  counted: string[];
  /** Whether some hidden layer is dead as a whole, so that nothing of the input passes it. */
  blocked: boolean;
  /** Whether dead units are counted in every hidden layer. */
  everywhere: boolean;
  /** Training rows looked at, and whether they are all there are. */
  rows: number;
  allRows: boolean;
}

/**
 * The dead units of a trial now; undefined where none are counted: before the first snapshot, in old runs, and without
 * rectifiers.
 */
export function deadUnitsOf({ snapshots }: TrialRecord, { header }: RunRecord): DeadUnits | undefined {
  const layers = snapshots.at(-1)?.layers ?? [];
  // In a comparison of runs, layers that not all of them have are without a name.
  const hidden = layers
    .map((layer, index) => ({
      layer,
      name: header?.layers[index]?.name,
      units: header?.layers[index]?.units ?? layer.symmetry?.units ?? 0,
    }))
    .filter(({ layer, name }) => (name === undefined ? layer.symmetry !== undefined : name !== 'output'));
  const counted = hidden.filter(({ layer, units }) => layer.dead !== undefined && units > 0);
  if (counted.length === 0) return undefined;
  const whole = counted.filter(({ layer, units }) => layer.dead === units);
  const [{ layer: first, units: firstUnits }] = counted;
  const rows = first.activations.statistics.count / firstUnits;
  const sum = (of: (one: (typeof counted)[number]) => number): number =>
    counted.reduce((total, one) => total + of(one), 0);
  const names = (list: typeof counted): string[] => list.flatMap(({ name }) => name ?? []);
  return {
    dead: sum(({ layer }) => layer.dead!),
    units: sum(({ units }) => units),
    whole: names(whole),
    counted: names(counted),
    // A skip leads past a dead layer.
    blocked: whole.length > 0 && !header?.layers.some(({ kind }) => kind === 'residual'),
    everywhere: counted.length === hidden.length,
    rows,
    allRows: header !== undefined && rows >= header.data.trainCount,
  };
}

const listed = (names: readonly string[]): string => listText(names.map(layerTitle));

function countText({ dead, units, whole, counted, everywhere }: DeadUnits): string {
  if (everywhere && dead === units) return l10n.t('all hidden units are dead');
  if (whole.length > 0) return l10n.t('all units of {0} are dead', listed(whole));
  if (everywhere || counted.length === 0)
    return l10n.t('{0} of {1} hidden units dead', formatCount(dead), formatCount(units));
  return l10n.t('{0} of {1} units of {2} dead', formatCount(dead), formatCount(units), listed(counted));
}

/**
 * How many units are dead, in words, and on which rows that was seen where it was not on all; undefined where none is.
 */
export function deadText(found: DeadUnits | undefined): string | undefined {
  if (!found || found.dead === 0) return undefined;
  const text = countText(found);
  return found.allRows ? text : l10n.t('{0} on the {1} rows looked at', text, formatCount(found.rows));
}

/** The same of several trials, of which `most` has the most dead units; undefined where no trial has any. */
export function mostDeadText(most: DeadUnits | undefined): string | undefined {
  if (!most || most.dead === 0) return undefined;
  const { dead, units, counted, everywhere, rows, allRows } = most;
  const text =
    everywhere || counted.length === 0
      ? l10n.t('up to {0} of {1} hidden units dead', formatCount(dead), formatCount(units))
      : l10n.t('up to {0} of {1} units of {2} dead', formatCount(dead), formatCount(units), listed(counted));
  return allRows ? text : l10n.t('{0} on the {1} rows looked at', text, formatCount(rows));
}
