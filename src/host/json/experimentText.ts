import { Range, type DocumentFilter, type TextDocument } from 'vscode';
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { experimentPattern, isExperimentPath } from '../../experiment/format/experimentFile';
import type { JsonPath } from '../../experiment/format/issue';

/** The texts that the JSON side looks at. */
export const experimentSelector: DocumentFilter = { pattern: experimentPattern };

/** Whether a document is the text of an experiment, saved or not. */
export function isExperiment(document: TextDocument): boolean {
  return isExperimentPath(document.uri.path);
}

/** The key of a value that is a property, else the value itself. */
function keyOf(node: Node): Node {
  const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  return key ?? node;
}

/** A long value is not underlined as a whole: its key is, or its "kind". */
function shown(node: Node): Node {
  if (node.type !== 'object' && node.type !== 'array') return node;
  if (node.parent?.type === 'property') return keyOf(node);
  const kind = findNodeAtLocation(node, ['kind']);
  return kind ?? node;
}

/**
 * Where a path of an issue is shown: the value there (of an object or a list its key), the key of an unexpected key,
 * and of something that is missing what it is missing from.
 */
export function rangeOf(document: TextDocument, tree: Node, path: JsonPath, atKey = false): Range {
  let node: Node | undefined;
  for (let length = path.length; node === undefined && length >= 0; length--) {
    node = findNodeAtLocation(tree, path.slice(0, length));
    if (node === undefined) continue;
    const found = length === path.length && atKey ? keyOf(node) : shown(node);
    if (found === tree) break;
    return new Range(document.positionAt(found.offset), document.positionAt(found.offset + found.length));
  }
  // The whole document: its opening bracket.
  return new Range(document.positionAt(tree.offset), document.positionAt(tree.offset + 1));
}
