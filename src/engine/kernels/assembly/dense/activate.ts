import { lanes, pairLanes } from '../element';
import {
  activation_linear as linear,
  activation_relu as relu,
  activation_leakyRelu as leakyRelu,
  activation_elu as elu,
  activation_selu as selu,
  activation_gelu as gelu,
  activation_silu as silu,
  activation_tanh as tanhCode,
  activation_sigmoid as sigmoidCode,
  activation_softplus as softplusCode,
  activation_softsign as softsign,
  activation_softmax as softmax,
} from '../codes';
import { constant, one } from '../math/constants';
import { exp, expm1, gauss, normal, sigmoid, sigmoidSlope, siluSlope, softplus, tanh } from '../math/math';
import { pick, splat } from '../math/vectors';
import { softmaxRows } from './softmax';
import { fma } from '../math/fma';
import { loadTail, storeTail } from './tail';

/** Klambauer et al., "Self-Normalizing Neural Networks" (2017): alpha and scale. */
const seluNumbers = memory.data<Real>([1.6732632423543772, 1.0507009873554805]);
const leakySlope = memory.data<Real>([0.01]);
const inverseRootTwoPi = memory.data<Real>([0.3989422804014327]);
/** From here on the derivative of softplus is 1, as PyTorch has it; and four. */
const softplusLinear = memory.data<Real>([20]);
const four = memory.data<Real>([4]);

/** activation(z) of a vector; `code` is a constant wherever this is inlined, so that one branch is left. */
// @ts-ignore: decorator
@inline
function valueOf(code: i32, z: v128): v128 {
  const positive = v128.gt<Real>(z, splat(0));
  if (code === relu) return v128.andnot(z, v128.lt<Real>(z, splat(0)));
  if (code === leakyRelu) return pick(positive, z, v128.mul<Real>(z, constant(leakySlope)));
  if (code === elu) return pick(positive, z, expm1(v128.pmin<Real>(z, splat(0))));
  if (code === selu)
    return v128.mul<Real>(
      constant(seluNumbers, 1),
      pick(positive, z, v128.mul<Real>(constant(seluNumbers, 0), expm1(v128.pmin<Real>(z, splat(0))))),
    );
  if (code === gelu) return v128.mul<Real>(z, normal(z, gauss(z)));
  if (code === silu) return v128.mul<Real>(z, sigmoid(z));
  if (code === tanhCode) return tanh(z);
  if (code === sigmoidCode) return sigmoid(z);
  if (code === softplusCode) return softplus(z);
  if (code === softsign) return v128.div<Real>(z, v128.add<Real>(constant(one), v128.abs<Real>(z)));
  return z;
}

/** g times the derivative at z, at a kink as PyTorch. */
// @ts-ignore: decorator
@inline
function slopeTimes(code: i32, z: v128, g: v128): v128 {
  const positive = v128.gt<Real>(z, splat(0));
  // Cleared, not multiplied: a dead unit's gradient is 0 whatever comes from above.
  if (code === relu) return v128.andnot(g, v128.le<Real>(z, splat(0)));
  if (code === leakyRelu) return v128.mul<Real>(g, pick(positive, constant(one), constant(leakySlope)));
  if (code === elu) return v128.mul<Real>(g, pick(positive, constant(one), exp(z)));
  if (code === selu)
    return v128.mul<Real>(
      g,
      v128.mul<Real>(
        constant(seluNumbers, 1),
        pick(positive, constant(one), v128.mul<Real>(constant(seluNumbers, 0), exp(z))),
      ),
    );
  if (code === gelu) {
    const gaussian = gauss(z);
    return v128.mul<Real>(g, fma(v128.mul<Real>(z, constant(inverseRootTwoPi)), gaussian, normal(z, gaussian)));
  }
  if (code === silu) return v128.mul<Real>(g, siluSlope(z));
  if (code === tanhCode) {
    // 1 − tanh² without cancellation: four times the sigmoid's derivative at 2z.
    return v128.mul<Real>(g, v128.mul<Real>(constant(four), sigmoidSlope(v128.add<Real>(z, z))));
  }
  if (code === sigmoidCode) return v128.mul<Real>(g, sigmoidSlope(z));
  if (code === softplusCode)
    return v128.mul<Real>(g, pick(v128.gt<Real>(z, constant(softplusLinear)), constant(one), sigmoid(z)));
  if (code === softsign) {
    const inverse = v128.div<Real>(constant(one), v128.add<Real>(constant(one), v128.abs<Real>(z)));
    return v128.mul<Real>(g, v128.mul<Real>(inverse, inverse));
  }
  return g;
}

