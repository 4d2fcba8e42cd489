import * as l10n from '@vscode/l10n';
import type { ChartInfo } from '../../../src/protocol/pictures';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { Sheet } from './sheets/sheet';

/** A chart that can leave the editor as a picture. */
export interface ChartSource extends ChartInfo {
  /** The chart as it stands; undefined while there is nothing to draw. */
  sheet(): Sheet | undefined;
  /** Shown in a report too, in its last chapter: for charts that a report does not draw by itself. */
  inReport?: boolean;
}

const sources = new Set<() => ChartSource>();

let stepShown = Infinity;

/** Notes the recorded step that the columns show; Infinity for the newest. */
export function noteShownStep(step: number): void {
  stepShown = step;
}

/** The recorded step that the columns show; Infinity for the newest. */
export const shownStep = (): number => stepShown;

const words = new WeakMap<RunRecord, string>();

/** Notes what tells a run from others of the same experiment: of a cell of a sweep its settings. */
export function tellApart(run: RunRecord, text: string): void {
  words.set(run, text);
}

/** What tells a run from others of the same experiment, if anything does. */
export const apartWords = (run: RunRecord): string | undefined => words.get(run);

/** Makes a chart known while it is shown; answers how to take it back. `source` is asked anew each time. */
export function registerChart(source: () => ChartSource): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

/** All charts that have something to show, in the order in which they came. */
export function shownCharts(): ChartSource[] {
  return [...sources].map((source) => source()).filter((source) => source.sheet() !== undefined);
}

/** The chart of an id. Throws when it is not shown. */
export function sheetOf(id: string): Sheet {
  const sheet = [...sources]
    .map((source) => source())
    .find((source) => source.id === id)
    ?.sheet();
  if (!sheet) throw new Error(l10n.t('The chart {0} is no longer shown.', id));
  return sheet;
}

/** Charts for the last chapter of a report. */
export function reportCharts(): ChartSource[] {
  return shownCharts().filter(({ inReport }) => inReport);
}
