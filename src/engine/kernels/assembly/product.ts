import { activate } from './activate';
import { packLeft, packPlain, packPlainEdge, packTransposed } from './pack';
import { columnBlock, depthBlock, edgeTile, leftPanel, rightPanels, zeros } from './scratch';
import { tileColumns, tileRows } from './tile';

/** Rows of the left factor from which the right one is worth copying: each copied number is then used twice and more. */
const packFrom: i32 = 13;

/** out = start + the tile at `edgeTile` for rows and columns from the given ones on, of the 6 × 8. */
function takeEdge(start: usize, startRow: usize, startColumn: usize, out: usize, outRow: usize, row: i32, rows: i32, column: i32, columns: i32): void {
  for (let r = row; r < rows; r++) {
    for (let c = column; c < columns; c++) {
      const sum = load<f32>(edgeTile + (<usize>(8 * r + c) << 2));
      store<f32>(out + <usize>r * outRow + (<usize>c << 2), load<f32>(start + <usize>r * startRow + <usize>c * startColumn) + sum);
    }
  }
}

/**
 * out[r, c] = start[c] + Σ_k a(r, k) · b(k, c), out rows × columns with `columns` numbers a row.
 *
 * a(r, k) lies at a + r · aRow + k · aStep, one of the two steps being 4 bytes. b(k, c) lies at b + k · bRow + 4c, or, when
 * `transposed`, at b + c · bRow + 4k. `start` has `columns` numbers when `startColumn` is 4, and is one zero when it is 0.
 *
 * Blocks of b are packed once (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008) and
 * multiplied by six rows at a time, which stay in the first-level cache. Float32 sums of at most 384 terms are added up.
 * Rows that are finished are activated while they are still near, unless `activation` is negative.
 */
export function product(
  a: usize, aRow: usize, aStep: usize, b: usize, bRow: usize, transposed: bool,
  start: usize, startColumn: usize, out: usize, rows: i32, columns: i32, depth: i32,
  activated: usize, activation: i32,
): void {
  const outRow = <usize>columns << 2;
  const byRows = aStep === 4 && aRow !== 4 && rows >= 6;
  const blocks = max((depth + depthBlock - 1) / depthBlock, 1);
  const block = max((depth + blocks - 1) / blocks, 1);
  for (let c0 = 0; c0 < columns; c0 += columnBlock) {
    const width = min(columns - c0, columnBlock);
    for (let k0 = 0; k0 === 0 || k0 < depth; k0 += block) {
      const k = min(depth - k0, block);
      const packed = transposed || rows >= packFrom || width < 8;
      const right = transposed ? b + <usize>c0 * bRow + (<usize>k0 << 2) : b + <usize>k0 * bRow + (<usize>c0 << 2);
      if (packed) packRight(right, bRow, transposed, k, width);
      const panelBytes: usize = packed ? <usize>k << 5 : 32;
      const rightStep: usize = packed ? 32 : bRow;
      const rightFrom = packed ? rightPanels : right;
      const first = k0 === 0;
      const last = activation >= 0 && c0 + width === columns && k0 + k === depth;
      const startRow: usize = first ? 0 : outRow;
      const startStep: usize = first ? startColumn : 4;
      const from = first ? start + <usize>c0 * startColumn : out + (<usize>c0 << 2);
      for (let r = 0; r < rows; r += 6) {
        const tall = min(rows - r, 6);
        // The last rows are reached from six rows above the end; what was there already is not taken again.
        const skipped = byRows ? 6 - tall : 0;
        let left = a + <usize>(r - skipped) * aRow + <usize>k0 * aStep;
        let leftStep = byRows ? aRow : aStep;
        if (!byRows && (width > 64 || tall < 6 || aRow !== 4 || (aStep & 4095) === 0)) {
          packLeft(left, aRow, aStep, k, tall, leftPanel);
          left = leftPanel;
          leftStep = 24;
        }
        const rowOut = out + <usize>(r - skipped) * outRow + (<usize>c0 << 2);
        const rowStart = from + <usize>(r - skipped) * startRow;
        let panel = rightFrom;
        for (let c = 0; c < width; c += 8) {
          const wide = min(width - c, 8);
          const back = packed ? 0 : 8 - wide;
          const at = panel - (<usize>back << 2);
          const whole = wide === 8 && tall === 6;
          const tileOut = whole ? rowOut + (<usize>c << 2) : edgeTile;
          const tileOutRow: usize = whole ? outRow : 32;
          const tileStart = whole && startStep !== 0 ? rowStart + <usize>c * startStep : zeros;
          const tileStartRow: usize = whole ? startRow : 0;
          if (byRows) tileRows(left, leftStep, at, rightStep, k, tileStart, tileStartRow, tileOut, tileOutRow);
          else tileColumns(left, leftStep, at, rightStep, k, tileStart, tileStartRow, tileOut, tileOutRow);
          if (!whole) {
            const c1 = c - back;
            takeEdge(rowStart + <usize>c1 * startStep, startRow, startStep, rowOut + (<usize>c1 << 2), outRow, skipped, skipped + tall, back, back + wide);
          }
          panel += panelBytes;
        }
        if (last) activate(out + <usize>r * outRow, activated + <usize>r * outRow, tall, columns, activation);
      }
    }
  }
}

/** Packs a block of the right factor into panels of 8 columns. */
function packRight(b: usize, bRow: usize, transposed: bool, depth: i32, columns: i32): void {
  let to = rightPanels;
  for (let c = 0; c < columns; c += 8) {
    const wide = min(columns - c, 8);
    if (transposed) packTransposed(b + <usize>c * bRow, bRow, depth, wide, to);
    else if (wide === 8) packPlain(b + (<usize>c << 2), bRow, depth, to);
    else packPlainEdge(b + (<usize>c << 2), bRow, depth, wide, to);
    to += <usize>depth << 5;
  }
}
