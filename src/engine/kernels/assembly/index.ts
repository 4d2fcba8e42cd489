// Everything that the modules export. Of static data there are constants alone, in the bytes that the arena leaves
// alone at its start.
export { constantsEnd } from './constants';
export { differentiate } from './activate';
export { denseBackward, denseForward, denseForwardUnits, denseGradients } from './dense';
export { gather, gatherBytes, unpack } from './gather';
export { binaryCrossEntropy, categoricalCrossEntropy, meanSquaredError } from './losses';
export { adam, rmsprop, sgd, sgdMomentum } from './optimizers';
export { useCompressed } from './sparseBatch';
export { compressByteRows, compressRows } from './sparseRows';
export { fixedScratchBytes, useScratch } from './scratch';
export { permutation } from './shuffle';
export { smallEvaluate, smallPredict, smallRun } from './small';
export { smallFill } from './smallGather';
export { smallBoundary, smallProbe } from './smallLook';
export { distribution } from './distribution';
export { survey } from './survey';
