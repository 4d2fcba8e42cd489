import type { SeriesLook } from '../../../src/experiment/comparison/comparison';
import type { MarkShape } from '../parts/marks';

/** How one series is drawn everywhere: colour, dash and marker, so that it can be told without colour. */
export interface SeriesStyle {
  /** Name of a theme token. */
  token: string;
  /** Canvas dash pattern in CSS pixels; empty for a solid line. */
  dash: readonly number[];
  marker: MarkShape;
  /** Width of the line in CSS pixels. */
  width: number;
}

// charts-orange is left out: the dark themes give it the dim brown of a search match.
const tokens = [
  ...['purple', 'red', 'blue', 'green', 'yellow'].map((name) => `--vscode-charts-${name}`),
  '--vscode-terminal-ansiCyan',
];
const dashes: readonly (readonly number[])[] = [[2, 2], [7, 3], [], [9, 3, 2, 3], [4, 4], [12, 4], [1, 3]];
const markers = ['circle', 'square', 'triangle', 'diamond', 'cross'] as const;

// Of several runs: solid first, then by how well they can be told apart.
/** Dashes of runs that lie over each other. */
export const runDashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3], [12, 4], [1, 3], [4, 4]];
/** How the initializers of the one run that this page shows are drawn, when not by their places in its list. */
let looks: readonly SeriesLook[] | undefined;

/** Has every series drawn by `looks` from now on; undefined: by its place. */
export function useSeriesLooks(next: readonly SeriesLook[] | undefined): void {
  looks = next;
}

/**
 * The style of the initializer at `index` of the experiment's list; colours repeat after 6, dashes after 7, markers
 * after 5.
 */
export function seriesStyle(index: number): SeriesStyle {
  const look = looks?.[index];
  if (look)
    return {
      token: tokens[look.color % tokens.length],
      dash: runDashes[look.dash % runDashes.length],
      marker: markers[look.marker % markers.length],
      width: 2,
    };
  return {
    token: tokens[index % tokens.length],
    dash: dashes[index % dashes.length],
    marker: markers[index % markers.length],
    width: 2,
  };
}
