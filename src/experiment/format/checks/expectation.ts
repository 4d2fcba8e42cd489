import * as l10n from '@vscode/l10n';
import { experimentForms, formOf } from '../jsonSchema';
import { listText } from '../../text/language';

/** The part of JSON Schema that our own schema uses. */
interface Node {
  $ref?: string;
  definitions?: Record<string, Node>;
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: Node[];
  type?: string;
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
}

let forms: { network: Node; model: Node } | undefined;
/** The form that the document at hand is read by. */
let root: Node | undefined;

function follow(node: Node): Node {
  if (node.allOf?.length === 1) return follow(node.allOf[0]);
  if (node.$ref === undefined) return node;
  const name = node.$ref.replace('#/definitions/', '');
  return follow(root!.definitions![name]);
}

function branches(node: Node): Node[] {
  const next = follow(node);
  return (next.anyOf ?? next.oneOf)?.flatMap(branches) ?? [next];
}

/** The branches of a union that `value` may mean: those of its kind, else those of its JSON type, else all. */
function candidates(node: Node, value: unknown): Node[] {
  const all = branches(node);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const kind = isObject ? (value as { kind?: unknown }).kind : undefined;
  const ofKind = all.filter((branch) => branch.properties?.kind?.const === kind && kind !== undefined);
  if (ofKind.length > 0) return ofKind;
  const ofType = isObject
    ? all.filter((branch) => branch.type === 'object')
    : all.filter((branch) => branch.type !== 'object');
  return ofType.length > 0 ? ofType : all;
}

const grouped = (n: number): string =>
  Math.abs(n) >= 10_000 ? n.toLocaleString('en').replaceAll(',', ' ') : String(n);

function numberText(node: Node): string {
  const noun = node.type === 'integer' ? l10n.t('an integer') : l10n.t('a number');
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = node;
  if (minimum !== undefined && maximum !== undefined && Math.abs(maximum) < Number.MAX_SAFE_INTEGER)
    return l10n.t('{0} between {1} and {2}', noun, grouped(minimum), grouped(maximum));
  if (minimum !== undefined && exclusiveMaximum !== undefined)
    return l10n.t('{0} of at least {1} and less than {2}', noun, grouped(minimum), grouped(exclusiveMaximum));
  if (minimum !== undefined && Math.abs(minimum) < Number.MAX_SAFE_INTEGER)
    return l10n.t('{0} of at least {1}', noun, grouped(minimum));
  if (exclusiveMinimum === undefined) return noun;
  if (maximum === undefined) return l10n.t('{0} greater than {1}', noun, grouped(exclusiveMinimum));
  return l10n.t('{0} greater than {1} and at most {2}', noun, grouped(exclusiveMinimum), grouped(maximum));
}

const oneOf = (values: string[]): string => (values.length === 1 ? values[0] : l10n.t('one of {0}', listText(values)));

function listOf({ minItems, maxItems }: Node): string {
  if (maxItems === undefined) return minItems ? l10n.t('a non-empty list') : l10n.t('a list');
  return minItems
    ? l10n.t('a list of {0} to {1} entries', grouped(minItems), grouped(maxItems))
    : l10n.t('a list of at most {0} entries', grouped(maxItems));
}

function nodeText(node: Node): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) return oneOf(node.enum.map((value) => JSON.stringify(value)));
  switch (node.type) {
    case 'integer':
    case 'number':
      return numberText(node);
    case 'boolean':
      return l10n.t('true or false');
    case 'string':
      return node.maxLength === undefined
        ? l10n.t('a non-empty text')
        : l10n.t('a text of 1 to {0} characters', node.maxLength);
    case 'array':
      return listOf(node);
    default:
      return l10n.t('an object');
  }
}

/** The parts of the schema that may describe the value at `path` of `document`. */
function partsAt(document: unknown, path: readonly PropertyKey[]): Node[] {
  forms ??= experimentForms();
  root = formOf(document, forms);
  let nodes: Node[] = [root];
  let value = document;
  for (const key of path) {
    nodes = nodes
      .flatMap((node) => candidates(node, value))
      .flatMap((node) => {
        const next =
          typeof key === 'number'
            ? node.items
            : (node.properties?.[String(key)] ??
              (typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined));
        return next ? [next] : [];
      });
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }
  return nodes.flatMap((node) => candidates(node, value));
}

/** What the schema wants at `path` of `document`, in words: `a whole number of 1 to 65 536`. */
export function expectationAt(document: unknown, path: readonly PropertyKey[]): string {
  const leaves = partsAt(document, path);
  const kinds = leaves.map((leaf) => leaf.properties?.kind?.const).filter((kind) => kind !== undefined);
  if (kinds.length > 1) return l10n.t('an object with a "kind" of {0}', listText([...new Set(kinds.map(String))]));
  if (leaves.length > 0 && leaves.every((leaf) => leaf.const !== undefined))
    return oneOf([...new Set(leaves.map((leaf) => JSON.stringify(leaf.const)))]);
  return [...new Set(leaves.map(nodeText))].join(l10n.t(', or ')) || l10n.t('a different value');
}

/** The keys that the object at `path` may have. */
export function keysAt(document: unknown, path: readonly PropertyKey[]): string[] {
  return [...new Set(partsAt(document, path).flatMap((node) => Object.keys(node.properties ?? {})))];
}

/** The words that the value at `path` may be. */
export function valuesAt(document: unknown, path: readonly PropertyKey[]): string[] {
  const words = partsAt(document, path).flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]));
  return [...new Set(words.filter((word) => typeof word === 'string'))];
}

/** Whether the format has anything at `path` of `document`, which need not be there yet. */
export function isPlace(document: unknown, path: readonly PropertyKey[]): boolean {
  return partsAt(document, path).length > 0;
}

/** Whether the numbers that may be at `path` of `document` are whole ones. */
export function isWholeAt(document: unknown, path: readonly PropertyKey[]): boolean {
  const numeric = partsAt(document, path).filter(({ type }) => type === 'integer' || type === 'number');
  return numeric.length > 0 && numeric.every(({ type }) => type === 'integer');
}
