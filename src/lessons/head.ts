import * as l10n from '@vscode/l10n';
import type { Yaml } from 'mdast';
import { listText } from '../experiment/text/language';
import { nearest } from '../experiment/text/nearest';
import { parseExperiment } from '../experiment/format/parse';
import { presets } from '../experiment/presets/presets';
import type { ExperimentInput } from '../experiment/format/schema';
import type { Lesson } from './lesson';
import { quoted, type Issues } from './places';
import { yamlHead } from './syntax';

const keys = ['lesson', 'title', 'summary', 'experiment', 'next'];

/**
 * What stands between the dashes; undefined, with issues, where it does not fit. `node` is the front matter of the
 * file.
 */
export function parseHead(node: Yaml | undefined, issues: Issues): Omit<Lesson, 'pages'> | undefined {
  if (!node) {
    issues.atLine(1, l10n.t('The lesson has no head. Begin it with --- and the keys lesson, title and summary.'));
    return undefined;
  }
  const read = yamlHead(node.value);
  // The dashes take the line before.
  const above = node.position?.start.line ?? 1;
  const before = issues.found.length;
  for (const { line, message } of read.errors) issues.atLine(above + line, l10n.t('head: {0}', message));
  if (read.errors.length > 0) return undefined;
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value)) {
    issues.at(node, l10n.t('head: expected lines such as title: …, got {0}.', quoted(read.value)));
    return undefined;
  }
  const head = read.value as Record<string, unknown>;
  const lineOf = (key: string): number => above + (read.lineOf(key) ?? 0);
  for (const key of Object.keys(head).filter((name) => !keys.includes(name))) {
    const close = nearest(key, keys);
    issues.atLine(
      lineOf(key),
      close === undefined
        ? l10n.t('head: unknown key {0}. Expected one of {1}.', quoted(key), listText(keys))
        : l10n.t('head: unknown key {0}. Did you mean {1}?', quoted(key), close),
    );
  }
  const wrong = (key: string, expected: string): void =>
    issues.atLine(
      lineOf(key),
      l10n.t('{0}: expected {1}, got {2}.', key, expected, quoted(Object.hasOwn(head, key) ? head[key] : undefined)),
    );
  const text = (key: string, most: number): string => {
    const value = Object.hasOwn(head, key) ? head[key] : undefined;
    if (typeof value === 'string' && value.trim() !== '' && value.length <= most) return value;
    wrong(key, l10n.t('a text of 1 to {0} characters', most));
    return '';
  };
  if (head.lesson !== 1) wrong('lesson', '1');
  const [title, summary] = [text('title', 200), text('summary', 500)];
  const { next } = head;
  if (next !== undefined && (typeof next !== 'string' || !/^[\w-]{1,100}$/.test(next)))
    wrong('next', l10n.t('the name of a lesson'));
  const experiment = experimentOf(head.experiment, (message) => issues.atLine(lineOf('experiment'), message));
  return issues.found.length > before
    ? undefined
    : {
        title,
        summary,
        ...(experiment === undefined ? {} : { experiment }),
        ...(typeof next === 'string' ? { next } : {}),
      };
}

function experimentOf(value: unknown, complain: (message: string) => void): string | ExperimentInput | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') {
    if (presets.some(({ id }) => id === value)) return value;
    const close = nearest(
      value,
      presets.map(({ id }) => id),
    );
    complain(
      close === undefined
        ? l10n.t(
            'experiment: unknown preset {0}. Expected one of {1}.',
            quoted(value),
            listText(presets.map(({ id }) => id)),
          )
        : l10n.t('experiment: unknown preset {0}. Did you mean {1}?', quoted(value), close),
    );
    return undefined;
  }
  const { issues, syntax } = parseExperiment(JSON.stringify(value));
  if (syntax) complain(syntax.message);
  for (const { message } of issues) complain(l10n.t('experiment: {0}', message));
  return syntax || issues.length > 0 ? undefined : (value as ExperimentInput);
}
