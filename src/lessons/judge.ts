import type { Curve, RunRecord, TrialRecord } from '../experiment/record/record';
import { labelOf } from '../experiment/text/labels';
import { verdictOf } from '../experiment/verdict/verdict';
import type { Condition, Lesson, LessonFigure, Option } from './lesson';

/** Index of the initializer with that label; undefined where there is none. */
export function initializerNamed({ header }: RunRecord, label: string): number | undefined {
  const index = header?.experiment.initializers.findIndex((entry) => labelOf(entry) === label) ?? -1;
  return index < 0 ? undefined : index;
}

/** Whether the run has come to its end. */
export const hasEnded = ({ status, trials }: RunRecord): boolean =>
  (status === 'finished' || status === 'stopped' || status === 'failed') && trials.length > 0;

const atStep = ({ step }: Curve, wanted: number): number => step.indexOf(wanted);

function figureOf({ curve, final }: TrialRecord, figure: LessonFigure, step: number | undefined): number {
  const key = (
    {
      stepZeroCost: 'train',
      trainCost: 'train',
      testCost: 'test',
      trainAccuracy: 'trainAccuracy',
      testAccuracy: 'testAccuracy',
    } as const
  )[figure];
  if (figure === 'stepZeroCost') return curve.step[0] === 0 ? curve.train[0] : NaN;
  if (step !== undefined) return curve[key][atStep(curve, step)] ?? NaN;
  return final?.[figure] ?? curve[key].findLast((value) => !Number.isNaN(value)) ?? NaN;
}

/** A figure of an initializer: the mean over its seeds; NaN where one of them has none. */
export function lessonFigure(run: RunRecord, label: string, figure: LessonFigure, step?: number): number {
  const initializer = initializerNamed(run, label);
  const values = run.trials
    .filter((trial) => trial.initializer === initializer)
    .map((trial) => figureOf(trial, figure, step));
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether a condition but `otherwise` holds for a run; undefined where the run has not what it speaks of. */
function holds(run: RunRecord, when: Exclude<Condition, { kind: 'otherwise' }>): boolean | undefined {
  const initializer = initializerNamed(run, when.of);
  const trials = run.trials.filter((trial) => trial.initializer === initializer);
  if (trials.length === 0) return undefined;
  switch (when.kind) {
    case 'verdict':
      return trials.every((trial) => {
        const { kind } = verdictOf(trial, run);
        return when.verdicts.includes(kind) || (kind === 'best' && when.verdicts.includes('learning'));
      });
    case 'figure': {
      const value = lessonFigure(run, when.of, when.figure, when.step);
      return Number.isNaN(value) ? undefined : value < (when.below ?? Infinity) && value > (when.above ?? -Infinity);
    }
    case 'extreme': {
      const labels = [...new Set(run.trials.map((trial) => trial.initializer))].map((index) =>
        labelOf(run.header!.experiment.initializers[index]),
      );
      const values = labels
        .map((label) => lessonFigure(run, label, when.figure))
        .filter((value) => !Number.isNaN(value));
      const own = lessonFigure(run, when.of, when.figure);
      return Number.isNaN(own) ? undefined : own === (when.most ? Math.max(...values) : Math.min(...values));
    }
  }
}

/** Which options of a choice are right in a run that has ended; undefined where that cannot be told. */
export function rightOptions(run: RunRecord, options: readonly Option[]): boolean[] | undefined {
  if (!run.header || !hasEnded(run)) return undefined;
  const found = options.map(({ when }) => (when.kind === 'otherwise' ? null : holds(run, when)));
  if (found.includes(undefined)) return undefined;
  const some = found.includes(true);
  return found.map((value) => (value === null ? !some : value!));
}

/** An expected cost against the real one. */
export interface CurveJudgement {
  /** Costs at the points of the drawing: expected, and recorded (NaN where there is none). */
  steps: number[];
  expected: number[];
  recorded: number[];
  /** The largest distance of the two, and its step. */
  largest: { step: number; distance: number } | undefined;
}

/** Compares a drawn curve, whose points lie evenly over the steps, with the mean curve of an initializer. */
export function judgeCurve(run: RunRecord, label: string, expected: readonly number[]): CurveJudgement | undefined {
  if (!run.header || !hasEnded(run)) return undefined;
  const { totalSteps } = run.header;
  const initializer = initializerNamed(run, label);
  const trials = run.trials.filter((trial) => trial.initializer === initializer && trial.curve.step.length > 0);
  if (trials.length === 0) return undefined;
  const steps = expected.map((_, index) => Math.round((index * totalSteps) / (expected.length - 1)));
  const recorded = steps.map((step) => {
    const values = trials.map(({ curve, final, status }) => {
      const at = curve.step.findLastIndex((value) => value <= step);
      if (step >= totalSteps && final) return final.trainCost;
      return status === 'diverged' && step > curve.step.at(-1)! ? NaN : (curve.train[at] ?? NaN);
    });
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  let largest: CurveJudgement['largest'];
  steps.forEach((step, index) => {
    const distance = Math.abs(expected[index] - recorded[index]);
    if (Number.isFinite(distance) && distance > (largest?.distance ?? -1)) largest = { step, distance };
  });
  return { steps, expected: [...expected], recorded, largest };
}

/** The choice or curve of that id. */
export function predictionNamed({ pages }: Lesson, id: string) {
  for (const { blocks } of pages)
    for (const block of blocks)
      if ((block.kind === 'choice' || block.kind === 'curve') && block.id === id) return block;
  return undefined;
}
