import { wide } from '../build';
import { lanes, pairLanes, realBytes, realShift } from '../element';
import { activate } from './activate';
import { packLeft, packPlain, packPlainEdge, packTransposed } from './pack';
import { columnBlock, depthBlock, edgeTile, leftPanel, rightPanels, zeros } from '../scratch';
import { tileColumns, tileRows, tileWidth } from './tile';
import { wideTileColumns, wideTileRows } from './tileWide';

/**
 * Rows of the left factor from which the right one is worth copying: each copied number is then used twice and more.
 */
const packFrom: i32 = 13;

/** Bytes of a row of `edgeTile`. */
const edgeRow: usize = (<usize>tileWidth) << realShift;

/** out = start + the tile at `edgeTile` for rows and columns from the given ones on. */
function takeEdge(
  start: usize,
  startRow: usize,
  startColumn: usize,
  out: usize,
  outRow: usize,
  row: i32,
  rows: i32,
  column: i32,
  columns: i32,
): void {
  for (let r = row; r < rows; r++) {
    const sums = edgeTile + <usize>r * edgeRow;
    const from = start + <usize>r * startRow;
    const to = out + <usize>r * outRow;
    let c = column;
    for (; c + lanes <= columns; c += lanes) {
      const at = (<usize>c) << realShift;
      const first = startColumn === 0 ? v128.splat<Real>(load<Real>(from)) : v128.load(from + at);
      v128.store(to + at, v128.add<Real>(first, v128.load(sums + at)));
    }
    for (; c < columns; c++)
      store<Real>(
        to + ((<usize>c) << realShift),
        load<Real>(from + <usize>c * startColumn) + load<Real>(sums + ((<usize>c) << realShift)),
      );
  }
}

/** Columns of the next packed panel when `left` are left. */
// @ts-ignore: decorator
@inline
function panelColumns(left: i32): i32 {
  return wide && left > pairLanes ? 2 * pairLanes : pairLanes;
}

/**
 * out[r, c] = start[c] + Σ_k a(r, k) · b(k, c), out rows × columns with rows of `outRow` bytes.
 *
 * a(r, k) lies at a + r · aRow + k · aStep, one of the two steps being that of a number. b(k, c) lies at b + k · bRow + c numbers,
 * or, when `transposed`, at b + c · bRow + k numbers. `start` has `columns` numbers when `startColumn` is the step of
 * one, and is one zero when it is 0.
 *
 * Blocks of b are packed once (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008) and
 * multiplied by six rows at a time, which stay in the first-level cache. Sums of at most 384 terms are added
 * up. Rows that are finished are activated while they are still near, unless `activation` is negative.
 */
