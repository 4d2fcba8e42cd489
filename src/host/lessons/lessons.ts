import { EventEmitter, workspace, type Memento, type Uri } from 'vscode';
import { checkLesson } from '../../lessons/checkLesson';
import type { Lesson, LessonProgress, LessonState } from '../../lessons/lesson';
import { lessonSuffix } from '../../lessons/fileNames';
import { DisposableStore } from '../platform/disposable';
import { lessonBeside, readShipped, readText, shippedNames } from './lessonFiles';
import { LessonMemory } from './lessonMemory';

/** A lesson that comes along. */
export interface ListedLesson {
  id: string;
  lesson: Lesson;
  progress: LessonProgress;
}

/** The lessons: those that come along, those beside experiments, and how far a person has come. */
export class Lessons extends DisposableStore {
  private readonly memory: LessonMemory;
  private readonly changed = this.add(new EventEmitter<void>());
  /** A file of the workspace, or the lesson of an experiment, is another one. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly folder: Uri,
    memento: Memento,
  ) {
    super();
    this.memory = new LessonMemory(memento);
    const watcher = this.add(workspace.createFileSystemWatcher(`**/*${lessonSuffix}`));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.add(event(() => this.changed.fire()));
  }

  /** Those that come along, in the order in which they lead to each other. */
  async list(): Promise<ListedLesson[]> {
    const found = await Promise.all((await shippedNames(this.folder)).map((id) => this.shipped(id)));
    const lessons = found.flatMap((one) => one ?? []);
    const led = new Set(lessons.map(({ lesson }) => lesson.next));
    const order: ListedLesson[] = [];
    for (
      let one = lessons.find(({ id }) => !led.has(id));
      one && !order.includes(one);
      one = lessons.find(({ id }) => id === order.at(-1)!.lesson.next)
    )
      order.push(one);
    return [...order, ...lessons.filter((one) => !order.includes(one))];
  }

  /** A lesson that comes along; undefined where there is none of that name. */
  async shipped(id: string): Promise<ListedLesson | undefined> {
    const text = /^[\w-]+$/.test(id) ? await readShipped(this.folder, id) : undefined;
    const { lesson } = text === undefined ? {} : checkLesson(text);
    return lesson && { id, lesson, progress: this.memory.progressOf(id) };
  }

  /**
   * The lesson of an experiment: the one that it was opened with, else the one that stands beside it. `started`: it was
   * opened with it.
   */
  async of(experiment: Uri, text: string): Promise<(LessonState & { started: boolean }) | undefined> {
    const id = this.memory.lessonOf(experiment);
    const given = id === undefined ? undefined : await this.shipped(id);
    if (given) return { ...given, started: true };
    const beside = lessonBeside(experiment);
    const own = beside && (await readText(beside));
    const { lesson } = own === undefined ? {} : checkLesson(own, text);
    return (
      lesson &&
      beside && { id: beside.toString(), lesson, progress: this.memory.progressOf(beside.toString()), started: false }
    );
  }

  keep(id: string, progress: LessonProgress): Promise<void> {
    return this.memory.keep(id, progress);
  }

  /** Gives an experiment a lesson, from its beginning, or takes it away. */
  async assign(experiment: Uri, id: string | undefined): Promise<void> {
    if (id !== undefined) await this.memory.keep(id, undefined);
    await this.memory.assign(experiment, id);
    this.changed.fire();
  }

  /** An experiment has another address. */
  async move(from: Uri, to: Uri): Promise<void> {
    const id = this.memory.lessonOf(from);
    if (id === undefined) return;
    await this.memory.assign(from, undefined);
    await this.memory.assign(to, id);
  }
}
