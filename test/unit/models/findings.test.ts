import { describe, expect, it } from 'vitest';
import { findingTable } from '../../../src/cli/output/findingTable';
import { mergeRuns } from '../../../src/experiment/comparison/mergeRuns';
import { findingGroups } from '../../../src/experiment/verdict/modelFindings';
import { reportHtml } from '../../../src/experiment/report/html';
import { reportMarkdown } from '../../../src/experiment/report/markdown';
import { reportOf } from '../../../src/experiment/report/report';
import { curvesCsv, histogramsCsv } from '../../../src/experiment/report/tables';
import { savedTensors } from '../../../src/experiment/runFile/savedWeights';
import { readSavedRun, writeSavedRun } from '../../../src/experiment/runFile/savedRun';
import { runFile } from '../../../src/experiment/runFile/runFile';
import { scopeText } from '../../../src/experiment/verdict/findingText';
import { reasonsFor } from '../../../src/experiment/why/subject';
import { testCodec } from '../runFiles/savedRunSupport';
import { modelRun } from './modelRun';

const run = modelRun(2);
const source = { file: 'gpt.initlab.json', version: '1.0.0', date: 'today' };
const without = () => {
  const clean = modelRun(1);
  for (const trial of clean.trials) trial.findings = [];
  return clean;
};

describe('findings of all trials', () => {
  const groups = findingGroups(run)!;

  it('are one line each, the worst first, with those who have them', () => {
    expect(groups.map(({ finding, alike }) => [finding.kind, alike])).toEqual([
      ['dead', true],
      ['packedFan', false],
    ]);
    expect(groups.map((group) => scopeText(run, group))).toEqual(['Zeros', 'all initializers']);
  });

  it('name the seeds where not all of them have it', () => {
    const one = structuredClone(run);
    one.trials[3].findings = [];
    expect(findingGroups(one)!.map((group) => scopeText(one, group))).toEqual([
      'Zeros, seed 0',
      'all initializers, in 3 of 4 trials',
    ]);
  });

  it('are none of a clean model, and unknown of another network', () => {
    expect(findingGroups(without())).toEqual([]);
    const other = without();
    for (const trial of other.trials) trial.findings = undefined;
    expect(findingGroups(other)).toBeUndefined();
  });

  it('are among the reasons of their trial, with the chart and the line that they speak of', () => {
    const reasons = reasonsFor(run, { initializer: 1, seed: 0 });
    const [verdict, dead, packed] = reasons;
    expect(reasons).toHaveLength(3);
    expect(verdict.kind.startsWith('finding')).toBe(false);
    expect(dead.title).toBe('Error: layers.1');
    expect(dead.place).toEqual({ file: '/project/gpt.py', line: 8 });
    const { layers } = run.header!;
    expect(layers[dead.look!.layer!].name).toBe('layers.1.before');
    expect(dead.look!.tensor).toBe('activations');
    expect(layers[packed.look!.layer!].name).toBe('layers.0.attention.in_proj_weight');
    expect(packed.look!.tensor).toBe('kernel');
  });

  it('are in reports as HTML and Markdown, and on the command line', () => {
    const report = reportOf(run, [], {
      ...source,
      opened: [{ initializer: 1, seed: 0, kind: 'finding:dead:layers.1' }],
    });
    const html = reportHtml(report, () => '');
    const markdown = reportMarkdown(report, () => '');
    for (const text of [html, markdown, findingTable(run)!])
      for (const word of ['layers.1', 'units of', 'all initializers', 'gpt.py:8']) expect(text).toContain(word);
    expect(report.explanations).toHaveLength(1);
    const clean = reportOf(without(), [], source);
    for (const text of [reportHtml(clean, () => ''), reportMarkdown(clean, () => ''), findingTable(without())!])
      expect(text).toContain('No findings.');
  });
});

describe('a run of a model', () => {
  it('comes back from its saved file as the record that it was', async () => {
    const text = await writeSavedRun(run, { startedAt: new Date(0) }, testCodec);
    expect((await readSavedRun(text, testCodec)).run).toEqual(run);
    expect(runFile(run).trials[3]).toMatchObject({ findings: run.trials[3].findings });
  });

  it('that is saved has layers of a network with inputs and units', async () => {
    const odd = structuredClone(run);
    odd.header!.layers[0].kind = undefined;
    odd.header!.layers[0].inputs = 0;
    const text = await writeSavedRun(odd, { startedAt: new Date(0) }, testCodec);
    await expect(readSavedRun(text, testCodec)).rejects.toThrow(/layers\[0\].inputs/);
  });

  it('is laid over another one with its modules and findings', () => {
    const at = (clock: string) => ({ name: 'GPT', day: '22 Nov', clock, second: `${clock}:00` });
    const merged = mergeRuns([
      { run, ...at('10:00') },
      { run: modelRun(2), ...at('11:00') },
    ]);
    expect(merged.run.header!.layers).toEqual(run.header!.layers);
    expect(merged.run.trials).toHaveLength(8);
    expect(merged.notes).toEqual([]);
    const dead = findingGroups(merged.run)![0];
    expect(dead.trials.map(({ initializer }) => initializer)).toEqual([1, 1, 3, 3]);
  });

  it('is exported by the names of its modules', () => {
    const csv = histogramsCsv(run, 0);
    for (const name of ['layers.0.attention.in_proj_weight,kernel', 'layers.0.relu(),activations'])
      expect(csv).toContain(name);
    expect(csv).not.toContain('layers.0.relu(),kernel');
    expect(curvesCsv(run).split('\r\n')).toHaveLength(1 + 4 * 2 + 1);
    const tensor = { name: 'layers.0.c_fc.weight', shape: [1], values: new Float32Array(1) };
    const [kept] = savedTensors(run.header!, run.trials, [{ trial: 3, initial: [tensor] }], 'initial');
    expect(kept.name).toMatch(/seed1\.layers\.0\.c_fc\.weight$/);
  });
});
