import * as l10n from '@vscode/l10n';
import { CodeLens, EventEmitter, workspace, type CodeLensProvider, type Range, type TextDocument } from 'vscode';
import { parsedDocument, treeOf } from '../editor/parsedDocument';
import { DisposableStore } from '../platform/disposable';
import { shapeText } from './lawText';
import { isExperiment, rangeOf } from './experimentText';

const lens = (range: Range, title: string, command = '', ...args: unknown[]): CodeLens =>
  new CodeLens(range, { title, command, arguments: args });

/**
 * Above the text of an experiment: run it, compare beside it, open its editor; above each initializer what it draws.
 */
export class ExperimentLenses extends DisposableStore implements CodeLensProvider {
  private readonly changed = this.add(new EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor() {
    super();
    this.add(
      workspace.onDidChangeConfiguration(
        (event) => event.affectsConfiguration('initLab.editor.codeLens') && this.changed.fire(),
      ),
    );
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    const tree = treeOf(document);
    if (
      !tree ||
      !isExperiment(document) ||
      !workspace.getConfiguration('initLab.editor', document.uri).get<boolean>('codeLens', true)
    )
      return [];
    const { uri } = document;
    const top = rangeOf(document, tree, []);
    const open = lens(top, `$(beaker) ${l10n.t('Open in Init Lab')}`, 'initLab.openInEditor', uri);
    const { experiment } = parsedDocument(document);
    if (!experiment) return [open];
    const count = experiment.initializers.filter((entry) => entry.enabled !== false).length;
    const list = rangeOf(document, tree, ['initializers']);
    return [
      lens(top, `$(run-all) ${l10n.t('Run')}`, 'initLab.runFile', uri),
      open,
      lens(
        list,
        `$(graph-line) ${count === 1 ? l10n.t('Run beside the text') : l10n.t('Compare {0} initializers beside the text', count)}`,
        'initLab.compareFile',
        uri,
      ),
      ...experiment.initializers.map((_, index) =>
        lens(rangeOf(document, tree, ['initializers', index]), shapeText(experiment, index)),
      ),
    ];
  }
}
