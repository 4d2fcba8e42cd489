/** Bytes in which the summary of a run lies. */
export const headBytes = 8192;

/** What lies in a folder of saved runs, by path below it (`circles-2026-11-22T10-31-05/run.json`). */
export interface RunFiles {
  /** Names of the folders; empty when there is nothing yet. */
  list(): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  /** Milliseconds since 1970. */
  changedAt(path: string): Promise<number>;
  /** Bytes of a file. */
  size(path: string): Promise<number>;
  makeFolder(path: string): Promise<void>;
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Refused when `to` is there. */
  rename(from: string, to: string): Promise<void>;
  /** With all that is in it. */
  remove(path: string): Promise<void>;
  /** The first characters of a file, enough for its summary. */
  head(path: string): Promise<string>;
  text(path: string): Promise<string>;
}
