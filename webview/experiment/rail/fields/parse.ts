import * as l10n from '@vscode/l10n';
import { placeText } from '../jsonAccess';
import { valueText, type JsonPath } from '../../../../src/experiment/format/issue';

/** What a typed text means: a value, or what is wrong with it. `unfinished` texts become right with more typing. */
export type Parsed = { value: unknown; message?: undefined } | { message: string; unfinished?: boolean };

/** Reads the text of one field. */
export type Parse = (text: string, path: JsonPath) => Parsed;

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const numberStart = /^[+-]?(\d*\.?\d*)?(e[+-]?)?$/i;

const unexpected = (text: string | undefined, path: JsonPath, wanted: string): string =>
  l10n.t('{0}: expected {1}, got {2}.', placeText(path), wanted, valueText(text));
const nothingIn = (path: JsonPath, wanted: string): Parsed => ({
  message: unexpected(undefined, path, wanted),
  unfinished: true,
});

/** A number as people write it: digits may be grouped by spaces. */
function readNumber(text: string, path: JsonPath, wanted: string): Parsed {
  const digits = text
    .replaceAll(/(?<=\d)[\s_\u00a0\u202f](?=\d)/g, '')
    .trim()
    .replace('−', '-');
  if (number.test(digits) && Number.isFinite(Number(digits))) return { value: Number(digits) };
  return { message: unexpected(text.trim(), path, wanted), unfinished: digits !== '' && numberStart.test(digits) };
}

/** A number; an empty text is refused. */
export const parseNumber: Parse = (text, path) =>
  text.trim() === '' ? nothingIn(path, l10n.t('a number')) : readNumber(text, path, l10n.t('a number'));

/** A number, or nothing: then the key goes and its default counts. */
export const parseOptionalNumber: Parse = (text, path) =>
  text.trim() === '' ? { value: undefined } : readNumber(text, path, l10n.t('a number'));

/** A text that may not be empty. */
export const parseText: Parse = (text, path) =>
  text.trim() === '' ? nothingIn(path, l10n.t('a text')) : { value: text.trim() };

/** A text, or nothing: then the key goes. */
export const parseOptionalText: Parse = (text) => ({ value: text.trim() === '' ? undefined : text.trim() });

/** A column: an index when the text is a whole number, else a name. */
export const parseColumn: Parse = (text, path) =>
  /^-?\d+$/.test(text.trim()) ? { value: Number(text.trim()) } : parseText(text, path);

/** A batch size: a number or `full`. */
export const parseBatchSize: Parse = (text, path) => {
  const word = text.trim().toLowerCase();
  if (word === '' || word === 'full') return { value: word === '' ? undefined : 'full' };
  const parsed = readNumber(text, path, l10n.t('a number or "full"'));
  return parsed.message !== undefined && 'full'.startsWith(word) ? { ...parsed, unfinished: true } : parsed;
};

/** A value of an argument as JSON, a bare word as text, or nothing: then the key goes. */
export const parseArgument: Parse = (text) => {
  const word = text.trim();
  if (word === '') return { value: undefined };
  try {
    return { value: JSON.parse(word) as unknown };
  } catch {
    return { value: word };
  }
};

/** A shape: positive whole numbers between commas, spaces or ×. */
export const parseShape: Parse = (text, path) => {
  const parts = text.trim().split(/[\s,x×]+/);
  const shape = parts.map(Number);
  return text.trim() !== '' && shape.every((size) => Number.isInteger(size) && size > 0)
    ? { value: shape }
    : { message: unexpected(text.trim(), path, l10n.t('positive integers such as 64, 3, 32, 32')), unfinished: true };
};

/** A shape, or nothing: then the key goes. */
export const parseOptionalShape: Parse = (text, path) =>
  text.trim() === '' ? { value: undefined } : parseShape(text, path);

/** A shape as its field shows it. */
export const shapeText = (shape: unknown): string =>
  Array.isArray(shape) ? shape.join(', ') : shape === undefined ? '' : (JSON.stringify(shape) ?? '');

/** At most this many seeds come of one range, so that a slip of the finger cannot fill the memory. */
const longestRange = 1000;

/** Seeds: `3`, `1, 2, 3` or `1-5`, separated by commas or spaces. */
export const parseSeeds: Parse = (text, path) => {
  const wanted = l10n.t('a list of integers such as 1, 2, 3 or 1-5');
  // `5 seeds from 1` is 1-5.
  const first = /^\s*(\d+)\s*(?:seeds?\s+)?from\s+(\d+)\s*$/i.exec(text);
  if (first && Number(first[1]) > 0) return parseSeeds(`${first[2]}-${Number(first[2]) + Number(first[1]) - 1}`, path);
  const items = text
    .replaceAll(/\s*[-–]\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((item) => item !== '');
  const seeds: number[] = [];
  for (const item of items) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(item);
    if (!match) return { message: unexpected(item, path, wanted), unfinished: /^\d+-$/.test(item) };
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first || last - first >= longestRange)
      return {
        message: unexpected(item, path, l10n.t('an ascending range of fewer than {0} values', longestRange)),
        unfinished: last < first,
      };
    for (let seed = first; seed <= last; seed++) seeds.push(seed);
  }
  if (seeds.length === 0) return nothingIn(path, wanted);
  return { value: seeds };
};

/** Seeds as their field shows them: runs of three or more as a range. */
export function seedsText(seeds: unknown): string {
  if (!Array.isArray(seeds) || !seeds.every((seed) => Number.isInteger(seed))) return JSON.stringify(seeds) ?? '';
  const parts: string[] = [];
  for (let first = 0; first < seeds.length;) {
    let last = first;
    while (last + 1 < seeds.length && seeds[last + 1] === (seeds[last] as number) + 1) last++;
    if (last - first >= 2) parts.push(`${seeds[first]}-${seeds[last]}`);
    else for (let i = first; i <= last; i++) parts.push(String(seeds[i]));
    first = last + 1;
  }
  return parts.join(', ');
}
