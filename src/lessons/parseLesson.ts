import * as l10n from '@vscode/l10n';
import type { BlockContent, DefinitionContent, PhrasingContent, RootContent } from 'mdast';
import type { ContainerDirective, Directives, LeafDirective } from 'mdast-util-directive';
import { attributesOf, conditionOf, directiveName } from './attributes';
import { parseHead } from './head';
import type { Block, Inline, Lesson, LessonIssue, Option, Page } from './lesson';
import { tooMuch } from './limits';
import { Issues, quoted } from './places';
import { markdownTree } from './syntax';

const deepest = 20;

type Node = RootContent | BlockContent | DefinitionContent;

/** Reads one lesson; what it finds wrong goes to `issues`. */
class Reader {
  readonly issues = new Issues();
  readonly ids = new Set<string>();

  inline(nodes: readonly PhrasingContent[], depth = 0): Inline[] {
    return nodes.flatMap((node): Inline[] => {
      if (depth > deepest) return [];
      switch (node.type) {
        case 'text':
          return [{ kind: 'text', text: node.value.replaceAll('\n', ' ') }];
        case 'inlineCode':
          return [{ kind: 'code', text: node.value }];
        case 'strong':
        case 'emphasis':
          return [{ kind: node.type, children: this.inline(node.children, depth + 1) }];
        case 'break':
          return [{ kind: 'text', text: ' ' }];
        case 'link':
          if (/^https:\/\//.test(node.url))
            return [{ kind: 'link', url: node.url, children: this.inline(node.children, depth + 1) }];
          this.issues.at(
            node,
            l10n.t('link: expected an address that begins with https://, got {0}.', quoted(node.url)),
          );
          return [];
        case 'textDirective':
          return this.figure(node);
        default:
          this.issues.at(node, l10n.t('Expected emphasis, code, links or :figure within text, got {0}.', node.type));
          return [];
      }
    });
  }

  /** A colon in text that begins no directive is a colon. */
  private figure(node: Directives): Inline[] {
    if (node.name === 'figure') {
      const found = attributesOf(node, 'figure', this.issues);
      return found
        ? [
            {
              kind: 'figure',
              of: found.of,
              figure: found.figure,
              ...(found.step === undefined ? {} : { step: Number(found.step) }),
            },
          ]
        : [];
    }
    if (node.children.length === 0 && Object.keys(node.attributes ?? {}).length === 0)
      return [{ kind: 'text', text: `:${node.name}` }];
    if (directiveName(node, this.issues))
      this.issues.at(node, l10n.t('{0} must be on its own line.', `::${node.name}`));
    return [];
  }

  blocks(nodes: readonly Node[], depth = 0): Block[] {
    if (depth > deepest) {
      this.issues.at(nodes[0] ?? {}, l10n.t('Lists and quotes are nested more than {0} levels deep.', deepest));
      return [];
    }
    return nodes.flatMap((node): Block[] => {
      switch (node.type) {
        case 'paragraph':
          return [{ kind: 'paragraph', children: this.inline(node.children) }];
        case 'list':
          return [
            {
              kind: 'list',
              ordered: node.ordered === true,
              items: node.children.map((item) => this.blocks(item.children, depth + 1)),
            },
          ];
        case 'blockquote':
          return [{ kind: 'quote', children: this.blocks(node.children, depth + 1) }];
        case 'code':
          return [{ kind: 'code', text: node.value }];
        case 'leafDirective':
          return this.leaf(node);
        case 'containerDirective':
          return this.container(node);
        default:
          this.issues.at(
            node,
            node.type === 'heading'
              ? l10n.t("A page begins with ## and can't contain other headings.")
              : l10n.t('Expected paragraphs, lists, quotes, code or directives, got {0}.', node.type),
          );
          return [];
      }
    });
  }

  /** The words in brackets. */
  private label(node: LeafDirective): string {
    const text = plain(this.inline(node.children));
    if (text.trim() === '') this.issues.at(node, l10n.t('{0} requires text in brackets.', `::${node.name}[…]`));
    return text;
  }

  private leaf(node: LeafDirective): Block[] {
    const name = directiveName(node, this.issues);
    switch (name) {
      case undefined:
        return [];
      case 'run':
        return attributesOf(node, name, this.issues) ? [{ kind: 'run', label: this.label(node) }] : [];
      case 'seen': {
        const found = attributesOf(node, name, this.issues);
        if (found && !this.ids.has(found.of))
          this.issues.at(node, l10n.t('seen.of: expected a preceding choice or curve, got {0}.', quoted(found.of)));
        return found ? [{ kind: 'seen', of: found.of }] : [];
      }
      case 'show': {
        const found = attributesOf(node, name, this.issues);
        return found
          ? [
              {
                kind: 'show',
                label: this.label(node),
                look: {
                  ...found,
                  step: found.step === undefined || found.step === 'last' ? found.step : Number(found.step),
                },
              },
            ]
          : [];
      }
      case 'why': {
        const found = attributesOf(node, name, this.issues);
        return found ? [{ kind: 'why', label: this.label(node), of: found.of }] : [];
      }
      case 'try': {
        const found = attributesOf(node, name, this.issues);
        return found
          ? [
              {
                kind: 'try',
                label: this.label(node),
                change: { path: pointerPath(found.path), value: jsonOr(found.value) },
              },
            ]
          : [];
      }
      default:
        this.issues.at(
          node,
          name === 'option'
            ? l10n.t('::option must be inside :::choice.')
            : name === 'figure'
              ? l10n.t(':figure must be within text.')
              : l10n.t('{0} must be closed: write {1} … :::.', name, `:::${name}`),
        );
        return [];
    }
  }

  private container(node: ContainerDirective): Block[] {
    const name = directiveName(node, this.issues);
    if (name === undefined) return [];
    if (name !== 'choice' && name !== 'curve') {
      this.issues.at(node, l10n.t("{0} can't have content: write {1}.", name, `::${name}[…]`));
      return [];
    }
    const found = attributesOf(node, name, this.issues);
    const options: Option[] = [];
    const prompt = this.blocks(
      node.children.filter((child) => {
        if (name !== 'choice' || child.type !== 'leafDirective' || child.name !== 'option') return true;
        const attributes = attributesOf(child, 'option', this.issues);
        const when = attributes && conditionOf(child, attributes, this.issues);
        this.label(child);
        if (when) options.push({ text: this.inline(child.children), when });
        return false;
      }) as Node[],
    );
    const inner = prompt.find(({ kind }) => !['paragraph', 'list', 'quote', 'code', 'show'].includes(kind));
    if (inner) this.issues.at(node, l10n.t('{0}: expected text and options, got {1}.', name, inner.kind));
    if (!found) return [];
    if (this.ids.has(found.id))
      this.issues.at(node, l10n.t('{0}: {1} already exists.', `${name}.id`, quoted(found.id)));
    this.ids.add(found.id);
    if (name === 'curve') return [{ kind: 'curve', id: found.id, of: (found as { of: string }).of, prompt }];
    const asked = node.children.filter((child) => child.type === 'leafDirective' && child.name === 'option').length;
    if (asked < 2 || asked > 8) this.issues.at(node, l10n.t('choice: expected 2 to 8 options, got {0}.', asked));
    const same = options.findIndex((option, index) =>
      options.slice(0, index).some((before) => plain(before.text) === plain(option.text)),
    );
    if (same >= 0) this.issues.at(node, l10n.t('choice: {0} appears twice.', quoted(plain(options[same].text))));
    return [{ kind: 'choice', id: found.id, prompt, options }];
  }
}

/** Text within a line without its marks. */
function plain(nodes: readonly Inline[]): string {
  return nodes.map((node) => ('text' in node ? node.text : 'children' in node ? plain(node.children) : '')).join('');
}

const pointerPath = (pointer: string): (string | number)[] =>
  pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : part));

