import type { Edit, Node } from 'jsonc-parser';
import * as l10n from '@vscode/l10n';
import {
  CodeAction,
  CodeActionKind,
  Range,
  WorkspaceEdit,
  type CodeActionContext,
  type CodeActionProvider,
  type Diagnostic,
  type TextDocument,
} from 'vscode';
import { editsFor } from '../../experiment/edit/edit';
import { pathText, valueText, type Fix } from '../../experiment/format/issue';
import { treeOf } from '../editor/parsedDocument';
import { diagnosticOf, type ExperimentDiagnostics } from './diagnostics';
import { rangeOf } from './experimentText';

/** The command behind "Browse for the File…": address of the experiment, place of the path. */
export const browseCommand = 'initLab.browseForPath';

function titleOf(fix: Fix): string {
  switch (fix.kind) {
    case 'set':
      return l10n.t('Set {0} to {1}', pathText(fix.path), valueText(fix.value));
    case 'remove':
      return l10n.t('Remove {0}', pathText(fix.path));
    case 'rename':
      return l10n.t('Change "{0}" to "{1}"', String(fix.path.at(-1)), fix.to);
    case 'browse':
      return l10n.t('Browse for the File…');
  }
}

/** The text edits of a fix, the rest of the text left as it is written. */
function editsOf(document: TextDocument, tree: Node, fix: Exclude<Fix, { kind: 'browse' }>): Edit[] {
  if (fix.kind === 'rename') {
    const key = rangeOf(document, tree, fix.path, true);
    return [
      {
        offset: document.offsetAt(key.start),
        length: document.offsetAt(key.end) - document.offsetAt(key.start),
        content: JSON.stringify(fix.to),
      },
    ];
  }
  return editsFor(document.getText(), fix.path, fix.kind === 'set' ? fix.value : undefined);
}

function actionOf(
  document: TextDocument,
  tree: Node,
  fix: Fix,
  diagnostics: Diagnostic[],
  preferred: boolean,
): CodeAction {
  const action = new CodeAction(titleOf(fix), CodeActionKind.QuickFix);
  action.diagnostics = diagnostics;
  if (fix.kind === 'browse') {
    action.command = { command: browseCommand, title: action.title, arguments: [document.uri, fix.path] };
    return action;
  }
  action.isPreferred = preferred;
  action.edit = new WorkspaceEdit();
  for (const { offset, length, content } of editsOf(document, tree, fix)) {
    action.edit.replace(
      document.uri,
      new Range(document.positionAt(offset), document.positionAt(offset + length)),
      content,
    );
  }
  return action;
}

/** Ways to put right what is underlined in the text of an experiment, by us or by the check by its JSON Schema. */
export class QuickFixes implements CodeActionProvider {
  static readonly metadata = { providedCodeActionKinds: [CodeActionKind.QuickFix] };

  constructor(private readonly diagnostics: ExperimentDiagnostics) {}

  provideCodeActions(document: TextDocument, range: Range, context: CodeActionContext): CodeAction[] {
    const tree = treeOf(document);
    if (!tree) return [];
    return this.diagnostics.findings(document).flatMap((finding) => {
      const ours = diagnosticOf(document, tree, finding);
      const fixes = finding.issue.fixes ?? [];
      if (fixes.length === 0 || ours.range.intersection(range) === undefined) return [];
      const shown = context.diagnostics.filter((one) => one.range.intersection(ours.range) !== undefined);
      return fixes.map((fix, index) => actionOf(document, tree, fix, shown, index === 0));
    });
  }
}
