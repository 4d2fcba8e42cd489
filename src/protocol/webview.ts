import type { Change } from '../experiment/edit/edit';
import type { Issue, SyntaxProblem } from '../experiment/format/issue';
import type { Strings } from '../experiment/text/language';
import type { SeriesLook, SettingDifference } from '../experiment/comparison/comparison';
import type { RunRecord, RunStatus } from '../experiment/record/record';
import type { Experiment } from '../experiment/format/schema';
import type { SourcePlace } from '../experiment/why/reason';
import type { RunUpdate } from '../experiment/record/update';
import type { LessonProgress, LessonState } from '../lessons/lesson';
import type { ChartCommand, Picture, PictureRequest, ShownCharts } from './pictures';

/** The document as the editor shows it. */
export interface DocumentState {
  /** Of the text, for the edits that are made for it; absent where nothing can be edited. */
  version?: number;
  /** File name for people. */
  title: string;
  untitled: boolean;
  /** The file cannot be written (a read-only file system): fields are disabled. */
  readOnly: boolean;
  /** The parsed JSON, whatever it holds; absent when the text is no JSON. Fields show their raw value from here. */
  value?: unknown;
  /** With every default filled in; absent while there are issues. */
  experiment?: Experiment;
  issues: Issue[];
  syntax?: SyntaxProblem;
  /** Present where saved runs are shown instead of an experiment that can be run. */
  savedRuns?: SavedRunsView;
}

/** One saved run, or several laid over each other. */
export interface SavedRunsView {
  runs: SavedRunLine[];
  /** Why nothing can be shown. */
  problem?: string;
  /** Of several runs: what cannot be laid over each other, and why. */
  notes: string[];
  /** Of several runs: the settings that are not the same, with the value of each run as JSON (absent: not given). */
  differences: SettingDifference[];
  /** Of several runs: how each initializer is drawn, in the order of the shown experiment's list. */
  looks?: SeriesLook[];
  /** What the page keeps for the time after a reload. */
  saved?: Record<string, unknown>;
}

/** A run in words. */
export interface SavedRunLine {
  name: string;
  time: string;
  status: RunStatus;
  seconds: number;
}

/** The buttons of the toolbar. */
export type Action =
  | 'run'
  | 'runOnQueue'
  | 'pause'
  | 'resume'
  | 'step'
  | 'stop'
  | 'reset'
  | 'newDraw'
  | 'save'
  | 'openAsJson'
  | 'openAsExperiment'
  | 'compareRuns'
  | 'startAgainstEnd'
  | 'export';

/** What can be done with an initializer of a model: copied as a function, or written into the model's file. */
export type TakeBack = 'copyInitFunction' | 'applyInitFunction';

/** What the editor is told of settings and of the place that the experiment lies in. */
export interface Surroundings {
  /** Bars over the axis of a histogram; 0 takes as many as there are values for. */
  histogramBins: number;
  /** The workspace is not trusted: files outside it are not read, and nothing is downloaded. */
  restricted: boolean;
  /** The experiment lies on a disk of this machine, so that files beside it can be read. */
  onDisk: boolean;
  /** There is a queue that sweeps can be handed to. */
  queue: boolean;
}

/** Where a sash stands, or whether a part is open. */
export type LayoutValue = number | boolean;

/** The arrangement of the editor, by key. */
export type LayoutValues = Record<string, LayoutValue>;

/** All that an editor needs to draw itself. */
export interface EditorState {
  document: DocumentState;
  run?: RunRecord;
  surroundings?: Surroundings;
  /** Texts of the display language; absent: English. */
  strings?: Strings;
  /** The arrangement that was left in this workspace. */
  layout?: LayoutValues;
  /** The lesson of the experiment. */
  lesson?: ShownLesson;
}

/** A lesson, and whether the experiment was opened for it: then it is shown at once. */
export type ShownLesson = LessonState & { started: boolean };

/** Why an edit is refused. */
export interface EditIssue extends Issue {
  /** The document is another one by now: what was typed is to make room for what it says. */
  moved?: true;
}

/** What the webview asks of the host. Every call answers or rejects with a message for the user. */
export interface HostApi {
  /** The webview is ready to be filled. */
  hydrate(): Promise<EditorState>;
  /**
   * Applies all changes to the document as one undo step. A change that would put a bad value at its own path is
   * refused: its issues come back and the document stays as it was. An empty list means done. `version` is that of the
   * document that the changes were made for: where another editor has changed their places since, they are refused.
   */
  edit(changes: Change[], version?: number): Promise<EditIssue[]>;
  /** Puts a text on the clipboard. */
  copy(text: string): Promise<void>;
  action(action: Action): Promise<void>;
  /** Makes the initializer at this index code of the experiment's model in Python. */
  takeBack(command: TakeBack, initializer: number): Promise<void>;
  /** Shows VS Code's page on trusting this workspace. */
  manageTrust(): Promise<void>;
  /** Keeps a part of the arrangement for this workspace; without a value it goes back to the default. */
  saveLayout(key: string, value: LayoutValue | undefined): void;
  /** Keeps how far a person has come in a lesson. */
  saveLesson(id: string, progress: LessonProgress): Promise<void>;
  /** Opens another lesson that comes along, with its experiment. */
  startLesson(id: string): Promise<void>;
  /** Takes the lesson away that the experiment was opened with. */
  leaveLesson(): Promise<void>;
  /** Opens a file of the user's code at a line. */
  openPlace(place: SourcePlace): Promise<void>;
  /** What the menu of a chart asks for. */
  chart(command: ChartCommand): Promise<void>;
}

/** What the host tells the webview. */
export interface WebviewApi {
  documentChanged(document: DocumentState): void;
  /** Another run took the place of the shown one (or none). */
  runReplaced(run: RunRecord | undefined): void;
  runUpdated(update: RunUpdate): void;
  surroundingsChanged(surroundings: Surroundings): void;
  /** The experiment has another lesson, or none. */
  lessonChanged(lesson: ShownLesson | undefined): void;
  /** Shows the recorded step so many places after the shown one (before, when negative). */
  moveTimeline(by: number): void;
  /** The charts that are shown, and the step. */
  charts(): Promise<ShownCharts>;
  /** Charts as pictures. Rejects when one is not shown. */
  pictures(request: PictureRequest): Promise<Picture[]>;
  /** Puts a chart on the clipboard; answers why it could not. */
  copyChart(id: string): Promise<string | undefined>;
}
