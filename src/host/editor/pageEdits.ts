import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode';
import { changed, type Change } from '../../experiment/edit/edit';
import { pathText } from '../../experiment/format/issue';
import { movedPlace } from '../../experiment/edit/samePlace';
import type { EditIssue } from '../../protocol/webview';
import { editDocument } from './documentEdit';

/**
 * Texts of a document that are remembered for each page: it makes its edits for the last one, or for one shortly
 * before.
 */
const mostTexts = 64;

/**
 * The edits of one page. Each is made for a version of the document, the one that the page has seen: what another
 * editor has changed since is left as it is where the edit has its places for itself, and where it has not, the edit is
 * refused.
 */
export class PageEdits {
  /** The texts that the page was told, by version. */
  private readonly told = new Map<number, string>();
  /** Edits of the page itself, with the version that each has led to: the page knows of them before it is told. */
  private own: { version: number; changes: readonly Change[] }[] = [];

  constructor(private readonly document: TextDocument) {}

  /** The page is being told of the document as it stands; answers its version. */
  tell(): number {
    const { version } = this.document;
    this.told.set(version, this.document.getText());
    for (const old of this.told.keys()) if (this.told.size > mostTexts) this.told.delete(old);
    return version;
  }

  /** Applies changes that the page has made for `version`, or gives the issues for which they are refused. */
  async edit(changes: readonly Change[], version: number): Promise<EditIssue[]> {
    const issues = await editDocument(this.document, changes, (text) => this.conflict(text, changes, version));
    if (issues.length === 0) this.own.push({ version: this.document.version, changes });
    return issues;
  }

  private conflict(text: string, changes: readonly Change[], version: number): EditIssue | undefined {
    const seen = this.seen(version);
    const place = seen === undefined ? (changes[0]?.path ?? []) : movedPlace(seen, text, changes);
    if (place === undefined) return undefined;
    return {
      path: place,
      moved: true,
      message: l10n.t('{0} was changed elsewhere. This is its current value.', pathText(place)),
    };
  }

  /** The document as the page sees it: what it was told, with what it has changed itself since. */
  private seen(version: number): string | undefined {
    this.own = this.own.filter((edit) => edit.version > version);
    const text = this.told.get(version);
    return text === undefined
      ? undefined
      : this.own.reduce((before, { changes }) => changes.reduce(changed, before), text);
  }
}
