import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type PythonSource } from './syntax';

/** What names of a file stand for: `nn` for `torch.nn`, `Module` for `torch.nn.Module`. */
export class Names {
  private readonly known = new Map<string, string>();

  constructor(private readonly source: PythonSource) {
    for (const statement of source.statements()) if (statement.name === 'ImportStatement') this.read(statement);
  }

  /** The full dotted name of an expression such as `nn.Module`; empty for any other expression. */
  resolve(node: SyntaxNode | null): string {
    if (node?.name !== 'VariableName' && node?.name !== 'MemberExpression') return '';
    const [first, ...rest] = this.source.textOf(node).replaceAll(/\s/g, '').split('.');
    return [this.known.get(first) ?? first, ...rest].join('.');
  }

  /** The full name of what a call calls; empty for anything else. */
  resolveCall(node: SyntaxNode | null): string {
    return node?.name === 'CallExpression' ? this.resolve(node.firstChild) : '';
  }

  private read(statement: SyntaxNode): void {
    const nodes = childrenOf(statement);
    const at = nodes.findIndex(({ name }) => name === 'import');
    const text = (part: readonly SyntaxNode[]): string => part.map((node) => this.source.textOf(node)).join('');
    const module = nodes[0]?.name === 'from' ? text(nodes.slice(1, at)) : '';
    let item: SyntaxNode[] = [];
    const take = (): void => {
      const as = item.findIndex(({ name }) => name === 'as');
      const full = text(as < 0 ? item : item.slice(0, as)).replaceAll(/[()]/g, '');
      const alias = as < 0 ? undefined : text(item.slice(as + 1));
      item = [];
      if (full === '') return;
      if (module !== '') this.known.set(alias ?? full, `${module}.${full}`);
      else if (alias !== undefined) this.known.set(alias, full);
    };
    for (const node of nodes.slice(at + 1)) {
      if (node.name === ',') take();
      else item.push(node);
    }
    take();
  }
}
