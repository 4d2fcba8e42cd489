import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/engine/initializers/catalogue/catalogue';
import { experimentJsonSchema } from '../../../src/experiment/format/jsonSchema';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets } from '../../../src/experiment/presets/presets';
import { editorJsonSchema } from '../../../src/experiment/editorSchema/schemaHelp';
import {
  datasetSnippets,
  initializerSnippets,
  optimizerSnippets,
  sweepSnippets,
  trainingSnippets,
  type SchemaSnippet,
} from '../../../src/experiment/editorSchema/schemaSnippets';

interface Node {
  [key: string]: unknown;
  enum?: unknown[];
  markdownEnumDescriptions?: string[];
}

function nodesOf(value: unknown, found: Node[] = []): Node[] {
  if (typeof value !== 'object' || value === null) return found;
  if (!Array.isArray(value)) found.push(value as Node);
  for (const [key, inner] of Object.entries(value)) if (key !== 'defaultSnippets') nodesOf(inner, found);
  return found;
}

/** What VS Code inserts for the body of a snippet when every tab stop keeps what it holds. */
function inserted({ body }: SchemaSnippet): unknown {
  const text = JSON.stringify(
    body,
    (_, value: unknown) =>
      typeof value === 'string' && value.startsWith('^') ? `\u0000${value.slice(1)}\u0000` : value,
    2,
  );
  return JSON.parse(text.replaceAll(/"\\u0000(.*?)\\u0000"/g, '$1').replaceAll(/\$\{\d+:([^}]*)\}/g, '$1'));
}

const experiment = () => structuredClone(presets[0].experiment) as unknown as Record<string, unknown>;

describe('the schema of the JSON editor', () => {
  it('says something of every word that can be chosen', () => {
    const choices = nodesOf(editorJsonSchema()).filter((node) => Array.isArray(node.enum));
    expect(choices.length).toBeGreaterThan(8);
    for (const { enum: words, markdownEnumDescriptions: texts } of choices) {
      expect(texts, String(words)).toHaveLength(words!.length);
      expect(texts!.every((text) => text.length > 5)).toBe(true);
    }
  });

  it('says of every kind of initializer, dataset and optimizer what it is', () => {
    const lists = nodesOf(editorJsonSchema()).filter((node) =>
      (node.enum ?? []).some((word) => ['heNormal', 'circles', 'adam'].includes(String(word))),
    );
    // Dataset, optimizer and initializers, in each form of the file; single laws of networks, and of models.
    expect(lists).toHaveLength(8);
    for (const { enum: kinds, markdownEnumDescriptions: texts } of lists)
      kinds!.forEach((kind, index) => expect(texts![index], String(kind)).toMatch(/.{10}/));
    const [he] = lists.filter(({ enum: kinds }) => kinds!.includes('heNormal'));
    expect(he.markdownEnumDescriptions![he.enum!.indexOf('heNormal')]).toContain(catalogue.heNormal.paper);
  });

  it('allows and refuses what the plain schema does', () => {
    const bare = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (key, inner: unknown) =>
          /^markdown|^defaultSnippets$|^default$/.test(key) ? undefined : inner,
        ),
      );
    /** Unions by kind as the plain schema writes them. */
    const plain = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(plain);
      if (typeof value !== 'object' || value === null) return value;
      const node = value as Node & {
        allOf?: { if: { properties: { kind: { const: string } } }; then: Node & { properties: object } }[];
      };
      if (node.allOf?.[0]?.if === undefined)
        return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, plain(inner)]));
      const { allOf, properties } = node;
      const rest = Object.fromEntries(
        Object.entries(node).filter(([key]) => !['allOf', 'type', 'required', 'properties'].includes(key)),
      );
      expect((properties as { kind: Node }).kind.enum).toEqual(allOf.map((one) => one.if.properties.kind.const));
      return {
        ...rest,
        oneOf: allOf.map((one) => ({
          ...(plain(one.then) as Node),
          properties: {
            ...(plain(one.then.properties) as object),
            kind: { type: 'string', const: one.if.properties.kind.const },
          },
        })),
      };
    };
    expect(plain(bare(editorJsonSchema()))).toEqual(bare(experimentJsonSchema()));
  });
});

describe('snippets', () => {
  const cases: [string, SchemaSnippet, (value: unknown) => Record<string, unknown>][] = [
    ...datasetSnippets().map((snippet): [string, SchemaSnippet, (value: unknown) => Record<string, unknown>] => [
      `dataset ${snippet.label}`,
      snippet,
      (dataset) => {
        const classes = (dataset as { kind: string }).kind;
        return {
          ...experiment(),
          dataset,
          loss: ['circles', 'moons', 'xor', 'spiral'].includes(classes)
            ? 'binaryCrossEntropy'
            : 'categoricalCrossEntropy',
        };
      },
    ]),
    ...initializerSnippets().map((snippet): [string, SchemaSnippet, (value: unknown) => Record<string, unknown>] => [
      `initializer ${snippet.label}`,
      snippet,
      (initializer) => ({ ...experiment(), initializers: [initializer] }),
    ]),
    ...optimizerSnippets().map((snippet): [string, SchemaSnippet, (value: unknown) => Record<string, unknown>] => [
      `optimizer ${snippet.label}`,
      snippet,
      (optimizer) => ({ ...experiment(), optimizer }),
    ]),
    ...sweepSnippets.map((snippet): [string, SchemaSnippet, (value: unknown) => Record<string, unknown>] => [
      `sweep ${snippet.label}`,
      snippet,
      (axis) => ({ ...experiment(), initializers: [{ kind: 'heNormal', u: 2 }], sweep: [axis] }),
    ]),
    ...trainingSnippets.map((snippet): [string, SchemaSnippet, (value: unknown) => Record<string, unknown>] => [
      `training ${snippet.label}`,
      snippet,
      (training) => ({ ...experiment(), training }),
    ]),
  ];

  it.each(cases)('%s gives what an experiment takes', (_, snippet, fill) => {
    expect(parseExperiment(JSON.stringify(fill(inserted(snippet)))).issues).toEqual([]);
  });
});
