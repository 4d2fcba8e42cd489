// Everything that the modules export. Nothing here may use static data: address 0 is the arena's.
export { denseBackward, denseForward } from './dense';
export { gather, gatherBytes, unpack } from './gather';
export { binaryCrossEntropy, categoricalCrossEntropy, meanSquaredError } from './losses';
export { adam, rmsprop, sgd, sgdMomentum } from './optimizers';
export { useCompressed } from './sparse';
export { compressByteRows, compressRows } from './sparseRows';
export { fixedScratchBytes, useScratch } from './scratch';
export { permutation } from './shuffle';
export { smallEvaluate, smallPredict, smallRun } from './small';
export { smallFill } from './smallGather';
export { smallBoundary, smallProbe } from './smallLook';
export { distribution } from './distribution';
export { survey } from './survey';
