import type { Layout } from '../engine/spec/initializerSpec';
import type { Strings } from '../experiment/text/language';
import type {
  DetailOptions,
  Finding,
  SingularValues,
  TensorComparison,
  TensorDetail,
  TensorReport,
} from '../inspect/tensors/report';
import type { OpenedFile } from './inspect';

/** One file as the editor names it. */
export interface ShownFile {
  /** File name for people. */
  title: string;
  /** Folder within the workspace, or the whole path; empty at its top. */
  folder: string;
  /** Absent while it is being opened and where it cannot be. */
  opened?: OpenedFile;
  /** Why it cannot be opened: one sentence that names the place. */
  problem?: string;
}

/**
 * How far the numbers are read. `changed`: the file was replaced or has grown since it was opened; `failed`: the
 * process ended.
 */
export type ReadingStatus = 'reading' | 'done' | 'stopped' | 'changed' | 'failed';

/** What a weights editor has to draw itself: one file, or two that are compared (before, after). */
export interface WeightsState {
  /** Counts openings: with another number everything that was known of the files is out of date. */
  turn: number;
  files: ShownFile[];
  status: ReadingStatus;
  /** Why it failed. */
  message?: string;
  /** Share of the reading that is done, 0 … 1. */
  progress: number;
  /** Of a single file, by the place in its list; absent where the numbers are not read yet. */
  reports: (TensorReport | undefined)[];
  /** Known when everything is read. */
  findings?: Finding[];
  /** Of two files, as they come. */
  comparisons: TensorComparison[];
  /** The layout that the person has chosen for all kernels. */
  layout?: Layout;
  /** Texts of the display language. */
  strings?: Strings;
  /** What brings this view back after a reload; kept by the page. */
  saved?: unknown;
}

/** What came in since the last message; lists are added, the rest replaces. */
export interface WeightsProgress {
  status: ReadingStatus;
  message?: string;
  progress: number;
  reports: TensorReport[];
  comparisons: TensorComparison[];
  findings?: Finding[];
}

/** What the weights page asks of the host. Every call answers or rejects with a message for the user. */
export interface WeightsHostApi {
  hydrate(): Promise<WeightsState>;
  /** Histogram, laws, quantiles, neurons and heat map of one tensor of file 0 or 1. */
  detail(file: number, index: number, options?: DetailOptions): Promise<TensorDetail>;
  /** May take seconds; `stop` ends it. */
  singularValues(file: number, index: number): Promise<SingularValues>;
  /** The side that neurons lie along in all kernels, or undefined for what the file tells. */
  setLayout(layout: Layout | undefined): Promise<void>;
  /** Ends reading; what was read stays. */
  stop(): Promise<void>;
  /** Goes on reading. */
  resume(): Promise<void>;
  /** Opens the file or files anew, as they are now. */
  reopen(): Promise<void>;
  /** Asks for another file and compares the two. */
  compare(): Promise<void>;
  /** Compares the other way round. */
  swap(): Promise<void>;
  /** Opens one of two compared files by itself. */
  openFile(file: number): Promise<void>;
  /** Puts the file into an experiment as the initializer `fromFile`. */
  useAsInitializer(): Promise<void>;
  copy(text: string): Promise<void>;
}

/** What the host tells the weights page. */
export interface WeightsViewApi {
  progressed(progress: WeightsProgress): void;
  /** Everything anew: other files, another layout, or the same file read again. */
  replaced(state: WeightsState): void;
}
