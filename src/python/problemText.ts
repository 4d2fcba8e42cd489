import * as l10n from '@vscode/l10n';
import type { FromProbe } from './messages';

/** A problem of the user's code as one text, with its place where the message does not have it already. */
export function problemText({ message, file, line }: Extract<FromProbe, { type: 'error' }>): string {
  if (file === undefined || message.includes(file)) return message;
  return line === undefined ? l10n.t('{0}: {1}', file, message) : l10n.t('{0}, line {1}: {2}', file, line, message);
}
