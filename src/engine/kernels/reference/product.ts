import type { Floats } from '../../elementType';
/**
 * out[r, c] = start[c · startStep] + Σ_k a[r · aRow + k · aStep] · b[c · bRow + k · bStep], out rows × columns.
 *
 * Strides make it the three products of training: x · kernelᵀ, gradient · kernel and gradientᵀ · x. Sums are double,
 * rounded once to the element type. Four rows by two columns are summed together: fewer loads, and eight
 * independent chains.
 */
export function product(
  a: Floats,
  aRow: number,
  aStep: number,
  b: Floats,
  bRow: number,
  bStep: number,
  start: Floats,
  startStep: number,
  out: Floats,
  rows: number,
  columns: number,
  depth: number,
): void {
  const aRow2 = 2 * aRow;
  const aRow3 = 3 * aRow;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const o0 = r * columns;
    const o1 = o0 + columns;
    const o2 = o1 + columns;
    const o3 = o2 + columns;
    let c = 0;
    for (; c + 2 <= columns; c += 2) {
      let s00 = start[c * startStep];
      let s10 = s00,
        s20 = s00,
        s30 = s00;
      let s01 = start[(c + 1) * startStep];
      let s11 = s01,
        s21 = s01,
        s31 = s01;
      let p = r * aRow;
      let q = c * bRow;
      for (let k = 0; k < depth; k++) {
        const a0 = a[p],
          a1 = a[p + aRow],
          a2 = a[p + aRow2],
          a3 = a[p + aRow3];
        const b0 = b[q],
          b1 = b[q + bRow];
        s00 += a0 * b0;
        s10 += a1 * b0;
        s20 += a2 * b0;
        s30 += a3 * b0;
        s01 += a0 * b1;
        s11 += a1 * b1;
        s21 += a2 * b1;
        s31 += a3 * b1;
        p += aStep;
        q += bStep;
      }
      out[o0 + c] = s00;
      out[o1 + c] = s10;
      out[o2 + c] = s20;
      out[o3 + c] = s30;
      out[o0 + c + 1] = s01;
      out[o1 + c + 1] = s11;
      out[o2 + c + 1] = s21;
      out[o3 + c + 1] = s31;
    }
    if (c < columns) {
      let s0 = start[c * startStep];
      let s1 = s0,
        s2 = s0,
        s3 = s0;
      let p = r * aRow;
      let q = c * bRow;
      for (let k = 0; k < depth; k++) {
        const b0 = b[q];
        s0 += a[p] * b0;
        s1 += a[p + aRow] * b0;
        s2 += a[p + aRow2] * b0;
        s3 += a[p + aRow3] * b0;
        p += aStep;
        q += bStep;
      }
      out[o0 + c] = s0;
      out[o1 + c] = s1;
      out[o2 + c] = s2;
      out[o3 + c] = s3;
    }
  }
  for (; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let s = start[c * startStep];
      let p = r * aRow;
      let q = c * bRow;
      for (let k = 0; k < depth; k++) {
        s += a[p] * b[q];
        p += aStep;
        q += bStep;
      }
      out[r * columns + c] = s;
    }
  }
}
