import type { Change } from '../experiment/edit';
import type { Issue, SyntaxProblem } from '../experiment/issue';
import type { Strings } from '../experiment/language';
import type { RunRecord } from '../experiment/record';
import type { Experiment } from '../experiment/schema';
import type { RunUpdate } from '../experiment/update';

/** The document as the editor shows it. */
export interface DocumentState {
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
}

/** The buttons of the toolbar. */
export type Action = 'run' | 'pause' | 'resume' | 'step' | 'stop' | 'reset' | 'newDraw' | 'save' | 'openAsJson';

/** All that an editor needs to draw itself. */
export interface EditorState {
  document: DocumentState;
  run?: RunRecord;
  /** Texts of the display language; absent: English. */
  strings?: Strings;
}

/** What the webview asks of the host. Every call answers or rejects with a message for the user. */
export interface HostApi {
  /** The webview is ready to be filled. */
  hydrate(): Promise<EditorState>;
  /**
   * Applies all changes to the document as one undo step. A change that would put a bad value at its own path is
   * refused: its issues come back and the document stays as it was. An empty list means done.
   */
  edit(changes: Change[]): Promise<Issue[]>;
  /** Puts a text on the clipboard. */
  copy(text: string): Promise<void>;
  action(action: Action): Promise<void>;
}

/** What the host tells the webview. */
export interface WebviewApi {
  documentChanged(document: DocumentState): void;
  /** Another run took the place of the shown one (or none). */
  runReplaced(run: RunRecord | undefined): void;
  runUpdated(update: RunUpdate): void;
}
