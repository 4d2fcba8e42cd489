// What the modules of float32 export.
export * from './double';
export { compressRows, floatEntryBytes } from './sparse/sparseRows';
