import type { SyntaxNode } from '@lezer/common';
import * as l10n from '@vscode/l10n';
import { writtenHere, type ModelCode } from '../../experiment/code/modelCode';
import { missingImports } from './imports';
import { childrenOf, PythonSource, type SourceEdit } from './syntax';

/** A name for the function, when there is none of it yet; numbered when it is taken. */
const functionName = 'init_weights';
/** What a model is called that a function returns without a name. */
const returnedName = 'model';

/** The text of a node without the line breaks that end it. */
const endOf = (source: PythonSource, { from, to }: SyntaxNode): number =>
  from + source.textOf({ from, to }).trimEnd().length;

/** The definition with its decorators. */
const whole = (node: SyntaxNode): SyntaxNode => (node.parent?.name === 'DecoratedStatement' ? node.parent : node);

/** Finds where a model is defined, and where the function and its calls go. */
class Place {
  private readonly tops: SyntaxNode[];
  /** Functions that were written here before, by name. */
  private readonly ours: Map<string, SyntaxNode>;

  constructor(
    private readonly source: PythonSource,
    private readonly model: string,
  ) {
    this.tops = source.statements();
    this.ours = new Map(
      this.tops
        .filter((node) => node.name === 'FunctionDefinition' && source.textOf(node).includes(writtenHere))
        .map((node) => [source.nameOf(node), node]),
    );
  }

