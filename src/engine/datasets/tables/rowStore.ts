import type { Room } from '../room';

/** Numbers of a block, about: so that a table grows without being copied. */
const blockNumbers = 1 << 16;

/** Rows of numbers, as many as come. Each block of them is taken from `room` before it is made. */
export class RowStore {
  private added = 0;
  private first = 0;
  private readonly blocks: Float64Array[] = [];
  private readonly blockRows: number;

  constructor(
    readonly width: number,
    private readonly room: Room,
    private readonly purpose: string,
  ) {
    this.blockRows = Math.max(1, Math.floor(blockNumbers / Math.max(1, width)));
  }

  /** Rows that are there. */
  get count(): number {
    return this.added - this.first;
  }

  /** Takes the first row away: the others move up. */
  dropFirst(): void {
    this.first++;
  }

  /** Adds a row of zeros and answers its index. */
  add(): number {
    if (this.added === this.blocks.length * this.blockRows) {
      const length = this.blockRows * this.width;
      this.room.take(8 * length, this.purpose);
      this.blocks.push(new Float64Array(length));
    }
    return this.added++ - this.first;
  }

  get(row: number, column: number): number {
    const at = row + this.first;
    return this.blocks[Math.floor(at / this.blockRows)][(at % this.blockRows) * this.width + column];
  }

  set(row: number, column: number, value: number): void {
    const at = row + this.first;
    this.blocks[Math.floor(at / this.blockRows)][(at % this.blockRows) * this.width + column] = value;
  }
}
