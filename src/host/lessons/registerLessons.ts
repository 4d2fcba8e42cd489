import { commands, type Disposable } from 'vscode';
import type { HostContext } from '../context';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import { guarded } from '../platform/guarded';
import { LessonDiagnostics } from './lessonDiagnostics';
import { newLesson, startLesson } from './startLesson';

/** The commands on lessons, and the check of their files. */
export function registerLessons(host: HostContext, editor: ExperimentEditorProvider): Disposable[] {
  return [
    commands.registerCommand(
      'initLab.startLesson',
      guarded(host, (id?: unknown) => startLesson(host, editor, typeof id === 'string' ? id : undefined)),
    ),
    commands.registerCommand(
      'initLab.newLesson',
      guarded(host, () => newLesson(editor)),
    ),
    new LessonDiagnostics(),
  ];
}
