import * as l10n from '@vscode/l10n';
import { CodeLens, EventEmitter, Range, workspace, type CodeLensProvider, type TextDocument } from 'vscode';
import { DisposableStore } from '../platform/disposable';
import { modelsOf, pythonFileOf } from './pythonFile';

/** Above each model of a Python file or a notebook's cell: compare initializations of it, or check the one it has. */
export class ModelLenses extends DisposableStore implements CodeLensProvider {
  private readonly changed = this.add(new EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor() {
    super();
    this.add(
      workspace.onDidChangeConfiguration(
        (event) => event.affectsConfiguration('initLab.python.codeLens') && this.changed.fire(),
      ),
    );
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    if (!workspace.getConfiguration('initLab.python', document.uri).get<boolean>('codeLens', true)) return [];
    const file = pythonFileOf(document);
    const part = file.parts.find((one) => one.document === document);
    const { models } = await modelsOf(file);
    const offset = part?.from ?? 0;
    const here = models.filter(({ from }) => from >= offset && from < offset + document.getText().length);
    return here.flatMap(({ name, from }) => {
      const start = document.positionAt(from - offset);
      const range = new Range(start, start);
      if (!workspace.isTrusted)
        return [
          new CodeLens(range, {
            title: `$(shield) ${l10n.t('Init Lab runs models only in a trusted workspace')}`,
            command: 'workbench.trust.manage',
          }),
        ];
      const lens = (title: string, command: string): CodeLens =>
        new CodeLens(range, { title, command, arguments: [document.uri, name] });
      return [
        lens(`$(graph-line) ${l10n.t('Compare Initializers')}`, 'initLab.compareModel'),
        lens(`$(pulse) ${l10n.t('Check Initialization')}`, 'initLab.checkModel'),
      ];
    });
  }
}
