import { Diagnostic, DiagnosticSeverity, languages, window, workspace, type TextDocument, type Uri } from 'vscode';
import type { Node } from 'jsonc-parser';
import type { Issue } from '../../experiment/format/issue';
import { experimentWarnings } from '../../experiment/format/checks/warnings';
import { parsedDocument, treeOf } from '../editor/parsedDocument';
import { DisposableStore } from '../platform/disposable';
import { isExperiment, rangeOf } from './experimentText';
import { fileIssues } from './fileIssues';

/** Milliseconds after the last key before a text is looked at. */
const pause = 300;

/** An issue and how bad it is. */
export interface Finding {
  issue: Issue;
  severity: DiagnosticSeverity;
}

/** What is wrong with a text without looking at any file. What its JSON Schema says too has `issue.inSchema`. */
function findingsOf(document: TextDocument): Finding[] {
  const { experiment, issues } = parsedDocument(document);
  const bad = issues.map((issue) => ({ issue, severity: DiagnosticSeverity.Error }));
  return experiment
    ? experimentWarnings(experiment).map((issue) => ({ issue, severity: DiagnosticSeverity.Warning }))
    : bad;
}

/** Says in the text of every open experiment what VS Code's own check by the JSON Schema cannot say. */
export class ExperimentDiagnostics extends DisposableStore {
  private readonly collection = this.add(languages.createDiagnosticCollection('initLab'));
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** What was found with the files of each document. */
  private readonly files = new Map<string, Issue[]>();

  constructor() {
    super();
    this.add(workspace.onDidOpenTextDocument((document) => this.later(document, 0)));
    this.add(workspace.onDidChangeTextDocument(({ document }) => this.later(document, pause)));
    this.add(workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
    const again = () => workspace.textDocuments.forEach((document) => this.later(document, pause));
    // Files come and go: whether a path is there is asked again when somebody may have put it there.
    for (const event of [
      workspace.onDidCreateFiles,
      workspace.onDidDeleteFiles,
      workspace.onDidRenameFiles,
      workspace.onDidSaveTextDocument,
      workspace.onDidGrantWorkspaceTrust,
      window.onDidChangeWindowState,
    ])
      this.add(event(again));
    workspace.textDocuments.forEach((document) => this.later(document, 0));
  }

  /** Everything known to be wrong with a document: what its text says, and the files that were looked for last. */
  findings(document: TextDocument): Finding[] {
    const files = this.files.get(document.uri.toString()) ?? [];
    return [...findingsOf(document), ...files.map((issue) => ({ issue, severity: DiagnosticSeverity.Error }))];
  }

  private later(document: TextDocument, milliseconds: number): void {
    if (!isExperiment(document) || document.uri.scheme === 'git') return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.look(document), milliseconds),
    );
  }

  private async look(document: TextDocument): Promise<void> {
    if (document.isClosed) return;
    const { version } = document;
    const { experiment } = parsedDocument(document);
    const issues = experiment ? await fileIssues(document, experiment) : [];
    const tree = treeOf(document);
    // While files were looked for the text may have moved on, for which another look is due, or gone.
    if (document.isClosed || document.version !== version || this.isDisposed) return;
    this.files.set(document.uri.toString(), issues);
    if (!tree) return this.collection.delete(document.uri);
    this.collection.set(
      document.uri,
      this.findings(document)
        .filter(({ issue }) => !issue.inSchema)
        .map((finding) => diagnosticOf(document, tree, finding)),
    );
  }

  private forget(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.files.delete(key);
    this.collection.delete(uri);
  }

  override dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    super.dispose();
  }
}

/** A finding as VS Code lists it. */
export function diagnosticOf(document: TextDocument, tree: Node, { issue, severity }: Finding): Diagnostic {
  const atKey = issue.fixes?.some(({ kind }) => kind === 'rename') === true;
  const diagnostic = new Diagnostic(rangeOf(document, tree, issue.path, atKey), issue.message, severity);
  diagnostic.source = 'Init Lab';
  return diagnostic;
}
