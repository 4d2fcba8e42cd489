/** What the layout goes by: the words at the columns and at the rows. */
interface Words {
  across: { values: readonly string[] };
  down: { values: readonly string[] };
}

/** Sizes of a heat map in CSS pixels, the same on the screen and in a picture. */
export const cellHeight = 30;
export const mapMargin = { top: 20, bottom: 40 };
const labelWidth = { least: 24, most: 150, letter: 6.4 };
const cellWidth = { least: 22, most: 84 };
const letter = 6.6;

/** Where the cells of a heat map lie. */
export interface HeatMapLayout {
  /** Left end of the cells, and the width of each. */
  labels: number;
  wide: number;
  /** Every how many columns has its value written. */
  every: number;
  width: number;
  /** Of all but what stands below the cells. */
  height: number;
}

/** `room` is the width that there is. */
export function heatMapLayout({ across, down }: Words, room: number): HeatMapLayout {
  const labels = Math.min(
    labelWidth.most,
    Math.max(labelWidth.least, ...down.values.map((value) => value.length * labelWidth.letter + 10)),
  );
  const wide = Math.max(
    cellWidth.least,
    Math.min(cellWidth.most, Math.floor((room - labels - 4) / across.values.length)),
  );
  const every = Math.max(
    1,
    Math.ceil((Math.max(...across.values.map((value) => value.length)) * labelWidth.letter + 4) / wide),
  );
  return {
    labels,
    wide,
    every,
    width: labels + wide * across.values.length,
    height: mapMargin.top + down.values.length * cellHeight,
  };
}

/** A value of the upright axis, cut where it has no room. */
export function cutLabel(text: string): string {
  return text.length * labelWidth.letter > labelWidth.most
    ? `${text.slice(0, Math.floor(labelWidth.most / labelWidth.letter) - 1)}…`
    : text;
}

/** Whether a text has room in a cell. */
export const fits = (text: string, wide: number): boolean => text.length * letter < wide - 4;

/** The hatching of a cell without a figure: lines from (x₁, y₁) to (x₂, y₂). */
export function hatchLines(wide: number): [number, number, number, number][] {
  return Array.from({ length: Math.floor((wide + cellHeight - 1) / 7) }, (_, index) => {
    const from = 7 * (index + 1);
    return [Math.max(0, from - cellHeight), Math.min(from, cellHeight), Math.min(from, wide), Math.max(0, from - wide)];
  });
}
