import {
  activation_leakyRelu as leakyRelu,
  activation_elu as elu,
  activation_selu as selu,
  activation_gelu as gelu,
  activation_silu as silu,
  activation_tanh as tanhCode,
  activation_sigmoid as sigmoidCode,
  activation_softplus as softplusCode,
} from '../codes';
import { fma } from '../math/fma';
import { expm1, gauss, normal, sigmoid, softplus, tanh } from '../math/math';
import { select } from './smallMath';
import { rowBytes } from './smallTiles';

/*
 * Activations over rows of samples. Where the derivative can be had from the activation it is, as PyTorch does.
 */

const leakySlope: Real = 0.01;
const seluScale: Real = 1.0507009873554805;
/** scale · alpha */
const seluBelow: Real = 1.7580993408473766;

// @ts-ignore: decorator
@inline
function value(z: v128, code: i32): v128 {
  const positive = v128.gt<Real>(z, v128.splat<Real>(0));
  if (code == leakyRelu) return select(z, v128.mul<Real>(z, v128.splat<Real>(leakySlope)), positive);
  if (code == elu) return select(z, expm1(z), positive);
  if (code == selu)
    return select(
      v128.mul<Real>(z, v128.splat<Real>(seluScale)),
      v128.mul<Real>(expm1(z), v128.splat<Real>(seluBelow)),
      positive,
    );
  if (code == gelu) return v128.mul<Real>(z, normal(z, gauss(z)));
  if (code == silu) return v128.mul<Real>(z, sigmoid(z));
  if (code == tanhCode) return tanh(z);
  if (code == sigmoidCode) return sigmoid(z);
  if (code == softplusCode) return softplus(z);
  return v128.div<Real>(z, v128.add<Real>(v128.splat<Real>(1), v128.abs<Real>(z)));
}

// @ts-ignore: decorator
@inline
function slope(z: v128, a: v128, code: i32): v128 {
  const one = v128.splat<Real>(1);
  const positive = v128.gt<Real>(z, v128.splat<Real>(0));
  if (code == leakyRelu) return select(one, v128.splat<Real>(leakySlope), positive);
  if (code == elu) return select(one, v128.add<Real>(a, one), positive);
  if (code == selu)
    return select(v128.splat<Real>(seluScale), v128.add<Real>(a, v128.splat<Real>(seluBelow)), positive);
  if (code == gelu) {
    const density = gauss(z);
    return fma(v128.mul<Real>(z, v128.splat<Real>(0.3989422804014327)), density, normal(z, density));
  }
  if (code == silu) {
    const s = sigmoid(z);
    return v128.mul<Real>(s, fma(z, v128.sub<Real>(one, s), one));
  }
  if (code == tanhCode) return v128.sub<Real>(one, v128.mul<Real>(a, a));
  if (code == sigmoidCode) return v128.mul<Real>(a, v128.sub<Real>(one, a));
  if (code == softplusCode) return sigmoid(z);
  const d = v128.add<Real>(one, v128.abs<Real>(z));
  return v128.div<Real>(one, v128.mul<Real>(d, d));
}

// @ts-ignore: decorator
@inline
function activateAs(code: i32, z: usize, a: usize, units: i32, bytes: usize): void {
  for (; units > 0; units--) {
    for (let p: usize = 0; p < bytes; p += 32) {
      const low = value(v128.load(z + p), code),
        high = value(v128.load(z + p, 16), code);
      v128.store(a + p, low);
      v128.store(a + p, high, 16);
    }
    z += rowBytes;
    a += rowBytes;
  }
}

// @ts-ignore: decorator
@inline
function differentiateAs(code: i32, z: usize, a: usize, g: usize, units: i32, bytes: usize): void {
  for (; units > 0; units--) {
    for (let p: usize = 0; p < bytes; p += 32) {
      const low = v128.mul<Real>(v128.load(g + p), slope(v128.load(z + p), v128.load(a + p), code)),
        high = v128.mul<Real>(v128.load(g + p, 16), slope(v128.load(z + p, 16), v128.load(a + p, 16), code));
      v128.store(g + p, low);
      v128.store(g + p, high, 16);
    }
    z += rowBytes;
    a += rowBytes;
    g += rowBytes;
  }
}

/** a = activation(z) for `units` rows; `linear` and `relu` belong to the product and are not done here. */
export function activateRows(code: i32, z: usize, a: usize, units: i32, bytes: usize): void {
  if (code == leakyRelu) activateAs(leakyRelu, z, a, units, bytes);
  else if (code == elu) activateAs(elu, z, a, units, bytes);
  else if (code == selu) activateAs(selu, z, a, units, bytes);
  else if (code == gelu) activateAs(gelu, z, a, units, bytes);
  else if (code == silu) activateAs(silu, z, a, units, bytes);
  else if (code == tanhCode) activateAs(tanhCode, z, a, units, bytes);
  else if (code == sigmoidCode) activateAs(sigmoidCode, z, a, units, bytes);
  else if (code == softplusCode) activateAs(softplusCode, z, a, units, bytes);
  else activateAs(10, z, a, units, bytes);
}

/** g *= the activation's derivative, for the same activations. */
export function differentiateRows(code: i32, z: usize, a: usize, g: usize, units: i32, bytes: usize): void {
  if (code == leakyRelu) differentiateAs(leakyRelu, z, a, g, units, bytes);
  else if (code == elu) differentiateAs(elu, z, a, g, units, bytes);
  else if (code == selu) differentiateAs(selu, z, a, g, units, bytes);
  else if (code == gelu) differentiateAs(gelu, z, a, g, units, bytes);
  else if (code == silu) differentiateAs(silu, z, a, g, units, bytes);
  else if (code == tanhCode) differentiateAs(tanhCode, z, a, g, units, bytes);
  else if (code == sigmoidCode) differentiateAs(sigmoidCode, z, a, g, units, bytes);
  else if (code == softplusCode) differentiateAs(softplusCode, z, a, g, units, bytes);
  else differentiateAs(10, z, a, g, units, bytes);
}
