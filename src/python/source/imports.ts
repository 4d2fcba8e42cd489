import type { PythonSource, SourceEdit } from './syntax';

/** The names that a statement makes: `import torch.nn` makes `torch` known. */
function madeBy(statement: string): string[] {
  const [, module, list] = /^(?:from\s+(\S+)\s+)?import\s+([\s\S]*)$/.exec(statement.trim()) ?? [];
  return (list ?? '')
    .replaceAll(/[()\\]|#.*$/gm, ' ')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => /^[\w.]+$/.test(item))
    .map((item) => (module === undefined ? item.split('.')[0] : `${module}:${item}`));
}

/** Puts the statements that a file lacks above its first import, or below its docstring. */
export function missingImports(source: PythonSource, statements: readonly string[]): SourceEdit[] {
  const tops = source.statements();
  const own = tops.filter(({ name }) => name === 'ImportStatement');
  const known = new Set(own.flatMap((node) => madeBy(source.textOf(node))));
  const missing = statements.filter((statement) => !madeBy(statement).every((name) => known.has(name)));
  if (missing.length === 0) return [];
  const isFuture = (text: string): boolean => /^from\s+__future__\s/.test(text);
  const isString = (text: string): boolean => /^[rRuU]?["']/.test(text);
  const first =
    own.find((node) => !isFuture(source.textOf(node))) ??
    tops.find((node) => !isFuture(source.textOf(node)) && !isString(source.textOf(node)));
  const from = first ? source.text.lastIndexOf('\n', first.from - 1) + 1 : source.text.length;
  return [{ from, to: from, insert: `${missing.join('\n')}\n${first?.name === 'ImportStatement' ? '' : '\n\n'}` }];
}