  edits(write: (name: string) => ModelCode): SourceEdit[] {
    const node = this.definition();
    const [before] = this.callsIn(node);
    const code = write(before ?? this.freeName());
    const { text, imports } = code;
    if (before !== undefined) {
      const { from } = whole(this.ours.get(before)!);
      const to = endOf(this.source, this.ours.get(before)!);
      return [...missingImports(this.source, imports), { from, to, insert: text }];
    }
    const above = this.above(whole(node).from);
    const name = /def (\w+)\(/.exec(text)![1];
    return [
      ...missingImports(this.source, imports),
      { from: above, to: above, insert: `${text}\n\n\n` },
      ...this.calls(node, name),
    ];
  }

  private definition(): SyntaxNode {
    const found = this.tops.findLast(
      (node) =>
        this.model ===
        (node.name === 'ClassDefinition' || node.name === 'FunctionDefinition'
          ? this.source.nameOf(node)
          : node.name === 'AssignStatement' && node.firstChild && this.source.textOf(node.firstChild)),
    );
    if (!found) throw new RangeError(l10n.t('{0} is not defined at the top level of this file.', this.model));
    return found;
  }

  private freeName(): string {
    const taken = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(this.source.text);
    for (let number = 1; ; number++) {
      const name = number === 1 ? functionName : `${functionName}_${number}`;
      if (!taken(name)) return name;
    }
  }

  /** The functions of ours that the model calls already. */
  private callsIn(node: SyntaxNode): string[] {
    const places =
      node.name === 'AssignStatement' ? this.tops.filter(({ name }) => name === 'ExpressionStatement') : [node];
    const wanted = node.name === 'AssignStatement' ? `(${this.model})` : undefined;
    const found: string[] = [];
    for (const place of places)
      place.cursor().iterate(({ name, node: call }) => {
        if (name !== 'CallExpression' || !call.firstChild) return;
        const callee = this.source.textOf(call.firstChild);
        const given = this.source.textOf(call.getChild('ArgList') ?? call);
        if (this.ours.has(callee) && (wanted === undefined || wanted === given)) found.push(callee);
      });
    return found;
  }

  /** The start of a definition's line, comments right above it counted in. */
  private above(at: number): number {
    const { text } = this.source;
    let start = text.lastIndexOf('\n', at - 1) + 1;
    for (;;) {
      const before = text.lastIndexOf('\n', start - 2) + 1;
      if (start === 0 || !text.slice(before, start).startsWith('#')) return start;
      start = before;
    }
  }

  private calls(node: SyntaxNode, name: string): SourceEdit[] {
    switch (node.name) {
      case 'ClassDefinition':
        return [this.inConstructor(node, `${name}(self)`)];
      case 'FunctionDefinition':
        return this.beforeReturns(node, name);
      default:
        return [this.after(node, `${name}(${this.model})`)];
    }
  }

  private inConstructor(node: SyntaxNode, call: string): SourceEdit {
    const body = node.getChild('Body')!;
    const statements = this.source.statements(body);
    const constructor = statements.findLast(
      (one) => one.name === 'FunctionDefinition' && this.source.nameOf(one) === '__init__',
    );
    if (constructor) {
      const own = this.statementsOf(constructor.getChild('Body')!);
      const last = own.at(-1)!;
      return last.name === 'ReturnStatement' ? this.before(last, call) : this.after(last, call);
    }
    const [first] = this.statementsOf(body);
    const indent = this.indentOf(first);
    const lines = ['def __init__(self, *args, **kwargs):', '    super().__init__(*args, **kwargs)', `    ${call}`];
    const text = `\n\n${lines.map((line) => indent + line).join('\n')}`;
    // A docstring stays the first statement.
    if (/^\s*[rRuU]?["']/.test(this.source.textOf(first))) return this.atLineEnd(first, text);
    const from = whole(first).from;
    return { from, to: from, insert: `${text.trimStart()}\n\n${indent}` };
  }

  /** All statements of a body, of the decorated ones the whole. */
  private statementsOf(body: SyntaxNode): SyntaxNode[] {
    return childrenOf(body).filter(({ name }) => name !== ':' && name !== 'Comment');
  }

  private beforeReturns(definition: SyntaxNode, name: string): SourceEdit[] {
    const edits: SourceEdit[] = [];
    definition.cursor().iterate(({ name: kind, from, node }) => {
      if ((kind === 'FunctionDefinition' || kind === 'LambdaExpression') && from !== definition.from) return false;
      const value = node.lastChild;
      if (kind !== 'ReturnStatement' || !value || value.name === 'return') return undefined;
      if (value.name === 'VariableName') edits.push(this.before(node, `${name}(${this.source.textOf(value)})`));
      else {
        const indent = this.indentOf(node);
        const rest = `\n${indent}${name}(${returnedName})\n${indent}return ${returnedName}`;
        edits.push({ from, to: value.from, insert: `${returnedName} = ` }, this.atLineEnd(value, rest));
      }
      return undefined;
    });
    if (edits.length === 0) throw new RangeError(l10n.t('{0} returns no model.', this.model));
    return edits;
  }

  private indentOf({ from }: SyntaxNode): string {
    const start = this.source.text.lastIndexOf('\n', from - 1) + 1;
    return /^\s*/.exec(this.source.text.slice(start, from))![0];
  }

  private before(node: SyntaxNode, line: string): SourceEdit {
    const { from } = node;
    return { from, to: from, insert: this.isAlone(node) ? `${line}\n${this.indentOf(node)}` : `${line}; ` };
  }

  private after(node: SyntaxNode, line: string): SourceEdit {
    const end = endOf(this.source, node);
    if (!this.isAlone(node)) return { from: end, to: end, insert: `; ${line}` };
    return this.atLineEnd(node, `\n${this.indentOf(node)}${line}`);
  }

  /** Whether a statement begins its line. */
  private isAlone({ from }: SyntaxNode): boolean {
    return this.source.text.slice(this.source.text.lastIndexOf('\n', from - 1) + 1, from).trim() === '';
  }

  private atLineEnd(node: SyntaxNode, insert: string): SourceEdit {
    const end = endOf(this.source, node);
    const at = /\r?\n|$/.exec(this.source.text.slice(end))!.index + end;
    return { from: at, to: at, insert };
  }
}

/**
 * The changes that give a model of a Python file a function which draws its weights: the imports that are missing, the
 * function above the model, and its call at the end of the constructor, before a function returns, or after an
 * assignment. One that was put there before is replaced. `write` writes the function under the name it is given. Throws
 * a RangeError with a message for the user where the model is not in the file.
 */
export function applyToModel(text: string, model: string, write: (name: string) => ModelCode): SourceEdit[] {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return new Place(new PythonSource(text), model)
    .edits(write)
    .map((edit) => ({ ...edit, insert: edit.insert.replaceAll('\n', eol) }));
}
