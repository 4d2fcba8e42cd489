import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber, formatPercent, formatSeconds, percentDecimals } from '../text/format';
import { labelOf } from '../text/labels';
import { listText } from '../text/language';
import type { SettingDifference } from '../comparison/comparison';
import type { RunRecord } from '../record/record';
import type { Opened } from '../why/subject';
import type { Spread } from '../statistics/spread';
import { defaultReach, summarize } from '../verdict/summary';
import { sweptInitializers } from '../sweep/sweepFigures';
import { describeInitializers, describeRun, type Fact } from './describe';
import { explanationsOf, type Explanation } from './explanations';
import { differenceTables } from './differenceTable';
import type { ReportTable } from './reportTable';
import { findingTables } from './findingTable';
import { describeSweep, sweepFindings, sweepTables } from './sweepTables';

/** A chart of a report. */
export interface ReportPicture {
  /** Part of a file name: letters, digits and hyphens. */
  id: string;
  /** The chapter that it belongs to. */
  chapter: 'curves' | 'weights' | 'boundaries' | 'more';
  title: string;
  /** The picture in words. */
  description: string;
  /** An SVG document in light colours. */
  svg: string;
  width: number;
  height: number;
}

/** What of a report the run does not hold. */
export interface ReportSource {
  /** Name of the experiment's file, as the command line would be given it. */
  file: string;
  /** Version of the extension. */
  version: string;
  /** Date and time of the export, for people. */
  date: string;
  /** Where the run is several saved ones laid over each other. */
  comparison?: ReportComparison;
  /** The reasons that were opened in the editor. */
  opened?: readonly Opened[];
}

/** What a report says of runs that are laid over each other. */
export interface ReportComparison {
  /** Each run in words: its experiment and its time. */
  runs: string[];
  /** Settings that are not the same, with the value of each run. */
  differences: readonly SettingDifference[];
  /** What could not be laid over each other, and why. */
  notes: readonly string[];
}

/** A chapter of charts. */
export interface ReportChapter {
  title: string;
  pictures: ReportPicture[];
}

/** All that a report says, before it is written as HTML or Markdown; texts are plain and not yet escaped. */
export interface Report {
  title: string;
  /** One line under the title. */
  subtitle: string;
  facts: Fact[];
  initializers: Fact[];
  /** Absent where there is not one experiment. */
  experimentJson?: string;
  /** The results first, then what follows from them. */
  tables: ReportTable[];
  /** A sentence for each initializer: its name and its verdict. */
  verdicts: Fact[];
  /** The reasons that were opened. */
  explanations: Explanation[];
  chapters: ReportChapter[];
  environment: Fact[];
  reproduce: { text: string; command?: string };
}

/** Mean and half width of an interval, where there is one: `0.12 ± 0.03`. */
function spreadText({ mean, halfWidth }: Spread, text: (value: number) => string, width = text): string {
  return Number.isFinite(halfWidth) ? `${text(mean)} ± ${width(halfWidth)}` : text(mean);
}

function tableOf(run: RunRecord): ReportTable {
  const { data, experiment } = run.header!;
  const reach = defaultReach(run);
  const percent =
    (count: number) =>
    (value: number): string =>
      formatPercent(value, percentDecimals(count));
  const short = (value: number): string => formatNumber(value, 2);
  const classes = data.classes > 0;
  const head = [
    l10n.t('Initializer'),
    l10n.t('Cost at step 0'),
    l10n.t('Train cost'),
    l10n.t('Test cost'),
    ...(classes ? [l10n.t('Train accuracy'), l10n.t('Test accuracy')] : []),
    l10n.t('Steps to a cost of {0}', formatNumber(reach)),
    l10n.t('Time'),
  ];
  const rows = summarize(run, reach).map((row) => [
    row.label,
    spreadText(row.stepZeroCost, formatNumber, short),
    spreadText(row.cost, formatNumber, short),
    spreadText(row.testCost, formatNumber, short),
    ...(classes
      ? [spreadText(row.trainAccuracy, percent(data.trainCount)), spreadText(row.testAccuracy, percent(data.testCount))]
      : []),
    spreadText(row.stepsToReach, formatCount),
    formatSeconds(row.seconds.mean),
  ]);
  const seeds = experiment.random.seeds.length;
  return {
    head,
    rows,
    note: seeds > 1 ? l10n.t('Means of {0} seeds ± half the width of the 95 % interval, t · s / √n.', seeds) : '',
    numbersFrom: 1,
  };
}

