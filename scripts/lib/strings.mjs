// The texts of the product: where they are, and what every language says for them.
import { globSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import ts from 'typescript';

export const languages = ['zh-cn', 'zh-tw'];

/** Texts of the code by language; English has no suffix. */
export const bundleFile = (language) => `l10n/bundle.l10n${language === undefined ? '' : `.${language}`}.json`;
/** Texts of package.json by language. */
export const manifestFile = (language) => `package.nls${language === undefined ? '' : `.${language}`}.json`;

/** The sources whose texts people see. */
export function sourceFiles() {
  return globSync(['src/**/*.ts', 'webview/**/*.ts'])
    .filter((file) => !/(^|[\\/])(dev|types|assembly)[\\/]/.test(file) && !file.endsWith('.d.ts'))
    .sort();
}

/** `{0}` and `{1}` of a text, each once, in order. */
export const placeholders = (text) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();

/** Every call of `l10n.t` in a source, with the key it passes, or what is wrong with it. */
export function callsIn(file, text = readFileSync(file, 'utf8')) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const calls = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText(source) === 'l10n.t') calls.push(readCall(node));
    ts.forEachChild(node, visit);
  };
  const readCall = ({ arguments: [key, ...args], pos }) => {
    const place = `${file}:${source.getLineAndCharacterOfPosition(pos).line + 1}`;
    if (!key || !ts.isStringLiteralLike(key)) return { place, problem: 'its first argument is not one literal text' };
    const wanted = placeholders(key.text).length;
    if (!args.some(ts.isSpreadElement) && args.length !== wanted)
      return { place, key: key.text, problem: `it has ${args.length} values for ${wanted} places` };
    return { place, key: key.text };
  };
  visit(source);
  return calls;
}

/** Every key of the sources, in the order of the alphabet. */
export function keysOfSources() {
  const keys = sourceFiles().flatMap((file) => callsIn(file).flatMap(({ key }) => key ?? []));
  return [...new Set(keys)].sort();
}

export const readJson = async (file) =>
  JSON.parse(await readFile(file, 'utf8').catch((error) => (error.code === 'ENOENT' ? '{}' : Promise.reject(error))));
export const writeJson = (file, value) => writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
