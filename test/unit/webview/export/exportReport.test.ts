import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { escapeHtml, reportHtml } from '../../../../src/experiment/report/html';
import { escapeMarkdown, reportMarkdown } from '../../../../src/experiment/report/markdown';
import { reportOf, type ReportPicture } from '../../../../src/experiment/report/report';
import { networkExperimentSchema } from '../../../../src/experiment/format/schema';
import { verdictOf } from '../../../../src/experiment/verdict/verdict';
import { mockRun } from '../../../../webview/dev/mockRun';

const script = '<script>alert("x")</script>';
const experiment = networkExperimentSchema.parse({
  version: 1,
  name: `Evil ${script} | name\n# no heading`,
  dataset: { kind: 'circles', train: 60, test: 20 },
  network: { hidden: [4] },
  loss: 'binaryCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.1, momentum: 0.9 },
  training: { steps: 200, recordEvery: 50 },
  random: { seeds: [3] },
  initializers: [
    { kind: 'zeros', label: `a | b\n${script} \`\`\`` },
    { kind: 'heNormal', label: '*bold* [link](http://x) <b>&amp;</b>' },
  ],
});
const run = mockRun(experiment, 1, { updates: 5, boundary: 0 });
const picture: ReportPicture = {
  id: 'cost',
  chapter: 'curves',
  title: 'Cost',
  description: `"quoted" ${script} $& $$`,
  width: 10,
  height: 10,
  svg: '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>t</text></svg>',
};
const report = reportOf(run, [picture], { file: "it's.initlab.json", version: '1.2.3', date: '2026-01-02 03:04' });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

describe('the HTML report', () => {
  const page = reportHtml(report, sha256);

  test('holds no markup of the labels, the name or the description', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<b>');
    expect(page).toContain(escapeHtml(script));
    expect(page.match(/<h1>/g)?.length).toBe(1);
  });

  test('lets nothing in but its own style and inline pictures', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)![1];
    const style = /<style>([^]*?)<\/style>/.exec(page)![1];
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      'img-src data:',
      `style-src 'sha256-${sha256(style)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
    expect(page).not.toMatch(/ style="/);
  });

  test('has the chart without its XML declaration and with its words', () => {
    expect(page).not.toContain('<?xml');
    expect(page).toContain(`<svg role="img" aria-label="${escapeHtml(picture.description)}" `);
  });

  test('says what was compared, how it went, and how to run it again', () => {
    for (const trial of run.trials) expect(page).toContain(escapeHtml(verdictOf(trial, run).text));
    expect(page).toContain('momentum 0.9');
    expect(page).toContain(escapeHtml("initlab run 'it'\\''s.initlab.json' --backend"));
    const json = /<\/summary>\n<pre>([^]*?)<\/pre>/
      .exec(page)![1]
      .replace(
        /&(amp|lt|gt|quot|#39);/g,
        (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]!,
      );
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(run.header!.experiment)));
  });
});

describe('the Markdown report', () => {
  const text = reportMarkdown(report, ({ id }) => `a b (1).files/${id}.svg`);
  const lines = text.split('\n');

  test('keeps a table row on one line, with its own bars alone', () => {
    const rows = lines.filter((line) => line.startsWith('|'));
    const bars = (line: string): number => line.replaceAll('\\|', '').split('|').length;
    const summary = rows.slice(-4);
    expect(new Set(summary.map(bars)).size).toBe(1);
    expect(rows.some((row) => row.includes('a \\| b'))).toBe(true);
  });

  test('holds no tag and no link of a label', () => {
    const outside = text.replace(/^(`{3,})[^]*?^\1$/gm, '');
    expect(outside).not.toContain('<script');
    expect(outside).not.toContain('<b>');
    expect(outside).not.toContain('[link](');
    expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1);
  });

  test('fences the experiment with more backticks than a label has', () => {
    const json = /^(`{4,})json\n([^]*?)\n\1$/m.exec(text)!;
    expect(JSON.parse(json[2])).toEqual(JSON.parse(JSON.stringify(run.header!.experiment)));
  });

  test('addresses its pictures so that no blank or bracket ends the link', () => {
    expect(text).toContain('](a%20b%20%281%29.files/cost.svg)');
  });

  test('spells out what Markdown would read', () => {
    expect(escapeMarkdown('1. a_b*c* <i> & \\ | `x`\n> y')).toBe(
      '1\\. a\\_b\\*c\\* &lt;i&gt; &amp; \\\\ \\| \\`x\\` &gt; y',
    );
  });
});

test('a run without a header has no report', () => {
  expect(() => reportOf({ ...run, header: undefined }, [], { file: 'a', version: '', date: '' })).toThrow();
});
