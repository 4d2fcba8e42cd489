/** A table of a report; texts are plain and not yet escaped. */
export interface ReportTable {
  /** Over the table; absent for the only one of its kind. */
  title?: string;
  head: string[];
  /** Without any, only title and note are written. */
  rows: string[][];
  /** A sentence under it; empty for none. */
  note: string;
  /** The first column that holds figures; those before it are names. */
  numbersFrom: number;
}
