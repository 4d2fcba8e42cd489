// What the modules of doubles export: all of `index.ts` but compressed rows of numbers, which are float32's alone. Of
// static data there are constants alone, in the bytes that the arena leaves alone at its start.
export * from './codes';
export { constantsEnd } from './math/constants';
export { differentiate } from './dense/activate';
export { denseForward, denseGradients } from './dense/dense';
export { gather, gatherBytes, gatherLabels, unpack } from './dense/gather';
export { binaryCrossEntropy, categoricalCrossEntropy, meanSquaredError } from './dense/losses';
export { adam, rmsprop, sgd, sgdMomentum } from './dense/optimizers';
export { useCompressed } from './sparse/sparseBatch';
export { compressByteRows } from './sparse/sparseRows';
export * from './layouts';
export { useScratch } from './scratch';
export { sides } from './observe/sides';
export { permutation } from './shuffle';
export { smallEvaluate, smallPredict, smallRun } from './small/small';
export { smallFill } from './small/smallGather';
export { smallBoundary, smallProbe } from './small/smallLook';
export { distribution } from './observe/distribution';
export { survey } from './observe/survey';
