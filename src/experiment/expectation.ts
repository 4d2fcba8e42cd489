import { experimentJsonSchema } from './jsonSchema';

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
  maxLength?: number;
}

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
  const ofType = isObject ? all.filter((branch) => branch.type === 'object') : all.filter((branch) => branch.type !== 'object');
  return ofType.length > 0 ? ofType : all;
}

const grouped = (n: number): string => (Math.abs(n) >= 10_000 ? n.toLocaleString('en').replaceAll(',', ' ') : String(n));

function numberText(node: Node): string {
  const noun = node.type === 'integer' ? 'a whole number' : 'a number';
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = node;
  const least = exclusiveMinimum !== undefined ? `greater than ${grouped(exclusiveMinimum)}` : undefined;
  if (minimum !== undefined && maximum !== undefined && Math.abs(maximum) < Number.MAX_SAFE_INTEGER) return `${noun} of ${grouped(minimum)} to ${grouped(maximum)}`;
  if (minimum !== undefined && exclusiveMaximum !== undefined) return `${noun} of at least ${grouped(minimum)} and less than ${grouped(exclusiveMaximum)}`;
  if (minimum !== undefined && Math.abs(minimum) < Number.MAX_SAFE_INTEGER) return `${noun} of at least ${grouped(minimum)}`;
  if (least !== undefined) return maximum === undefined ? `${noun} ${least}` : `${noun} ${least} and at most ${grouped(maximum)}`;
  return noun;
}

const oneOf = (values: string[]): string => (values.length === 1 ? values[0] : `one of ${values.join(', ')}`);

function nodeText(node: Node): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) return oneOf(node.enum.map((value) => JSON.stringify(value)));
  switch (node.type) {
    case 'integer':
    case 'number':
      return numberText(node);
    case 'boolean':
      return 'true or false';
    case 'string':
      return node.maxLength === undefined ? 'a text that is not empty' : `a text of 1 to ${node.maxLength} characters`;
    case 'array':
      return node.minItems ? 'a list that is not empty' : 'a list';
    default:
      return 'an object';
  }
}

/** What the schema wants at `path` of `document`, in words: `a whole number of 1 to 65 536`. */
export function expectationAt(document: unknown, path: readonly PropertyKey[]): string {
  root ??= experimentJsonSchema() as Node;
  let nodes: Node[] = [root];
  let value = document;
  for (const key of path) {
    nodes = nodes.flatMap((node) => candidates(node, value)).flatMap((node) => {
      const next = typeof key === 'number' ? node.items : (node.properties?.[String(key)] ?? (typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined));
      return next ? [next] : [];
    });
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }
  const leaves = nodes.flatMap((node) => candidates(node, value));
  const kinds = leaves.map((leaf) => leaf.properties?.kind?.const).filter((kind) => kind !== undefined);
  if (kinds.length > 1) return `an object with a "kind" of ${[...new Set(kinds)].join(', ')}`;
  if (leaves.length > 0 && leaves.every((leaf) => leaf.const !== undefined)) return oneOf([...new Set(leaves.map((leaf) => JSON.stringify(leaf.const)))]);
  return [...new Set(leaves.map(nodeText))].join(', or ') || 'something else';
}

/** The keys that the object at `path` may have. */
export function keysAt(document: unknown, path: readonly PropertyKey[]): string[] {
  root ??= experimentJsonSchema() as Node;
  let nodes: Node[] = [root];
  let value = document;
  for (const key of path) {
    nodes = nodes.flatMap((node) => candidates(node, value)).flatMap((node) => (typeof key === 'number' ? node.items : node.properties?.[String(key)]) ?? []);
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }
  return [...new Set(nodes.flatMap((node) => candidates(node, value)).flatMap((node) => Object.keys(node.properties ?? {})))];
}
