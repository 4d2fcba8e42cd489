import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { mergeRuns } from '../../../../src/experiment/comparison/mergeRuns';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { explanationsOf } from '../../../../src/experiment/report/explanations';
import { escapeHtml, reportHtml } from '../../../../src/experiment/report/html';
import { escapeMarkdown, explanationParts, reportMarkdown } from '../../../../src/experiment/report/markdown';
import { reportOf } from '../../../../src/experiment/report/report';
import { type Opened, reasonsFor } from '../../../../src/experiment/why/subject';
import { reasonOf, reasonsOfTrial, trained } from './whySupport';

const label = '<b>x</b> | `y` *z*';
const zeros: Opened = { initializer: 1, seed: 3, kind: 'symmetric' };
const misfit: Opened = { initializer: 0, seed: 3, kind: 'misfit' };
let run: RunRecord;
let several: RunRecord;
beforeAll(async () => {
  run = await trained({
    network: { hidden: [8, 8] },
    initializers: [{ kind: 'randomNormal', stddev: 5, label }, { kind: 'zeros' }],
  });
  several = await trained({
    random: { seeds: [3, 4] },
    initializers: [{ kind: 'randomNormal', stddev: 5, label }, { kind: 'zeros' }],
  });
});

const source = (opened: Opened[]) => ({ file: 'a.initlab.json', version: '1.2.3', date: '2026-01-02', opened });
const htmlOf = (opened: Opened[]): string =>
  reportHtml(reportOf(run, [], source(opened)), (text) => createHash('sha256').update(text).digest('base64'));
const markdownOf = (opened: Opened[]): string => reportMarkdown(reportOf(run, [], source(opened)), ({ id }) => id);

describe('the reasons that were opened', () => {
  it('come in their order, with the words of the run', () => {
    const found = explanationsOf(run, [misfit, zeros]);
    expect(found.map(({ title }) => title)).toEqual([
      `${label}: ${label} doesn't preserve the signal with ReLU here`,
      'Zeros: The neurons of hidden 0 are all the same',
    ]);
    const reason = reasonOf(run, 'misfit')!;
    expect(found[0].sentences).toEqual([...reason.sentences, reason.sureness]);
    expect(found[0].formula).toEqual(reason.formula);
    expect(found[0].sources).toEqual(reason.sources);
  });

  it('that the run does not have are left out', () => {
    expect(
      explanationsOf(run, [
        { initializer: 0, seed: 3, kind: 'symmetric' },
        { initializer: 0, seed: 99, kind: 'misfit' },
        { initializer: 7, seed: 3, kind: 'misfit' },
        { initializer: 0, reference: 7, figure: 'cost', kind: 'difference' },
      ]),
    ).toEqual([]);
  });

  it('name the seed where there are several', () => {
    expect(explanationsOf(several, [{ ...zeros, seed: 4 }])[0].title).toBe(
      'Zeros, seed 4: The neurons of hidden 0 are all the same',
    );
    expect(
      explanationsOf(several, [{ initializer: 0, reference: 1, figure: 'testAccuracy', kind: 'difference' }])[0].title,
    ).toBe(`${label}: ${label} compared with Zeros`);
  });

  it('are a part of the HTML report without markup of their own', () => {
    const page = htmlOf([misfit]);
    const [, part] = page.split('<h2>Explanation</h2>');
    expect(part).toContain(`<h3>${escapeHtml(explanationsOf(run, [misfit])[0].title)}</h3>`);
    expect(part).toContain('&lt;b&gt;x&lt;/b&gt; |');
    expect(page).not.toContain('<b>');
    for (const sentence of reasonOf(run, 'misfit')!.sentences) expect(part).toContain(`<p>${escapeHtml(sentence)}</p>`);
    expect(part).toContain('<a href="https://arxiv.org/abs/1502.01852">');
    expect(htmlOf([])).not.toContain('Explanation');
    // A sentence that names an initializer.
    const difference: Opened = { initializer: 1, reference: 0, figure: 'cost', kind: 'difference' };
    const paired = reportOf(several, [], source([difference]));
    expect(paired.explanations[0].sentences.join(' ') + paired.explanations[0].title).toContain(label);
    expect(
      reportHtml({ ...paired, explanations: [{ ...paired.explanations[0], sentences: [label] }] }, () => ''),
    ).toContain(`<p>${escapeHtml(label)}</p>`);
  });

  it('are a part of the Markdown report, where nothing of a label makes a table, a tag or code', () => {
    const text = markdownOf([misfit]);
    const [, part] = text.split('## Explanation');
    expect(part).toContain(`### ${escapeMarkdown(explanationsOf(run, [misfit])[0].title)}`);
    const heading = part.split('\n').find((line) => line.startsWith('### '))!;
    expect(heading).toContain('x');
    expect(heading).not.toMatch(/(?<!\\)[<|`*]/);
    for (const sentence of reasonOf(run, 'misfit')!.sentences) expect(part).toContain(escapeMarkdown(sentence));
    expect(part).toContain(`${reasonOf(run, 'misfit')!.formula!.law}\n${reasonOf(run, 'misfit')!.formula!.here}`);
    expect(markdownOf([])).not.toContain('Explanation');
    expect(explanationParts({ title: 'T', sentences: [label], sources: [] })).toEqual(['### T', escapeMarkdown(label)]);
  });
});

describe('runs laid over each other', () => {
  it('say that the run by itself tells why: their settings are those of the first', () => {
    const named = (one: RunRecord, clock: string) => ({
      run: one,
      name: 'A',
      day: '22 Nov',
      clock,
      second: `${clock}:00`,
    });
    const { run: merged } = mergeRuns([named(run, '10:31'), named(several, '10:40')]);
    for (const trial of merged.trials) {
      const reasons = reasonsOfTrial(merged, trial);
      expect(reasons).toHaveLength(1);
      expect(reasons[0]).toMatchObject({
        sentences: ["Explanations aren't available in comparisons. Open the run of this initializer to see why."],
        figures: {},
        tries: [],
      });
    }
    expect(reasonsFor(merged, { initializer: 0, reference: 1, figure: 'cost' })[0].kind).toBe('difference');
  });
});
