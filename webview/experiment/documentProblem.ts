import * as l10n from '@vscode/l10n';
import type { DocumentState } from '../../src/protocol/webview';

/** Why the document cannot be run, in a line; undefined when it can. */
export function documentProblem(document: DocumentState | undefined): string | undefined {
  if (!document || document.experiment) return undefined;
  const [first, ...others] = document.syntax
    ? [document.syntax.message]
    : document.issues.map((issue) => issue.message);
  return others.length > 0 ? l10n.t('{0} (and {1} more)', first, others.length) : first;
}