export function product(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  transposed: bool,
  start: usize,
  startColumn: usize,
  out: usize,
  outRow: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  activated: usize,
  activation: i32,
): void {
  const byRows = aStep === realBytes && aRow !== realBytes && rows >= 6;
  const blocks = max((depth + depthBlock - 1) / depthBlock, 1);
  const block = max((depth + blocks - 1) / blocks, 1);
  for (let c0 = 0; c0 < columns; c0 += columnBlock) {
    const width = min(columns - c0, columnBlock);
    for (let k0 = 0; k0 === 0 || k0 < depth; k0 += block) {
      const k = min(depth - k0, block);
      const packed = transposed || rows >= packFrom || width < pairLanes;
      const right = transposed
        ? b + <usize>c0 * bRow + ((<usize>k0) << realShift)
        : b + <usize>k0 * bRow + ((<usize>c0) << realShift);
      if (packed) packRight(right, bRow, transposed, k, width);
      const panelRow: usize = packed ? <usize>k : 1;
      const rightFrom = packed ? rightPanels : right;
      const first = k0 === 0;
      const last = activation >= 0 && c0 + width === columns && k0 + k === depth;
      const startRow: usize = first ? 0 : outRow;
      const startStep: usize = first ? startColumn : realBytes;
      const from = first ? start + <usize>c0 * startColumn : out + ((<usize>c0) << realShift);
      for (let r = 0; r < rows; r += 6) {
        const tall = min(rows - r, 6);
        // The last rows are reached from six rows above the end; what was there already is not taken again.
        const skipped = byRows ? 6 - tall : 0;
        let left = a + <usize>(r - skipped) * aRow + <usize>k0 * aStep;
        let leftStep = byRows ? aRow : aStep;
        if (!byRows && (width > 64 || tall < 6 || aRow !== realBytes || (aStep & 4095) === 0)) {
          packLeft(left, aRow, aStep, k, tall, leftPanel);
          left = leftPanel;
          leftStep = 6 * realBytes;
        }
        const rowOut = out + <usize>(r - skipped) * outRow + ((<usize>c0) << realShift);
        const rowStart = from + <usize>(r - skipped) * startRow;
        let panel = rightFrom;
        for (let c = 0; c < width;) {
          const across = packed ? panelColumns(width - c) : pairLanes;
          const taken = min(width - c, across);
          const back = packed ? 0 : across - taken;
          const at = panel - ((<usize>back) << realShift);
          const rightStep: usize = packed ? (<usize>across) << realShift : bRow;
          const whole = taken === across && tall === 6;
          const tileOut = whole ? rowOut + ((<usize>c) << realShift) : edgeTile;
          const tileOutRow: usize = whole ? outRow : edgeRow;
          const tileStart = whole && startStep !== 0 ? rowStart + <usize>c * startStep : zeros;
          const tileStartRow: usize = whole ? startRow : 0;
          if (wide && across === 2 * pairLanes) {
            if (byRows) wideTileRows(left, leftStep, at, k, tileStart, tileStartRow, tileOut, tileOutRow);
            else wideTileColumns(left, leftStep, at, k, tileStart, tileStartRow, tileOut, tileOutRow);
          } else if (byRows) {
            tileRows(left, leftStep, at, rightStep, k, tileStart, tileStartRow, tileOut, tileOutRow);
          } else {
            tileColumns(left, leftStep, at, rightStep, k, tileStart, tileStartRow, tileOut, tileOutRow);
          }
          if (!whole) {
            const c1 = c - back;
            takeEdge(
              rowStart + <usize>c1 * startStep,
              startRow,
              startStep,
              rowOut + ((<usize>c1) << realShift),
              outRow,
              skipped,
              skipped + tall,
              back,
              back + taken,
            );
          }
          panel += ((<usize>across) << realShift) * panelRow;
          c += taken;
        }
        if (last)
          activateRows(out + <usize>r * outRow, activated + <usize>r * outRow, outRow, tall, columns, activation);
      }
    }
  }
}

/** Activates `rows` rows of `row` bytes; rows that lie without gaps at once. */
function activateRows(z: usize, a: usize, row: usize, rows: i32, columns: i32, activation: i32): void {
  if (row === (<usize>columns) << realShift) return activate(z, a, rows, columns, activation);
  for (; rows > 0; rows--, z += row, a += row) activate(z, a, 1, columns, activation);
}

/** Packs a block of the right factor into panels of `panelColumns` columns. */
function packRight(b: usize, bRow: usize, transposed: bool, depth: i32, columns: i32): void {
  let to = rightPanels;
  for (let c = 0; c < columns;) {
    const across = panelColumns(columns - c);
    const row = (<usize>across) << realShift;
    // Half a wide panel after the other.
    for (let half = 0; half < across; half += pairLanes) {
      const filled = min(columns - c, pairLanes);
      const at = to + ((<usize>half) << realShift);
      if (transposed) packTransposed(b + <usize>c * bRow, bRow, depth, max(filled, 0), at, row);
      else if (filled === pairLanes) packPlain(b + ((<usize>c) << realShift), bRow, depth, at, row);
      else packPlainEdge(b + ((<usize>c) << realShift), bRow, depth, filled, at, row);
      c += pairLanes;
    }
    to += <usize>depth * row;
  }
}
