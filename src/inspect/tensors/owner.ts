/** Words for a kernel and for a bias, at the start or the end of the last part of a name. */
const start =
  /^(?:(?:weights?|kernels?|biase?s?|coefs?|intercepts?|theta)(?:[_-]?(\d+)|[_-](\w+))?|[wb](?!eta$)(?:[_-](\w+)|([a-z]{0,3}\d*)))$/i;
const end = /^(.+?)[_-](?:weights?|bias|biases|w|b)(\d*)$/i;
const inProjection = /^(in|q|k|v|out)_proj_(weight|bias)$/;

/** Names that are longer say nothing to us: no framework has such, and patterns take their time with them. */
export const longestName = 500;

/**
 * What a kernel and the bias of its layer have in common: the name without the last part's word, with its number. `W1`
 * is beside `b1`, `a.weight` beside `a.bias`, `fc1_weight` beside `fc1_bias`, `coefs_0` beside `intercepts_0`.
 */
export function ownerOf(name: string): string {
  if (name.length > longestName) return name;
  const at = name.lastIndexOf('.');
  const last = name.slice(at + 1);
  const before = name.slice(0, Math.max(0, at));
  if (/\.vars\.\d+$/.test(name)) return before;
  if (inProjection.test(last)) return `${before}.in_proj`;
  const begun = start.exec(last);
  if (begun) {
    const own = begun.slice(1).find((group) => group !== undefined && group !== '');
    return `${before}${own === undefined ? '' : `.${own.toLowerCase()}`}`;
  }
  const ended = end.exec(last);
  if (ended) return `${before}.${ended[1]}${ended[2]}`;
  const numbered = /^[a-z_]+?_?(\d+)$/i.exec(last);
  return `${before}${numbered ? `.${numbered[1]}` : ''}`;
}
