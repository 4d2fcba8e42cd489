import * as l10n from '@vscode/l10n';
import type { QuickPickItem } from 'vscode';
import type { ListedLesson } from './lessons';

/** How far one has come, in words. */
function progressText({ lesson, progress }: ListedLesson): string {
  if (progress.done) return `$(check) ${l10n.t('done')}`;
  return progress.page === 0 ? '' : l10n.t('page {0} of {1}', progress.page + 1, lesson.pages.length);
}

/** The entry of a lesson in a list. */
export const lessonItem = (one: ListedLesson): QuickPickItem & { lesson: ListedLesson } => ({
  label: one.lesson.title,
  description: progressText(one),
  detail: one.lesson.summary,
  lesson: one,
});
