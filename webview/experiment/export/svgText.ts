const svgNamespace = 'http://www.w3.org/2000/svg';
const identity = 'matrix(1 0 0 1 0 0)';
const numeric = ['x', 'y', 'width', 'height', 'd', 'transform', 'stroke-width', 'fill-opacity', 'stroke-opacity'];

/** Hundredths of a pixel are finer than any screen, and half of the file would be digits. */
function shorten(text: string): string {
  return text.trim().replace(/-?\d+\.\d+(e-?\d+)?|\d+e-\d+/g, (number) => String(Number(Number(number).toFixed(2))));
}

/** Drops what says nothing: identity transforms, empty groups and paths, and the order of a paint that is alone. */
function tidy(element: Element): void {
  for (const child of [...element.children]) tidy(child);
  if (element.getAttribute('transform') === identity) element.removeAttribute('transform');
  // The order counts where a fill came after the stroke of the same path.
  if (
    !element.getAttribute('paint-order')?.startsWith('stroke') ||
    (element.getAttribute('stroke') ?? 'none') === 'none'
  )
    element.removeAttribute('paint-order');
  for (const name of ['fill-opacity', 'stroke-opacity'])
    if (element.getAttribute(name) === '1') element.removeAttribute(name);
  for (const name of numeric) {
    const value = element.getAttribute(name);
    if (value !== null) element.setAttribute(name, shorten(value));
  }
  const empty =
    (element.localName === 'g' && element.childElementCount === 0) ||
    (element.localName === 'path' && !element.getAttribute('d'));
  const unpainted =
    element.localName === 'path' &&
    element.parentElement?.localName !== 'clipPath' &&
    ['fill', 'stroke'].every((name) => element.getAttribute(name) === 'none');
  if (empty || unpainted) element.remove();
}

/**
 * Gives what is referred to names that are this picture's own and the same every time: several pictures may share one
 * page.
 */
function renameIds(root: Element, prefix: string): void {
  const names = new Map(
    [...root.querySelectorAll('[id]')].map((element, index) => [element.id, `${prefix}-${index + 1}`]),
  );
  for (const element of root.querySelectorAll('[id]')) element.id = names.get(element.id)!;
  for (const element of root.querySelectorAll('[clip-path]')) {
    element.setAttribute(
      'clip-path',
      element
        .getAttribute('clip-path')!
        .replace(/url\(#(.+?)\)/, (whole, id: string) => (names.has(id) ? `url(#${names.get(id)})` : whole)),
    );
  }
}

/**
 * An SVG picture as the text of a file: tidied, with a title and a description for those who do not see it. `id` is the
 * picture's own word.
 */
export function svgText(svg: SVGSVGElement, id: string, title: string, description: string): string {
  tidy(svg);
  renameIds(svg, id);
  const width = svg.getAttribute('width')!;
  const height = svg.getAttribute('height')!;
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const document = svg.ownerDocument;
  const words = [
    ['title', title],
    ['desc', description],
  ].map(([name, text]) => {
    const element = document.createElementNS(svgNamespace, name);
    element.append(document.createTextNode(text));
    return element;
  });
  svg.prepend(...words);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}
