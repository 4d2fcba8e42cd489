import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';

/** Milliseconds after which the rest of a file is left out: no code that people write takes a tenth of it. */
const budget = 500;

/** The tree of a text, as far as it was parsed in the time there is. */
function treeOf(text: string): SyntaxNode {
  const until = performance.now() + budget;
  const parse = parser.startParse(text);
  for (;;) {
    const tree = parse.advance();
    if (tree) return tree.topNode;
    if (parse.stoppedAt === null && performance.now() > until) parse.stopAt(parse.parsedPos);
  }
}

/** A Python file that was parsed, never run. */
export class PythonSource {
  readonly top: SyntaxNode;

  constructor(readonly text: string) {
    this.top = treeOf(text);
  }

  textOf({ from, to }: { from: number; to: number }): string {
    return this.text.slice(from, to);
  }

  /** The statements of a file or a body; a decorated definition counts as the definition. */
  statements(body: SyntaxNode = this.top): SyntaxNode[] {
    return childrenOf(body).flatMap((node) =>
      node.name === 'DecoratedStatement'
        ? childrenOf(node).filter(({ name }) => name === 'ClassDefinition' || name === 'FunctionDefinition')
        : [node],
    );
  }

  /** The name that a class or function is defined under. */
  nameOf(definition: SyntaxNode): string {
    const name = definition.getChild('VariableName');
    return name ? this.textOf(name) : '';
  }
}

/** The children of a node in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

/** A parameter of a function. */
export interface Parameter {
  name: string;
  /** It may be left out. */
  optional: boolean;
}

/** The parameters of a function; `*args` and `**kwargs` need no value. */
export function parametersOf(source: PythonSource, definition: SyntaxNode): Parameter[] {
  const list = definition.getChild('ParamList');
  const found: Parameter[] = [];
  let starred = false;
  for (const node of list ? childrenOf(list) : []) {
    if (node.name === '*' || node.name === '**') starred = true;
    else if (node.name === ',') starred = false;
    else if (node.name === 'AssignOp' && found.length > 0) found[found.length - 1].optional = true;
    else if (node.name === 'VariableName' && (found.length === 0 || node.prevSibling?.name !== 'AssignOp'))
      found.push({ name: source.textOf(node), optional: starred });
  }
  return found;
}

/** A change of a text: what stands from `from` to `to` becomes `insert`. */
export interface SourceEdit {
  from: number;
  to: number;
  insert: string;
}
