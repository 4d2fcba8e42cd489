import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../experiment/networkOf';
import { formatNumber } from '../../../src/experiment/text/format';
import { parseExperiment } from '../../../src/experiment/format/parse';
import type { RunRecord } from '../../../src/experiment/record/record';
import { checkLesson, experimentTextOf } from '../../../src/lessons/checkLesson';
import { judgeCurve, lessonFigure, rightOptions } from '../../../src/lessons/judge';
import type { Block, Lesson } from '../../../src/lessons/lesson';
import { runOf } from '../trainer/trainerSupport';

const folder = 'lessons';
const read = (file: string): Lesson => {
  const { lesson, issues } = checkLesson(readFileSync(`${folder}/${file}`, 'utf8'));
  expect(issues, file).toEqual([]);
  return lesson!;
};
const names = readdirSync(folder)
  .filter((file) => /^[\w-]+\.lesson\.md$/.test(file))
  .map((file) => file.replace('.lesson.md', ''));

/** What of a block is not words: the same in every language. */
function bones(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bones);
  if (typeof value !== 'object' || value === null) return value;
  const words = ['text', 'label', 'children', 'url'];
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (words.includes(key) ? [] : [[key, bones(item)]])),
  );
}

const blocks = (lesson: Lesson): Block[] => lesson.pages.flatMap((page) => page.blocks);

async function trained(lesson: Lesson): Promise<RunRecord> {
  const { experiment } = parseExperiment(experimentTextOf(lesson)!);
  const { record, run } = await runOf(networkOf(experiment), { workers: 2 });
  await run.ended;
  return record;
}

describe('the lessons that come along', () => {
  it('lead from one to the next, through all of them', () => {
    const lessons = new Map(names.map((name) => [name, read(`${name}.lesson.md`)]));
    const led = [...lessons.values()].flatMap(({ next }) => next ?? []);
    const order: string[] = [];
    for (let name = names.find((one) => !led.includes(one)); name !== undefined; name = lessons.get(name)?.next)
      order.push(name);
    expect([...order].sort()).toEqual([...names].sort());
    expect(names).toHaveLength(6);
  });

  it.each(names)('%s is the same lesson in every language', (name) => {
    const english = read(`${name}.lesson.md`);
    for (const language of ['zh-cn', 'zh-tw']) {
      const other = read(`${name}.${language}.lesson.md`);
      expect(other.title).not.toBe(english.title);
      expect([other.experiment, other.next]).toEqual([english.experiment, english.next]);
      expect(other.pages.map((page) => bones(page.blocks))).toEqual(english.pages.map((page) => bones(page.blocks)));
    }
  });

  it.each(names)(
    '%s says what its run shows: one answer of every choice is right, every figure is there',
    async (name) => {
      const lesson = read(`${name}.lesson.md`);
      const run = await trained(lesson);
      expect(run.status).toBe('finished');
      for (const block of blocks(lesson)) {
        if (block.kind === 'choice')
          expect(
            rightOptions(run, block.options)!.filter(Boolean),
            `${block.id} ${JSON.stringify(rightOptions(run, block.options))}`,
          ).toHaveLength(1);
        if (block.kind === 'curve')
          expect(judgeCurve(run, block.of, Array<number>(11).fill(0.5))!.recorded.every(Number.isFinite)).toBe(true);
      }
      const figures =
        JSON.stringify(lesson.pages).match(
          /\{"kind":"figure","of":"(?:[^"\\]|\\.)*","figure":"\w+"(?:,"step":\d+)?\}/g,
        ) ?? [];
      for (const text of figures) {
        const { of, figure, step } = JSON.parse(text) as { of: string; figure: 'trainCost'; step?: number };
        expect(formatNumber(lessonFigure(run, of, figure, step)), text).not.toBe('–');
      }
    },
    120_000,
  );
});

describe('judging', () => {
  it('is of the run, by the words of the file', async () => {
    const { record, run } = await runOf({ training: { steps: 200, batchSize: 'full', recordEvery: 100 } });
    expect(rightOptions(record, [])).toBeUndefined();
    await run.ended;
    const text: Block['kind'] extends string ? [] : never = [];
    const at = (of: string, below: number, step?: number) => ({
      text,
      when: { kind: 'figure' as const, of, figure: 'trainCost' as const, below, step },
    });
    const zeros = record.trials[0];
    expect(lessonFigure(record, 'Zeros', 'stepZeroCost')).toBeCloseTo(Math.LN2, 6);
    expect(lessonFigure(record, 'Zeros', 'trainCost')).toBe(zeros.final!.trainCost);
    expect(lessonFigure(record, 'He normal', 'trainCost', 100)).toBe(
      record.trials[2].curve.train[record.trials[2].curve.step.indexOf(100)],
    );
    expect(
      rightOptions(record, [
        at('Zeros', 0.6),
        { text, when: { kind: 'verdict', of: 'Zeros', verdicts: ['symmetric'] } },
        { text, when: { kind: 'otherwise' } },
      ]),
    ).toEqual([false, true, false]);
    expect(rightOptions(record, [at('Zeros', 0.6), { text, when: { kind: 'otherwise' } }])).toEqual([false, true]);
    // What the run does not have cannot be judged.
    expect(rightOptions(record, [at('Nobody', 1), at('Zeros', 1)])).toBeUndefined();
    expect(rightOptions(record, [at('Zeros', 1, 77), at('Zeros', 1)])).toBeUndefined();
    const largest = Math.max(...record.trials.map(({ final }) => final!.trainCost));
    expect(
      rightOptions(record, [
        { text, when: { kind: 'extreme', of: 'randn × 10', figure: 'trainCost', most: true } },
        { text, when: { kind: 'extreme', of: 'Zeros', figure: 'trainCost', most: true } },
      ]),
    ).toEqual([record.trials[1].final!.trainCost === largest, zeros.final!.trainCost === largest]);
    const judged = judgeCurve(record, 'Zeros', [0.7, 0.7, 0.2])!;
    expect(judged.steps).toEqual([0, 100, 200]);
    expect(judged.recorded.map((value) => value.toFixed(6))).toEqual(['0.693147', '0.693147', '0.693147']);
    expect(judged.largest!.step).toBe(200);
    expect(judged.largest!.distance).toBeCloseTo(Math.LN2 - 0.2, 6);
  }, 60_000);
});