/** What was compared: of runs laid over each other also where they differ, of a sweep what it varied. */
function factsOf(run: RunRecord, comparison: ReportComparison | undefined): Fact[] {
  const facts = describeRun(run.header!);
  if (comparison) {
    const alike = comparison.differences.length === 0 ? facts : [];
    const differences = comparison.differences.map(({ path, values }): Fact => [
      path,
      values.map((value) => value ?? '–').join(' · '),
    ]);
    return [
      [l10n.t('Runs'), comparison.runs.join(' · ')],
      ...alike,
      ...differences,
      ...comparison.notes.map((note): Fact => [l10n.t('Note'), note]),
    ];
  }
  return run.sweep ? [...facts, ...describeSweep(run, run.sweep)] : facts;
}

function reproduceOf(run: RunRecord, { file, comparison }: ReportSource): Report['reproduce'] {
  if (comparison)
    return { text: l10n.t('Each of these runs has its own experiment. Open a saved run to run it again.') };
  const weights = run.sweep ? '' : ' --weights weights';
  return {
    text: l10n.t(
      'The same seeds and the same backend give the same numbers with any number of workers. Save the experiment below as {0} and run:',
      file,
    ),
    command: `initlab run ${shellWord(file)} --backend ${run.header!.environment.backend} --out run.json${weights}`,
  };
}

/** `A`, `A and B`, `A, B and C` with `most` names at most. */
function names(labels: readonly string[], most = 4): string {
  if (labels.length === 1) return labels[0];
  if (labels.length > most) return l10n.t('{0} and {1} more', listText(labels.slice(0, most)), labels.length - most);
  return l10n.t('{0} and {1}', listText(labels.slice(0, -1)), labels[labels.length - 1]);
}

/** The report of a run that has begun. `pictures` come in the order in which they are shown. */
export function reportOf(run: RunRecord, pictures: readonly ReportPicture[], source: ReportSource): Report {
  const { header } = run;
  if (!header) throw new Error('A run that never started has no report.');
  const { sweep } = run;
  const indices = sweep ? sweptInitializers(sweep) : [...new Set(run.trials.map(({ initializer }) => initializer))];
  const summary = sweep ? [] : summarize(run, defaultReach(run));
  const chapters: ReportChapter[] = [
    {
      title: sweep ? l10n.t('Metrics by setting') : l10n.t('Curves'),
      pictures: pictures.filter(({ chapter }) => chapter === 'curves'),
    },
    {
      title: l10n.t('Initial and final weights'),
      pictures: pictures.filter(({ chapter }) => chapter === 'weights'),
    },
    { title: l10n.t('Decision boundaries'), pictures: pictures.filter(({ chapter }) => chapter === 'boundaries') },
    { title: l10n.t('More charts'), pictures: pictures.filter(({ chapter }) => chapter === 'more') },
  ];
  const { environment } = header;
  return {
    title: header.experiment.name,
    subtitle: l10n.t(
      '{0} on {1}',
      names(indices.map((index) => labelOf(header.experiment.initializers[index]))),
      source.date,
    ),
    facts: factsOf(run, source.comparison),
    initializers: describeInitializers(header, indices),
    ...(source.comparison ? {} : { experimentJson: JSON.stringify(header.experiment, null, 2) }),
    tables: sweep ? sweepTables(run, sweep) : [tableOf(run), ...findingTables(run), ...differenceTables(run, summary)],
    verdicts: sweep ? sweepFindings(run, sweep) : summary.map(({ label, verdict }) => [label, verdict.text]),
    explanations: sweep ? [] : explanationsOf(run, source.opened ?? []),
    chapters: chapters.filter((chapter) => chapter.pictures.length > 0),
    environment: [
      [l10n.t('Kernels'), environment.backend],
      ...(environment.precision ? [[l10n.t('Precision'), environment.precision] satisfies Fact] : []),
      [l10n.t('Workers'), formatCount(environment.workers)],
      ['Node.js', environment.node],
      ['Init Lab', source.version],
      [l10n.t('Time of the run'), formatSeconds(run.seconds)],
      ...(header.notes ?? []).map((note): Fact => [l10n.t('Note'), note]),
    ],
    reproduce: reproduceOf(run, source),
  };
}

/** A file name as one word of a shell. */
function shellWord(text: string): string {
  return /^[\w.+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
