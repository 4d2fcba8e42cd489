import type { Issue, JsonPath } from '../../../src/experiment/format/issue';
import type { Change } from '../../../src/experiment/edit/edit';
import type { DocumentState, HostApi, TakeBack } from '../../../src/protocol/webview';
import { valueAt } from './jsonAccess';

const startsWith = (path: JsonPath, start: JsonPath): boolean =>
  start.length <= path.length && start.every((key, index) => String(key) === String(path[index]));

/** What came of an edit: why it was refused, nothing when it was done. */
export interface EditAnswer {
  messages: string[];
  /** The document is another one by now: the control shows what it says, not what was typed. */
  moved: boolean;
}

/** One state of the document as the rail's fields see it. A field that asks for its issues claims them. */
export class Form {
  #claimed = new Set<Issue>();

  constructor(
    readonly document: DocumentState,
    private readonly host: Pick<HostApi, 'edit'> & Partial<Pick<HostApi, 'copy' | 'takeBack'>>,
  ) {}

  get disabled(): boolean {
    return this.document.readOnly;
  }

  /** The raw value at `path`, whatever it is. */
  raw(path: JsonPath): unknown {
    return valueAt(this.document.value, path);
  }

  /** Messages about the value at any of `paths`, or inside it; they no longer count as unplaced. */
  messages(...paths: JsonPath[]): string[] {
    const found = this.document.issues.filter((issue) => paths.some((path) => startsWith(issue.path, path)));
    for (const issue of found) this.#claimed.add(issue);
    return found.map((issue) => issue.message);
  }

  /** Whether something at or inside `path` is wrong; claims nothing. */
  hasIssue(path: JsonPath): boolean {
    return this.document.issues.some((issue) => startsWith(issue.path, path));
  }

  /** The same state with no claims yet: for an element that looks after a part of the document by itself. */
  scope(): Form {
    return new Form(this.document, this.host);
  }

  /** Messages inside `path` that no field has claimed; ask after all its fields are rendered. */
  leftovers(path: JsonPath): string[] {
    return this.unplaced()
      .filter((issue) => startsWith(issue.path, path))
      .map((issue) => issue.message);
  }

  /** Issues that no field has claimed; ask after all fields are rendered. */
  unplaced(): Issue[] {
    return this.document.issues.filter((issue) => !this.#claimed.has(issue));
  }

  /** Puts a text on the clipboard; answers why it could not, nothing when done. */
  async copy(text: string): Promise<string[]> {
    try {
      await this.host.copy?.(text);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  }

  /** Makes an initializer code of its model; answers why it could not, nothing when the host has it. */
  async takeBack(command: TakeBack, initializer: number): Promise<string[]> {
    try {
      await this.host.takeBack?.(command, initializer);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  }

  /** Sends changes that were made for this state as one undo step. */
  async edit(changes: Change[]): Promise<EditAnswer> {
    try {
      const issues = await this.host.edit(changes, this.document.version);
      return { messages: issues.map((issue) => issue.message), moved: issues.some(({ moved }) => moved === true) };
    } catch (error) {
      return { messages: [error instanceof Error ? error.message : String(error)], moved: false };
    }
  }
}
