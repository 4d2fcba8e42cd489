import type { Memento, Uri } from 'vscode';
import type { LessonProgress } from '../../lessons/lesson';

const progressKey = 'initLab.lessonProgress';
const openKey = 'initLab.openLessons';

const beginning: LessonProgress = { page: 0, predictions: {} };

/** What was done of lessons, and which one an experiment was opened with: kept by VS Code for the workspace. */
export class LessonMemory {
  constructor(private readonly memento: Memento) {}

  progressOf(id: string): LessonProgress {
    return this.memento.get<Record<string, LessonProgress>>(progressKey, {})[id] ?? beginning;
  }

  async keep(id: string, progress: LessonProgress | undefined): Promise<void> {
    const { [id]: _, ...rest } = this.memento.get<Record<string, LessonProgress>>(progressKey, {});
    await this.memento.update(progressKey, progress ? { ...rest, [id]: progress } : rest);
  }

  /** The lesson that an experiment was opened with. */
  lessonOf(experiment: Uri): string | undefined {
    return this.memento.get<Record<string, string>>(openKey, {})[experiment.toString()];
  }

  async assign(experiment: Uri, id: string | undefined): Promise<void> {
    const { [experiment.toString()]: _, ...rest } = this.memento.get<Record<string, string>>(openKey, {});
    await this.memento.update(openKey, id === undefined ? rest : { ...rest, [experiment.toString()]: id });
  }
}