// @ts-ignore: decorator
@inline
function valueLoop(code: i32, z: usize, a: usize, count: i32): void {
  // Two vectors at a time, which V8 can join.
  for (; count >= pairLanes; count -= pairLanes) {
    const low = valueOf(code, v128.load(z)),
      high = valueOf(code, v128.load(z, 16));
    v128.store(a, low);
    v128.store(a, high, 16);
    z += 32;
    a += 32;
  }
  for (; count >= lanes; count -= lanes) {
    v128.store(a, valueOf(code, v128.load(z)));
    z += 16;
    a += 16;
  }
  if (count > 0) storeTail(a, count, valueOf(code, loadTail(z, count, splat(0))));
}

// @ts-ignore: decorator
@inline
function slopeLoop(code: i32, z: usize, g: usize, count: i32): void {
  for (; count >= pairLanes; count -= pairLanes) {
    const low = slopeTimes(code, v128.load(z), v128.load(g)),
      high = slopeTimes(code, v128.load(z, 16), v128.load(g, 16));
    v128.store(g, low);
    v128.store(g, high, 16);
    z += 32;
    g += 32;
  }
  for (; count >= lanes; count -= lanes) {
    v128.store(g, slopeTimes(code, v128.load(z), v128.load(g)));
    z += 16;
    g += 16;
  }
  if (count > 0) storeTail(g, count, slopeTimes(code, loadTail(z, count, splat(0)), loadTail(g, count, splat(0))));
}

/** a = activation(z) for n rows of `units` numbers. */
export function activate(z: usize, a: usize, n: i32, units: i32, code: i32): void {
  const count = n * units;
  switch (code) {
    case linear:
      valueLoop(linear, z, a, count);
      break;
    case relu:
      valueLoop(relu, z, a, count);
      break;
    case leakyRelu:
      valueLoop(leakyRelu, z, a, count);
      break;
    case elu:
      valueLoop(elu, z, a, count);
      break;
    case selu:
      valueLoop(selu, z, a, count);
      break;
    case gelu:
      valueLoop(gelu, z, a, count);
      break;
    case silu:
      valueLoop(silu, z, a, count);
      break;
    case tanhCode:
      valueLoop(tanhCode, z, a, count);
      break;
    case sigmoidCode:
      valueLoop(sigmoidCode, z, a, count);
      break;
    case softplusCode:
      valueLoop(softplusCode, z, a, count);
      break;
    case softsign:
      valueLoop(softsign, z, a, count);
      break;
    case softmax:
      softmaxRows(z, a, n, units);
      break;
  }
}

/** Multiplies `count` numbers of g by the activation's derivative at z. */
export function differentiate(z: usize, g: usize, count: i32, code: i32): void {
  switch (code) {
    case relu:
      slopeLoop(relu, z, g, count);
      break;
    case leakyRelu:
      slopeLoop(leakyRelu, z, g, count);
      break;
    case elu:
      slopeLoop(elu, z, g, count);
      break;
    case selu:
      slopeLoop(selu, z, g, count);
      break;
    case gelu:
      slopeLoop(gelu, z, g, count);
      break;
    case silu:
      slopeLoop(silu, z, g, count);
      break;
    case tanhCode:
      slopeLoop(tanhCode, z, g, count);
      break;
    case sigmoidCode:
      slopeLoop(sigmoidCode, z, g, count);
      break;
    case softplusCode:
      slopeLoop(softplusCode, z, g, count);
      break;
    case softsign:
      slopeLoop(softsign, z, g, count);
      break;
  }
}
