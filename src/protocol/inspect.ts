import type { Layout } from '../engine/spec/initializerSpec';
import type {
  DetailOptions,
  Finding,
  LayoutGuess,
  SingularValues,
  TensorComparison,
  TensorDetail,
  TensorReport,
  TensorRole,
} from '../inspect/tensors/report';
import type { FileFormat, TensorEntry } from '../inspect/files/tensorFile';

/** One tensor of the list before its numbers are read. */
export interface ListedTensor extends TensorEntry, LayoutGuess {
  role: TensorRole;
}

/** An opened file. */
export interface OpenedFile {
  id: number;
  /** Path as it was asked for. */
  path: string;
  format: FileFormat;
  /** Bytes of the file. */
  size: number;
  metadata: Readonly<Record<string, string>>;
  /** In order of depth as far as the file tells: its own order, or by name where names are sorted. */
  tensors: readonly ListedTensor[];
  skipped: readonly { name: string; reason: string }[];
}

/** How a request ended that goes on while its results come in. */
export type Ended = 'done' | 'cancelled';

/** A tensor of an opened file. `layout` is the person's answer where the file does not tell. */
export interface TensorRequest {
  id: number;
  index: number;
  options?: DetailOptions;
}

/**
 * What the host asks of the inspector process, and the webview of the host. Every call answers, or rejects with a
 * message for the user. A file that was changed since it was opened rejects with `FileProblem`'s text; open it again.
 */
export interface InspectorApi {
  /** Reads the list of a file; no numbers. */
  open(path: string): Promise<OpenedFile>;
  /** Ends what runs on a file and lets go of it. */
  close(id: number): Promise<void>;
  /**
   * Reads the numbers of every tensor, in order; each report comes as `reported`, the findings at the end as `found`. A
   * second call while one runs joins it.
   */
  statistics(id: number): Promise<Ended>;
  /** One report by itself, ahead of the others. */
  report(id: number, index: number): Promise<TensorReport>;
  /**
   * The layout that a person has chosen for all kernels of the file, undefined for the inferred one; reports are made
   * anew by `statistics`.
   */
  setLayout(id: number, layout: Layout | undefined): Promise<void>;
  detail(request: TensorRequest): Promise<TensorDetail>;
  /** Can take seconds at 2 048 on a side; `cancel` ends it. */
  singularValues(id: number, index: number): Promise<SingularValues>;
  /** Compares every tensor of two opened files by name; each comes as `compared`. */
  compare(a: number, b: number): Promise<Ended>;
  /** Ends statistics, comparison and singular values of a file at the next piece. */
  cancel(id: number): Promise<void>;
}

/** What the inspector tells while a request runs: at most ten times a second. */
export interface InspectorClient {
  reported(id: number, reports: TensorReport[], progress: { bytes: number; of: number }): void;
  found(id: number, findings: Finding[]): void;
  compared(a: number, b: number, tensors: TensorComparison[], progress: { tensors: number; of: number }): void;
}
