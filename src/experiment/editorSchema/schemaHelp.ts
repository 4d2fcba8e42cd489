import type { LayerKindName } from '../../engine/spec/networkSpec';
import { catalogue, defaultOf } from '../../engine/initializers/catalogue/catalogue';
import type { InitializerKind } from '../../engine/spec/initializerSpec';
import { datasetDefaults, optimizerDefaults, type DatasetKind, type OptimizerKind } from '../format/defaults';
import { experimentJsonSchema } from '../format/jsonSchema';
import {
  datasetSnippets,
  experimentSnippets,
  initializerSnippets,
  layerSnippets,
  optimizerSnippets,
  sweepSnippets,
  trainingSnippets,
  type SchemaSnippet,
} from './schemaSnippets';
import { choiceTexts, datasetTexts, initializerText, optimizerTexts, layerTexts } from './schemaTexts';

/**
 * The keys of a JSON Schema that are read or written here; those with `markdown` and the snippets are VS Code's own.
 */
interface Node {
  properties?: Record<string, Node>;
  definitions?: Record<string, Node>;
  items?: Node;
  additionalProperties?: Node | boolean;
  oneOf?: Node[];
  anyOf?: Node[];
  enum?: unknown[];
  const?: unknown;
  type?: string;
  default?: unknown;
  description?: string;
  markdownDescription?: string;
  markdownEnumDescriptions?: string[];
  defaultSnippets?: readonly SchemaSnippet[];
  required?: string[];
  allOf?: Node[];
  if?: Node;
  then?: Node;
  else?: Node;
}

/** The descriptions of a list of words, when there are some for all of them. */
function textsOf(words: readonly unknown[]): string[] | undefined {
  const texts = choiceTexts.find((choices) => words.every((word) => typeof word === 'string' && word in choices));
  return texts && words.map((word) => texts[word as string]);
}

function kindText(kind: string): string | undefined {
  if (kind in catalogue) return initializerText(kind as InitializerKind);
  if (kind in datasetDefaults) return datasetTexts[kind as DatasetKind];
  if (kind in layerTexts) return layerTexts[kind as LayerKindName];
  return kind in optimizerDefaults ? optimizerTexts[kind as OptimizerKind] : undefined;
}

/** What a completion list and a hover say of one kind of thing, and the catalogue's defaults of its parameters. */
function helpKind(node: Node, kind: string): void {
  const text = kindText(kind);
  if (text === undefined) return;
  node.properties!.kind.markdownDescription = text;
  node.markdownDescription =
    node.description === undefined || node.description === text ? text : `${text}\n\n${node.description}`;
  if (!(kind in catalogue)) return;
  for (const { name } of catalogue[kind as InitializerKind].parameters) {
    const value = defaultOf(kind as InitializerKind, name);
    if (value !== undefined && node.properties?.[name]) node.properties[name].default = value;
  }
}

/** The parts of a node that describe values. */
const partsOf = (node: Node): Node[] => [
  ...Object.values(node.properties ?? {}),
  ...Object.values(node.definitions ?? {}),
  ...(typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []),
  ...(node.items ? [node.items] : []),
  ...(node.oneOf ?? []),
  ...(node.anyOf ?? []),
  ...(node.allOf ?? []),
  ...(node.then ? [node.then] : []),
  ...(node.else ? [node.else] : []),
];

function help(node: Node): void {
  if (node.enum) {
    const texts = textsOf(node.enum);
    if (texts) node.markdownEnumDescriptions = texts;
  }
  const kind = node.properties?.kind?.const;
  if (typeof kind === 'string') helpKind(node, kind);
  for (const inner of partsOf(node)) help(inner);
}

/**
 * A union by "kind" as VS Code's JSON support reads it best: first a list of the kinds, then what each of them takes.
 * Of a `oneOf` it takes the first branch to be meant when the kind is misspelt, and says so.
 */
function discriminate(node: Node): void {
  const branches = node.oneOf;
  const kinds = branches?.map((branch) => branch.properties?.kind?.const);
  if (branches && kinds?.every((kind) => typeof kind === 'string')) {
    delete node.oneOf;
    node.type = 'object';
    node.required = ['kind'];
    node.properties = {
      kind: {
        type: 'string',
        enum: kinds,
        markdownEnumDescriptions: branches.map((branch) => branch.properties!.kind.markdownDescription ?? ''),
      },
    };
    node.allOf = branches.map((branch, index) => ({
      if: { properties: { kind: { const: kinds[index] } }, required: ['kind'] },
      then: { ...branch, properties: { ...branch.properties, kind: {} } },
    }));
  }
  for (const inner of partsOf(node)) discriminate(inner);
}

/** The JSON Schema as VS Code's JSON editor is given it: with a word on every choice, defaults, and snippets. */
export function editorJsonSchema(): object {
  const schema = experimentJsonSchema() as Node;
  help(schema);
  discriminate(schema);
  const { dataset, network } = schema.else!.properties!;
  dataset.defaultSnippets = datasetSnippets();
  network.properties!.hidden.items!.defaultSnippets = layerSnippets();
  for (const form of [schema.then, schema.else]) {
    const { optimizer, training, initializers, sweep } = form!.properties!;
    optimizer.defaultSnippets = optimizerSnippets();
    training.defaultSnippets = trainingSnippets;
    if (sweep?.items) sweep.items.defaultSnippets = sweepSnippets;
    initializers.items!.defaultSnippets = initializerSnippets();
  }
  schema.definitions!.kernelInitializer.defaultSnippets = initializerSnippets();
  schema.defaultSnippets = experimentSnippets();
  return schema;
}
