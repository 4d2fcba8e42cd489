// Everything that the modules export. Of static data there are constants alone, in the bytes that the arena leaves
// alone at its start.
export * from './codes';
export { constantsEnd } from './math/constants';
export { differentiate } from './dense/activate';
export { denseForward, denseGradients } from './dense/dense';
export { gather, gatherBytes, gatherLabels, unpack } from './dense/gather';
export { binaryCrossEntropy, categoricalCrossEntropy, meanSquaredError } from './dense/losses';
export { adam, rmsprop, sgd, sgdMomentum } from './dense/optimizers';
export { useCompressed } from './sparse/sparseBatch';
export { compressByteRows, compressRows } from './sparse/sparseRows';
export * from './layouts';
export * from './layoutsSingle';
export { useScratch } from './scratch';
export { sides } from './observe/sides';
export { permutation } from './shuffle';
export { smallEvaluate, smallPredict, smallRun } from './small/small';
export { smallFill } from './small/smallGather';
export { smallBoundary, smallProbe } from './small/smallLook';
export { distribution } from './observe/distribution';
export { survey } from './observe/survey';
