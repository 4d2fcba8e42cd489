import type { Picture, Tensor } from '../experiment/why/look';
import type { Change } from '../experiment/edit/edit';
import type { ExperimentInput } from '../experiment/format/schema';
import type { VerdictKind } from '../experiment/verdict/verdict';

/** Figures of a run that a lesson may name: means over the seeds of an initializer. */
export const lessonFigures = ['stepZeroCost', 'trainCost', 'testCost', 'trainAccuracy', 'testAccuracy'] as const;
export type LessonFigure = (typeof lessonFigures)[number];

/** A recorded step, or the last one. */
export type LessonStep = number | 'last';

/** When an answer is right, judged by the run. Initializers are named by their labels. */
export type Condition =
  | { kind: 'figure'; of: string; figure: LessonFigure; step?: number; below?: number; above?: number }
  | { kind: 'verdict'; of: string; verdicts: VerdictKind[] }
  | { kind: 'extreme'; of: string; figure: LessonFigure; most: boolean }
  | { kind: 'otherwise' };

/** Text within a line. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'figure'; of: string; figure: LessonFigure; step?: number };

/** A picture by the names that a file has for it. */
export interface NamedLook {
  picture: Picture;
  of?: string;
  layer?: string;
  tensor?: Tensor;
  step?: LessonStep;
}

/** An answer of a choice. */
export interface Option {
  text: Inline[];
  when: Condition;
}

/** A part of a page. */
export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Block[][] }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'choice'; id: string; prompt: Block[]; options: Option[] }
  | { kind: 'curve'; id: string; of: string; prompt: Block[] }
  | { kind: 'run'; label: string }
  | { kind: 'seen'; of: string }
  | { kind: 'show'; label: string; look: NamedLook }
  | { kind: 'why'; label: string; of: string }
  | { kind: 'try'; label: string; change: Change };

/** What a heading begins. */
export interface Page {
  title: string;
  blocks: Block[];
}

/** A lesson as its file says it. */
export interface Lesson {
  title: string;
  summary: string;
  /** Id of a preset, or the experiment itself; absent: the one that the file stands beside. */
  experiment?: string | ExperimentInput;
  /** The name of the next lesson. */
  next?: string;
  pages: Page[];
}

/** A mistake in a lesson: where, and what was expected and found. */
export interface LessonIssue {
  /** From 1. */
  line: number;
  column: number;
  message: string;
}

/** What a person has done of a lesson: kept for the workspace. */
export interface LessonProgress {
  /** Index of the page that is shown. */
  page: number;
  /** By the id of a choice: the index of the answer; of a curve: the expected costs, evenly over the steps. */
  predictions: Record<string, number | number[]>;
  /** Gone through to the end. */
  done?: boolean;
}

/** A lesson in an editor. */
export interface LessonState {
  /** Its name, or for a file of the workspace its address. */
  id: string;
  lesson: Lesson;
  progress: LessonProgress;
}

/** The predictions of a page. */
export const predictionsOf = ({ blocks }: Page): (Block & { kind: 'choice' | 'curve' })[] =>
  blocks.filter((block) => block.kind === 'choice' || block.kind === 'curve');

/** How many pages are open: those up to the first one with a prediction that was not made. */
export function openPages({ pages }: Lesson, { predictions }: LessonProgress): number {
  const closed = pages.findIndex((page) => predictionsOf(page).some(({ id }) => predictions[id] === undefined));
  return closed < 0 ? pages.length : closed + 1;
}
