// What the module of streams exports: fills of the generators whose numbers come one after the other. It has a memory of
// its own. Each fill gives the bits of its reference in src/engine/random/.
export { pcgNormals32, pcgNormals64, pcgUniforms32, pcgUniforms64 } from './ziggurat';
