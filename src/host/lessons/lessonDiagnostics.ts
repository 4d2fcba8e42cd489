import { Diagnostic, DiagnosticSeverity, languages, Range, workspace, type TextDocument } from 'vscode';
import { checkLesson } from '../../lessons/checkLesson';
import { lessonSuffix } from '../../lessons/fileNames';
import { DisposableStore } from '../platform/disposable';
import { experimentBeside, readText } from './lessonFiles';

/** Milliseconds after the last key before a text is looked at. */
const pause = 300;

/** Says in every open lesson of the workspace what is wrong with it, with line and reason. */
export class LessonDiagnostics extends DisposableStore {
  private readonly collection = this.add(languages.createDiagnosticCollection('initLabLessons'));
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor() {
    super();
    this.add(workspace.onDidOpenTextDocument((document) => this.later(document, 0)));
    this.add(workspace.onDidChangeTextDocument(({ document }) => this.later(document, pause)));
    this.add(
      workspace.onDidSaveTextDocument(() => workspace.textDocuments.forEach((document) => this.later(document, pause))),
    );
    this.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.timers.get(uri.toString()));
        this.timers.delete(uri.toString());
        this.collection.delete(uri);
      }),
    );
    workspace.textDocuments.forEach((document) => this.later(document, 0));
  }

  private later(document: TextDocument, milliseconds: number): void {
    if (!document.uri.path.endsWith(lessonSuffix) || document.uri.scheme === 'git') return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.look(document), milliseconds),
    );
  }

  private async look(document: TextDocument): Promise<void> {
    const { version } = document;
    const beside = await readText(experimentBeside(document.uri));
    if (document.isClosed || document.version !== version || this.isDisposed) return;
    const { issues } = checkLesson(document.getText(), beside);
    this.collection.set(
      document.uri,
      issues.map(({ line, column, message }) => {
        const at = Math.min(line - 1, document.lineCount - 1);
        const { text } = document.lineAt(at);
        const diagnostic = new Diagnostic(
          new Range(at, Math.min(column - 1, text.length), at, text.length),
          message,
          DiagnosticSeverity.Error,
        );
        diagnostic.source = 'Init Lab';
        return diagnostic;
      }),
    );
  }

  override dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    super.dispose();
  }
}
