import * as l10n from '@vscode/l10n';
import { Uri, window, workspace, type TextDocument } from 'vscode';
import { labelOf } from '../../experiment/text/labels';
import { experimentText, presets } from '../../experiment/presets/presets';
import type { Lesson } from '../../lessons/lesson';
import { openUntitled } from '../editor/compareInitializers';
import type { HostContext } from '../context';
import { parsedDocument } from '../editor/parsedDocument';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import { lessonBeside, readText } from './lessonFiles';
import { lessonItem } from './lessonItem';

function experimentOf({ experiment }: Lesson) {
  return typeof experiment === 'string' ? presets.find(({ id }) => id === experiment)?.experiment : experiment;
}

/**
 * Opens the experiment of a lesson that comes along as a new one, with the lesson beside it; it is not run before the
 * lesson says so.
 */
export async function startLesson(host: HostContext, editor: ExperimentEditorProvider, id?: string): Promise<void> {
  const picked = id === undefined ? undefined : await host.lessons.shipped(id);
  if (id !== undefined && !picked) return void window.showErrorMessage(l10n.t('There is no lesson "{0}".', id));
  const chosen =
    picked ??
    (
      await window.showQuickPick((await host.lessons.list()).map(lessonItem), {
        title: l10n.t('Start a Lesson'),
        placeHolder: l10n.t('Select a lesson'),
        matchOnDetail: true,
      })
    )?.lesson;
  const experiment = chosen && experimentOf(chosen.lesson);
  if (!chosen || !experiment) return;
  await openUntitled(experiment.name ?? chosen.id, experimentText(experiment), async (uri) => {
    await host.lessons.assign(uri, chosen.id);
    await editor.open(uri);
  });
}

/** A first lesson on the experiment, to be written on. */
function template(document: TextDocument): string {
  const { experiment } = parsedDocument(document);
  const label = JSON.stringify(
    labelOf(experiment?.initializers.find(({ enabled }) => enabled !== false) ?? { kind: 'zeros' }),
  );
  return `---
lesson: 1
title: ${JSON.stringify(l10n.t('A lesson on {0}', experiment?.name ?? l10n.t('this experiment')))}
summary: ${JSON.stringify(l10n.t('What this lesson shows, in a sentence.'))}
---

## ${l10n.t('A question')}

${l10n.t('What is to be found out?')}

## ${l10n.t('Your prediction')}

:::choice{#first}
${l10n.t('Will it learn?')}

::option[${l10n.t('Yes')}]{of=${label} verdict="learning best"}
::option[${l10n.t('No')}]{otherwise}
:::

::run[${l10n.t('Run')}]

## ${l10n.t('What you saw')}

::seen{of=first}

## ${l10n.t('Why')}

::why[${l10n.t('The reason, with the numbers of this run')}]{of=${label}}
`;
}

/** Writes a first lesson beside the experiment in front and opens it; one that is there is opened as it is. */
export async function newLesson(editor: ExperimentEditorProvider): Promise<void> {
  const uri = editor.activeUri;
  const beside = uri && lessonBeside(uri);
  if (!uri || !beside)
    return void window.showInformationMessage(
      l10n.t('Open an experiment that is saved as a file first: the lesson stands beside it.'),
    );
  if ((await readText(beside)) === undefined)
    await workspace.fs.writeFile(beside, new TextEncoder().encode(template(await workspace.openTextDocument(uri))));
  await window.showTextDocument(Uri.from(beside));
}
