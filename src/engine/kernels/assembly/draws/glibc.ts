// logf, sinf and cosf as src/engine/random/logf.ts and sincosf.ts round them: see there. Doubles, two at a time.

/** The inverses of glibc's logf, each with its logarithm. */
const table = memory.data<f64>([
  1.398907162146528, -0.33569133332882284, 1.3403141896637998, -0.2929040563774074, 1.286432210124115,
  -0.2518726580937369, 1.2367150214269895, -0.21245868807117255, 1.1906977166711752, -0.17453945183745634,
  1.1479821020556429, -0.1380057072319758, 1.1082251448272158, -0.10275976698545139, 1.0711297413057381,
  -0.06871392447020525, 1.036437278977283, -0.0357891387398228, 1.0, 0.0, 0.9492859795739057, 0.05204517742929496,
  0.8951049428609004, 0.11081431298787942, 0.8476821620351103, 0.1652495223695143, 0.8050314851692001,
  0.21687389031699977, 0.7664671008843108, 0.2659635028121397, 0.731428603316328, 0.3127556664073557,
]);
/** Its polynomial from the highest power on, and ln 2. */
const logarithm = memory.data<f64>([-0.25089342214237154, 0.333456765744066, -0.4999997485802103, 0.6931471805599453]);
/** The polynomials of sine and cosine from the lowest power on, without their first terms. */
const sines = memory.data<f64>([-0.16666654943701084, 0.008332178146138854, -0.00019517298981385725]);
const cosines = memory.data<f64>([
  -0.49999999725108224, 0.041666623324344516, -0.001388676379437604, 2.4390450703564542e-5,
]);
/** 1, 2, π/2, and 2²⁴ · 2/π. */
const numbers = memory.data<f64>([1, 2, 1.5707963267948966, 10680707.430881744]);
/** Bits of the number that the range of the table starts at, 15, and half a quadrant. */
const bits = memory.data<i32>([0x3f330000, 15, 0x800000]);

/** Number `index` of a list of doubles, in both lanes. */
// @ts-ignore: decorator
@inline
function constant(list: usize, index: usize = 0): v128 {
  return v128.load64_splat(list + (index << 3));
}

/** The float32 numbers of the lanes 0 and 1 of two vectors of doubles. */
// @ts-ignore: decorator
@inline
function rounded(near: v128, far: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(near), f32x4.demote_f64x2_zero(far), 0, 2);
}

/** ln of z · 2^exponent, of the lanes 0 and 1 of both, with the entries of the table at these bytes. */
// @ts-ignore: decorator
@inline
function logHalf(z: v128, exponent: v128, first: usize, second: usize): v128 {
  const a = v128.load(table + first);
  const b = v128.load(table + second);
  const inverse = v128.shuffle<i64>(a, b, 0, 2);
  const known = v128.shuffle<i64>(a, b, 1, 3);
  const r = f64x2.sub(f64x2.mul(f64x2.promote_low_f32x4(z), inverse), constant(numbers));
  const square = f64x2.mul(r, r);
  const linear = f64x2.add(f64x2.mul(constant(logarithm, 1), r), constant(logarithm, 2));
  const rest = f64x2.add(f64x2.mul(constant(logarithm), square), linear);
  const whole = f64x2.add(known, f64x2.mul(f64x2.convert_low_i32x4_s(exponent), constant(logarithm, 3)));
  return f64x2.add(f64x2.mul(rest, square), f64x2.add(whole, r));
}

/** ln x of four positive, normal float32 numbers. */
// @ts-ignore: decorator
@inline
export function logF(x: v128): v128 {
  const above = i32x4.sub(x, v128.load32_splat(bits));
  const exponent = i32x4.shr_s(above, 23);
  const z = i32x4.sub(x, i32x4.shl(exponent, 23));
  const entries = i32x4.shl(v128.and(i32x4.shr_s(above, 19), v128.load32_splat(bits, 4)), 4);
  return rounded(
    logHalf(z, exponent, <usize>i32x4.extract_lane(entries, 0), <usize>i32x4.extract_lane(entries, 1)),
    logHalf(
      v128.shuffle<i64>(z, z, 1, 1),
      v128.shuffle<i64>(exponent, exponent, 1, 1),
      <usize>i32x4.extract_lane(entries, 2),
      <usize>i32x4.extract_lane(entries, 3),
    ),
  );
}

/** The quadrant of two angles of 0 … 2π, in the lanes 0 and 1. */
// @ts-ignore: decorator
@inline
function quadrantOf(x: v128): v128 {
  const scaled = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(x, constant(numbers, 3)));
  return i32x4.shr_s(i32x4.add(scaled, v128.load32_splat(bits, 8)), 24);
}

/** What is left of two angles beyond the middle of their quadrants; two quadrants are taken first, which is exact. */
// @ts-ignore: decorator
@inline
function restOf(x: v128, quadrant: v128): v128 {
  const turns = f64x2.convert_low_i32x4_s(quadrant);
  const two = v128.and(f64x2.ge(turns, constant(numbers, 1)), constant(numbers, 1));
  const most = f64x2.sub(x, f64x2.mul(two, constant(numbers, 2)));
  return f64x2.sub(most, f64x2.mul(f64x2.sub(turns, two), constant(numbers, 2)));
}

// @ts-ignore: decorator
@inline
function sineOf(r: v128, square: v128): v128 {
  const cube = f64x2.mul(square, r);
  const low = f64x2.add(r, f64x2.mul(cube, constant(sines)));
  const high = f64x2.add(constant(sines, 1), f64x2.mul(square, constant(sines, 2)));
  return f64x2.add(low, f64x2.mul(f64x2.mul(cube, square), high));
}

// @ts-ignore: decorator
@inline
function cosineOf(square: v128): v128 {
  const fourth = f64x2.mul(square, square);
  const low = f64x2.add(constant(numbers), f64x2.mul(square, constant(cosines)));
  const middle = f64x2.add(low, f64x2.mul(fourth, constant(cosines, 1)));
  const high = f64x2.add(constant(cosines, 2), f64x2.mul(square, constant(cosines, 3)));
  return f64x2.add(middle, f64x2.mul(f64x2.mul(fourth, square), high));
}

/** sin x of four float32 numbers of 0 … 2π at `to`, and their cos x behind. */
export function sinCosF(x: v128, to: usize): void {
  const near = f64x2.promote_low_f32x4(x);
  const far = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
  const nearQuadrant = quadrantOf(near);
  const farQuadrant = quadrantOf(far);
  const nearRest = restOf(near, nearQuadrant);
  const farRest = restOf(far, farQuadrant);
  const nearSquare = f64x2.mul(nearRest, nearRest);
  const farSquare = f64x2.mul(farRest, farRest);
  const sine = rounded(sineOf(nearRest, nearSquare), sineOf(farRest, farSquare));
  const cosine = rounded(cosineOf(nearSquare), cosineOf(farSquare));
  const quadrant = v128.shuffle<i64>(nearQuadrant, farQuadrant, 0, 2);
  const next = i32x4.add(quadrant, i32x4.splat(1));
  // All bits of a lane whose quadrant is odd; the second bit as the sign.
  const isSwapped = i32x4.shr_s(i32x4.shl(quadrant, 31), 31);
  const sign = i32x4.shl(i32x4.shr_u(quadrant, 1), 31);
  const nextSign = i32x4.shl(i32x4.shr_u(next, 1), 31);
  v128.store(to, v128.xor(v128.bitselect(cosine, sine, isSwapped), sign));
  v128.store(to, v128.xor(v128.bitselect(sine, cosine, isSwapped), nextSign), 16);
}
