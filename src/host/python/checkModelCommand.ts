import * as l10n from '@vscode/l10n';
import { dirname, isAbsolute, join } from 'node:path';
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
import { checkModel } from '../../python/checkModel';
import type { ModelReport } from '../../python/modelReport';
import { probeRequest } from '../../python/probeRequest';
import type { HostContext } from '../context';
import { DisposableStore } from '../platform/disposable';
import { runOptions } from '../session/runOptions';
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
    const report = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Checking the initialization of {0}', chosen.model.name),
        cancellable: true,
      },
      async (progress, token) => {
        const stop = new AbortController();
        token.onCancellationRequested(() => stop.abort());
        const request = await probeRequest({ id: 1, experiment, ...options, paused: false });
        const watcher = {
          ...this.python.watcher(),
          activity: (message: string | undefined) => progress.report({ message }),
        };
        try {
          return await checkModel(
            request,
            { interpreter, packageFolder: this.python.packageFolder },
            watcher,
            stop.signal,
          );
        } catch (error) {
          if (token.isCancellationRequested) return undefined;
          throw error;
        }
      },
    );
    if (report) await this.show(chosen.file, report);
  }

  private async show(file: Uri, report: ModelReport): Promise<void> {
    this.mark(file, report.findings);
    const uri = Uri.from({ scheme, path: `${file.path}.${report.model.target.split(':').at(-1)}.md` });
    this.reports.set(uri.toString(), reportMarkdown(report));
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
