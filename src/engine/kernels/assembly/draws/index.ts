import { fma } from '../math/fma';

// What the module of draws exports: JAX's uniforms, and the normals that are made of them; what TensorFlow and
// PyTorch draw, and the streams of NumPy. It has a memory of its own, and is used only where `fused` holds.
export { constantsEnd } from '../math/constants';
export { erfInverse } from './erfInverse';
export { philoxNormals, philoxTruncated, philoxUniforms } from './philox';
export { factor, unfold } from './reflectors';
export { numpyNormals, numpyUniforms } from './randomState';
export { pcgNormals32, pcgNormals64, pcgUniforms32, pcgUniforms64 } from './ziggurat';
export { rands } from './twister';
export { torchNormals } from './cephes';
export { uniforms } from './threefry';

/** Whether `fma` rounds once on this machine: 1 + 2⁻¹² squared, less all of it but 2⁻²⁴. */
export function fused(): bool {
  const a = f32x4.splat(1.000244140625);
  return f32x4.extract_lane(fma(a, a, f32x4.splat(-1.00048828125)), 0) != 0;
}
