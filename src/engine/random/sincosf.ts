/*
 * sinf and cosf as the C library of glibc computes them since 2.28 (sincosf.h, Arm Limited 2018): the quadrant, and two
 * polynomials in double precision. Their errors are up to 0.56 units in the last place, so that they are not rounded
 * sines.
 */
const { fround } = Math;
const halfPi = 1.5707963267948966;
const quarterPi = fround(Math.PI / 4);
/** 2²⁴ · 2/π. */
const quadrants = 10680707.430881744;

const [s1, s2, s3] = [-0.16666654943701084, 0.008332178146138854, -0.00019517298981385725];
const [c1, c2, c3, c4] = [-0.49999999725108224, 0.041666623324344516, -0.001388676379437604, 2.4390450703564542e-5];

/** sin x (`pair[0]`) and cos x (`pair[1]`) of a float32 number of 0 … 2π, rounded as glibc does. */
export function sinCosF(x: number, pair: Float32Array): void {
  let quadrant = 0;
  let r = x;
  if (x >= quarterPi) {
    quadrant = (((x * quadrants) | 0) + 0x800000) >> 24;
    // Two quadrants of the third are taken first, which is exact.
    r = quadrant === 3 ? x - 2 * halfPi - halfPi : x - quadrant * halfPi;
  } else if (x < 2 ** -12) {
    pair[0] = x;
    pair[1] = 1;
    return;
  }
  const square = r * r;
  const cube = square * r;
  const fourth = square * square;
  const sine = r + cube * s1 + cube * square * (s2 + square * s3);
  const cosine = 1 + square * c1 + fourth * c2 + fourth * square * (c3 + square * c4);
  const isSwapped = (quadrant & 1) === 1;
  const first = isSwapped ? cosine : sine;
  const second = isSwapped ? sine : cosine;
  pair[0] = (quadrant & 2) === 0 ? first : -first;
  pair[1] = ((quadrant + 1) & 2) === 0 ? second : -second;
}
