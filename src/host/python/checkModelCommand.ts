import * as l10n from '@vscode/l10n';
import { basename, dirname, isAbsolute, join } from 'node:path';
import {
  commands,
  Diagnostic,
  DiagnosticSeverity,
  EventEmitter,
  languages,
  ProgressLocation,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import { isModelExperiment } from '../../experiment/format/forms';
import { parseExperiment } from '../../experiment/format/parse';
import type { ModelFinding } from '../../experiment/record/record';
import { auditModel, checkModel } from '../../python/checkModel';
import type { PythonWatcher } from '../../python/pythonRun';
import { probeRequest } from '../../python/probeRequest';
import type { HostContext } from '../context';
import { DisposableStore } from '../platform/disposable';
import { runOptions } from '../session/runOptions';
import { auditMarkdown } from './auditText';
import { chooseAudit } from './chooseAudit';
import { chooseModel } from './compareModel';
import type { PythonHost } from './pythonHost';
import { reportMarkdown } from './reportText';

const scheme = 'initlab-report';
const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Checks models of users: what is found stands in their files, and in a report beside them. */
export class ModelChecks extends DisposableStore {
  private readonly problems = this.add(languages.createDiagnosticCollection('initLab.python'));
  private readonly reports = new Map<string, string>();
  private readonly changed = this.add(new EventEmitter<Uri>());

  constructor(
    private readonly host: HostContext,
    private readonly python: PythonHost,
  ) {
    super();
    this.add(
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) => this.reports.get(uri.toString()) ?? '',
      }),
    );
    // What was found of code that is another by now is said no more.
    this.add(
      workspace.onDidChangeTextDocument(
        ({ document, contentChanges }) => contentChanges.length > 0 && this.problems.delete(document.uri),
      ),
    );
  }

  /** Builds the model that the command is about, with several seeds, and shows what is found. */
  async check(given: unknown, name: unknown): Promise<void> {
    const chosen = await chooseModel(given, name);
    if (!chosen || !(await this.python.mayRun(chosen.file))) return;
    const { experiment, issues, syntax } = parseExperiment(chosen.text);
    if (!experiment || !isModelExperiment(experiment)) throw new Error(syntax?.message ?? issues[0]?.message);
    const options = runOptions(this.host, chosen.uri ?? Uri.joinPath(chosen.file, '..', 'x.initlab.json'));
    const interpreter = await this.python.interpreter(chosen.file);
    const places = { interpreter, packageFolder: this.python.packageFolder };
    const title = l10n.t('Checking the initialization of {0}', chosen.model.name);
    const report = await this.followed(title, async (watcher, signal) => {
      const request = await probeRequest({ id: 1, experiment, ...options, paused: false });
      return checkModel(request, places, watcher, signal);
    });
    if (report) await this.show(chosen.file, report, reportMarkdown(report));
  }

  /** Compares the model that the command is about with a checkpoint, and shows what is found. */
  async audit(given: unknown, name: unknown): Promise<void> {
    const chosen = await chooseAudit(given, name);
    if (!chosen || !(await this.python.mayRun(chosen.file))) return;
    const places = {
      interpreter: await this.python.interpreter(chosen.file),
      packageFolder: this.python.packageFolder,
    };
    const { maxMemoryMB } = runOptions(this.host, chosen.file);
    const directory = dirname(chosen.file.fsPath);
    const request = { id: 1, experiment: chosen.experiment, directory, paused: false, maxMemoryMB };
    const report = await this.followed(
      l10n.t('Comparing {0} with {1}', chosen.model, basename(chosen.checkpoint)),
      (watcher, signal) => auditModel(request, chosen.checkpoint, places, watcher, signal),
    );
    if (report) await this.show(chosen.file, report, auditMarkdown(report));
  }

  /** Work in Python with a progress that the user can cancel; undefined when they do. */
  private followed<T>(
    title: string,
    work: (watcher: PythonWatcher, signal: AbortSignal) => Promise<T>,
  ): Thenable<T | undefined> {
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    return window.withProgress(options, async (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const watcher = {
        ...this.python.watcher(),
        activity: (message: string | undefined) => progress.report({ message }),
      };
      try {
        return await work(watcher, stop.signal);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      }
    });
  }

  private async show(
    file: Uri,
    { model, findings }: { model: { target: string }; findings: readonly ModelFinding[] },
    markdown: string,
  ): Promise<void> {
    this.mark(file, findings);
    const uri = Uri.from({ scheme, path: `${file.path}.${model.target.split(':').at(-1)}.md` });
    this.reports.set(uri.toString(), markdown);
    this.changed.fire(uri);
    await commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  /** The findings at their lines; those of no line at the first one of the model's file. */
  private mark(file: Uri, findings: readonly ModelFinding[]): void {
    this.problems.clear();
    const byFile = new Map<string, Diagnostic[]>();
    for (const { severity, path, message, kind, file: named, line = 1 } of findings) {
      const place = named === undefined ? file.fsPath : isAbsolute(named) ? named : join(dirname(file.fsPath), named);
      const diagnostic = new Diagnostic(
        new Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER),
        path === '' ? message : `${path}: ${message}`,
        severities[severity],
      );
      diagnostic.source = 'Init Lab';
      diagnostic.code = kind;
      byFile.set(place, [...(byFile.get(place) ?? []), diagnostic]);
    }
    for (const [place, diagnostics] of byFile) this.problems.set(Uri.file(place), diagnostics);
  }
}
