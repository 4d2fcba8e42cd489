import type { Root } from 'mdast';
import { directiveFromMarkdown } from 'mdast-util-directive';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { directive } from 'micromark-extension-directive';
import { frontmatter } from 'micromark-extension-frontmatter';
import { isMap, LineCounter, parseDocument } from 'yaml';

/*
 * The libraries that read a lesson. They are in a file of their own, dist/lessonSyntax.js, which the extension and the
 * command line share.
 */

/** The syntax tree of Markdown with directives and a head in YAML, as mdast has it. */
export function markdownTree(text: string): Root {
  return fromMarkdown(text, {
    extensions: [frontmatter(['yaml']), directive()],
    mdastExtensions: [frontmatterFromMarkdown(['yaml']), directiveFromMarkdown()],
  });
}

/** A head in YAML as it was read. */
export interface YamlHead {
  /** The value; undefined where there are errors. */
  value?: unknown;
  /** Messages with their lines, from 1. */
  errors: { line: number; message: string }[];
  /** The line of a key of the outermost map, from 1; undefined where there is none. */
  lineOf(key: string): number | undefined;
}

/** Reads YAML; aliases are refused, since they can make a small text very large. */
export function yamlHead(text: string): YamlHead {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const errors = document.errors.map(({ pos, message }) => ({
    line: counter.linePos(pos[0]).line,
    message: message.split('\n')[0],
  }));
  const { contents } = document;
  const lineOf = (key: string): number | undefined => {
    const pair = isMap(contents) ? contents.items.find((item) => String(item.key) === key) : undefined;
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
    return range ? counter.linePos(range[0]).line : undefined;
  };
  if (errors.length > 0) return { errors, lineOf };
  try {
    return { value: document.toJS({ maxAliasCount: 0 }), errors, lineOf };
  } catch (error) {
    return { errors: [{ line: 1, message: error instanceof Error ? error.message : String(error) }], lineOf };
  }
}
