import { parseTree } from 'jsonc-parser';
import type { TextDocument } from 'vscode';
import { parseExperiment, type ParsedDocument } from '../../experiment/format/parse';

/** `read`, done once for each version of a document: everybody gets the same value, which nobody may change. */
function oncePerVersion<T>(read: (document: TextDocument) => T): (document: TextDocument) => T {
  const known = new WeakMap<TextDocument, { version: number; value: T }>();
  return (document) => {
    const { version } = document;
    const last = known.get(document);
    if (last?.version === version) return last.value;
    const value = read(document);
    known.set(document, { version, value });
    return value;
  };
}

/** What an edit that was made last has made of each document. */
const edited = new WeakMap<TextDocument, { text: string; parsed: ParsedDocument }>();

/** Tells how `text` reads, which an edit is about to give to a document. */
export function expectEdited(document: TextDocument, text: string, parsed: ParsedDocument): void {
  edited.set(document, { text, parsed });
}

/** The experiment of a document. */
export const parsedDocument = oncePerVersion((document): ParsedDocument => {
  const text = document.getText();
  const expected = edited.get(document);
  edited.delete(document);
  return expected?.text === text ? expected.parsed : parseExperiment(text);
});

/** The syntax tree of a document, as far as it is JSON. */
export const treeOf = oncePerVersion((document) => parseTree(document.getText()));
