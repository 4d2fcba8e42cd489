import ts from 'typescript';

/** Names, formulas and units, which are the same in every language. */
const sameEverywhere = /^(W|b|x|y|p|n|σ|μ|std|CSV|JSON|PNG|SVG|HTML|Init Lab|SHA-256|ms|s)$/;
/** Attributes that people read or hear. */
const spoken = /(?:^|\s)(title|aria-label|aria-roledescription|aria-valuetext|placeholder|label|alt)="([^"]*)"/g;

const isWords = (text: string): boolean =>
  /[A-Za-z]{2}/.test(text.replace('Init Lab: ', '')) && !sameEverywhere.test(text.trim());

/** The markup of a template with a mark where values go in. */
function markupOf(template: ts.TemplateLiteral): string {
  return ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : [template.head.text, ...template.templateSpans.map((span) => span.literal.text)].join('\u0001');
}

/** Words that a piece of markup shows or speaks by itself. */
export function wordsOfMarkup(markup: string): string[] {
  const attributes = [...markup.matchAll(spoken)].map(([, , text]) => text);
  const texts = markup.replaceAll(/<[^>]*>/g, '\u0001').split('\u0001');
  // A template may begin or end within a tag: what stands there is no text.
  const [first, last] = [markup.indexOf('>'), markup.lastIndexOf('<')];
  const inTag =
    (first >= 0 && (markup.indexOf('<') < 0 || first < markup.indexOf('<'))) || last > markup.lastIndexOf('>');
  return [...attributes, ...(inTag ? [] : texts)].filter(isWords).map((text) => text.trim());
}

/** Functions of VS Code whose texts people read. */
const shows = /^window\.show(Information|Warning|Error)Message$/;

/** English that a source shows without passing it through `l10n.t`, with the line it stands in. */
export function rawTextsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const add = (node: ts.Node, words: readonly string[]) =>
    found.push(
      ...words.map((word) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1} ${word}`),
    );
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /^(html|svg)$/.test(node.tag.getText(source)))
      add(node, wordsOfMarkup(markupOf(node.template)));
    if (ts.isCallExpression(node) && shows.test(node.expression.getText(source))) {
      for (const argument of node.arguments)
        if (ts.isStringLiteralLike(argument) || ts.isTemplateExpression(argument))
          add(argument, [ts.isStringLiteralLike(argument) ? argument.text : markupOf(argument)].filter(isWords));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
