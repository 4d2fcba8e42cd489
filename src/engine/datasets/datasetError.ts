/** A file that cannot become a dataset: where it is wrong, and the value that is. Rows are lines of the file from 1. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
  readonly file: string;
  readonly row: number | undefined;
  readonly column: string | undefined;
  readonly value: string | undefined;

  constructor(place: { file: string; row?: number; column?: string; value?: string }, message: string) {
    const column = place.column === undefined ? '' : `, column ${place.column}`;
    const row = place.row === undefined ? '' : `, line ${place.row}`;
    super(`${place.file}${row}${column}: ${message}`);
    this.file = place.file;
    this.row = place.row;
    this.column = place.column;
    this.value = place.value;
  }
}
