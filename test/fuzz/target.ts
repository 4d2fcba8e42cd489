import type { SeededRandom } from './random';

/** What the readers under test need from outside. */
export interface FuzzPlace {
  /** The built thread that reads HDF5. */
  h5Worker: string;
}

/** One reader under test. */
export interface FuzzTarget {
  name: string;
  /** Whole inputs that are read without fault; mutations start from them. */
  seeds(): Uint8Array[];
  /** An input of the format's own structure with hostile values in its fields; absent: only bytes are mutated. */
  structured?(random: SeededRandom): Uint8Array;
  /**
   * Reads an input as the product does. `refused`: it ended in the typed error of its reader; every other error is a
   * fault.
   */
  run(bytes: Uint8Array, place: FuzzPlace): Promise<'read' | 'refused'>;
}
