import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { window, type Uri } from 'vscode';
import { exists } from '../platform/exists';

/** A file to be written, as the dialog for it asks. */
export interface SaveQuestion {
  title: string;
  /** The name that the dialog begins with. */
  proposed: Uri;
  /** The ending that the file has in the end, with its dot: `.png`, `.initlab.json`. */
  ending: string;
  /** What else is written for a file of this name; asked about where the file itself is new. */
  besides?: (target: Uri) => Uri;
}

/**
 * `path` with exactly `ending`, whatever part of it is there already: `circles`, `circles.`, `circles.initlab` and
 * `circles.JSON` all become `circles.initlab.json`.
 */
export function completedPath(path: string, ending: string): string {
  const [first, ...others] = ending.split('.').filter((part) => part !== '');
  const parts = others.length === 0 ? [ending] : [ending, `.${first}`, `.${others.join('.')}`];
  const plain = path.replace(/\.+$/, '');
  const part = parts.find((one) => plain.toLowerCase().endsWith(one) && !plain.slice(0, -one.length).endsWith('/'));
  return `${part === undefined ? plain : plain.slice(0, -part.length)}${ending}`;
}

/** Asks about what is there already, in a dialog of our own. */
async function agrees(there: Uri): Promise<boolean> {
  const replace = l10n.t('Replace');
  const detail = there.scheme === 'file' ? there.fsPath : there.toString(true);
  return (
    (await window.showWarningMessage(
      l10n.t('{0} is there already. Replace it?', posix.basename(there.path)),
      { modal: true, detail },
      replace,
    )) === replace
  );
}

/**
 * Asks where to save; undefined when the user thinks better of it. Nothing under the answer is there, or the user has
 * agreed to replace it: the dialog asks about the name that is typed, so a name that is completed here is asked about
 * here. The dialog gets no filter, with which some of them complete a name after they have asked about it.
 */
export async function askSaveTarget({ title, proposed, ending, besides }: SaveQuestion): Promise<Uri | undefined> {
  const chosen = await window.showSaveDialog({ title, defaultUri: proposed });
  if (!chosen) return undefined;
  const target = chosen.with({ path: completedPath(chosen.path, ending) });
  const there = await exists(target);
  if (there && target.path !== chosen.path && !(await agrees(target))) return undefined;
  const other = there ? undefined : besides?.(target);
  if (other && (await exists(other)) && !(await agrees(other))) return undefined;
  return target;
}