/** JSON, or the text as it stands. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A lesson's text as a lesson, and every mistake with line and column. There is no lesson where a mistake leaves none.
 */
export function parseLesson(text: string): { lesson?: Lesson; issues: LessonIssue[] } {
  const over = tooMuch(text);
  if (over) return { issues: [over] };
  const tree = markdownTree(text.replace(/^\uFEFF/, ''));
  const reader = new Reader();
  const [first, ...rest] = tree.children;
  const head = parseHead(first?.type === 'yaml' ? first : undefined, reader.issues);
  const nodes = first?.type === 'yaml' ? rest : tree.children;
  const pages: Page[] = [];
  let open: Node[] | undefined;
  const parts: { title: string; nodes: Node[] }[] = [];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth <= 2) {
      if (node.depth === 1)
        reader.issues.at(node, l10n.t('A page begins with ##; the title of the lesson is in its head.'));
      const title = plain(reader.inline(node.children));
      if (title.trim() === '') reader.issues.at(node, l10n.t('The heading of a page is empty.'));
      parts.push({ title, nodes: (open = []) });
    } else if (open) open.push(node);
    else reader.issues.at(node, l10n.t('Text before the first page. Begin the page with a ## heading.'));
  }
  for (const part of parts) pages.push({ title: part.title, blocks: reader.blocks(part.nodes) });
  if (pages.length === 0) reader.issues.atLine(1, l10n.t('The lesson has no page. Begin a page with a ## heading.'));
  const issues = reader.issues.found.sort((a, b) => a.line - b.line || a.column - b.column);
  return issues.length === 0 && head ? { lesson: { ...head, pages }, issues } : { issues };
}
