import * as l10n from '@vscode/l10n';
import { isModelExperiment } from '../experiment/format/forms';
import { labelOf } from '../experiment/text/labels';
import { listText } from '../experiment/text/language';
import { nearest } from '../experiment/text/nearest';
import { parseExperiment, type ParsedDocument } from '../experiment/format/parse';
import { presets } from '../experiment/presets/presets';
import { changeText } from '../experiment/edit/edit';
import type { Lesson, LessonIssue } from './lesson';
import { parseLesson } from './parseLesson';
import { quoted } from './places';

/** The experiment of a lesson as a text; undefined where the lesson stands beside one. */
export function experimentTextOf({ experiment }: Pick<Lesson, 'experiment'>): string | undefined {
  const value = typeof experiment === 'string' ? presets.find(({ id }) => id === experiment)?.experiment : experiment;
  return value === undefined ? undefined : `${JSON.stringify(value, null, 2)}\n`;
}

/** Lines of a text on which a string stands, from 1; the first line where it stands nowhere. */
function lineOf(text: string, needle: string): number {
  const at = text.split('\n').findIndex((line) => line.includes(needle));
  return at < 0 ? 1 : at + 1;
}

/** What of a lesson does not go with its experiment: names of initializers and layers, steps, and settings. */
function misfits(lesson: Lesson, text: string, experimentText: string, parsed: ParsedDocument): LessonIssue[] {
  const experiment = parsed.experiment!;
  const labels = experiment.initializers.filter(({ enabled }) => enabled !== false).map(labelOf);
  const layers = isModelExperiment(experiment)
    ? undefined
    : [...experiment.network.hidden.map((_, index) => `hidden.${index}`), 'output'];
  const issues: LessonIssue[] = [];
  const complain = (needle: string, message: string): void =>
    void issues.push({ line: lineOf(text, needle), column: 1, message });
  const label = (of: string | undefined): void => {
    if (of === undefined || labels.includes(of)) return;
    const close = nearest(of, labels);
    complain(
      of,
      close === undefined
        ? l10n.t('of: unknown initializer {0}. Expected one of {1}.', quoted(of), listText(labels))
        : l10n.t('of: unknown initializer {0}. Did you mean {1}?', quoted(of), quoted(close)),
    );
  };
  const step = (value: number | 'last' | undefined): void => {
    const { steps } = experiment.training;
    if (typeof value === 'number' && steps !== undefined && value > steps)
      complain(
        String(value),
        l10n.t('step: expected a step up to {0}, the last of the experiment, got {1}.', steps, value),
      );
  };
  const inspect = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(inspect);
    if (typeof value !== 'object' || value === null) return;
    const node = value as Record<string, unknown>;
    if (node.kind === 'try') {
      const change = node.change as Parameters<typeof changeText>[1][number];
      const [issue] = changeText(experimentText, [change], parsed).issues;
      if (issue) complain(`/${change.path.join('/')}`, l10n.t('try: {0}', issue.message));
      return;
    }
    if (typeof node.of === 'string' && node.kind !== 'seen') label(node.of);
    if (typeof node.step === 'number') step(node.step);
    if (typeof node.layer === 'string' && layers && !layers.includes(node.layer))
      complain(
        node.layer,
        l10n.t(
          'layer: expected one of {1}, got {0}.',
          quoted(node.layer),
          listText(layers.length > 8 ? [...layers.slice(0, 3), '…', ...layers.slice(-2)] : layers),
        ),
      );
    Object.values(node).forEach(inspect);
  };
  inspect(lesson.pages);
  return issues;
}

/**
 * Everything that is wrong with a lesson's text. `beside` is the text of the experiment that it stands beside, for a
 * lesson that names none; without it such a lesson is told that it has no experiment.
 */
export function checkLesson(text: string, beside?: string): { lesson?: Lesson; issues: LessonIssue[] } {
  const read = parseLesson(text);
  if (!read.lesson) return read;
  const experimentText = experimentTextOf(read.lesson) ?? beside;
  if (experimentText === undefined)
    return {
      issues: [
        {
          line: 1,
          column: 1,
          message: l10n.t('experiment: missing in the lesson, and there is no experiment beside it.'),
        },
      ],
    };
  const parsed = parseExperiment(experimentText);
  // What is wrong with the experiment beside it is told there.
  if (!parsed.experiment) return read;
  const issues = misfits(read.lesson, text, experimentText, parsed);
  return issues.length > 0 ? { issues } : read;
}
