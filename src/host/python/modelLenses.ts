import * as l10n from '@vscode/l10n';
import { CodeLens, EventEmitter, Range, workspace, type CodeLensProvider, type TextDocument } from 'vscode';
import type { FoundSource } from '../../python/source/findModels';
import { DisposableStore } from '../platform/disposable';
import { pythonSource } from './pythonSource';

/** Documents longer than this are not looked through on every edit. */
const longest = 500_000;

const known = new WeakMap<TextDocument, { version: number; found: Promise<FoundSource> }>();

async function read(document: TextDocument): Promise<FoundSource> {
  const text = document.getText();
  if (document.languageId !== 'python' || text.length > longest) return { models: [], batches: [], losses: [] };
  return (await pythonSource()).findModels(text);
}

/** The models of a document, parsed once for each version of it. */
export function modelsOf(document: TextDocument): Promise<FoundSource> {
  const before = known.get(document);
  if (before?.version === document.version) return before.found;
  const found = read(document);
  known.set(document, { version: document.version, found });
  return found;
}

/** Above each model of a Python file: compare initializations of it, or check the one it has. */
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
    const { models } = await modelsOf(document);
    return models.flatMap(({ name, from }) => {
      const start = document.positionAt(from);
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
