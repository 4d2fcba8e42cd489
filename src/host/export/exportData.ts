import * as l10n from '@vscode/l10n';
import { window, type Uri } from 'vscode';
import type { RunRecord } from '../../experiment/record/record';
import { explanationsOf } from '../../experiment/report/explanations';
import { explanationParts } from '../../experiment/report/markdown';
import { curvesCsv, histogramsCsv, summaryCsv } from '../../experiment/report/tables';
import { runFile } from '../../experiment/runFile/runFile';
import { reasonsFor, type Opened } from '../../experiment/why/subject';
import { askShown } from './askCharts';
import type { ExportSource } from './exportSource';
import { askTarget } from './proposal';
import { writeWhole } from './writeFiles';

/** The tables and files of a run. */
export type DataKind = 'curves' | 'summary' | 'histograms' | 'explanations' | 'run';

/** What of the export is settled already; the rest is asked. */
export interface DataOptions {
  kind?: DataKind;
  /** Of the histograms; absent: the step that is shown. */
  step?: number;
  uri?: Uri;
}

async function pickKind({ comparison }: ExportSource): Promise<DataKind | undefined> {
  const items: { label: string; description: string; data: DataKind }[] = [
    { label: l10n.t('Curves'), description: l10n.t('CSV, one row per recorded step of each trial'), data: 'curves' },
    { label: l10n.t('Summary'), description: l10n.t('CSV, one row per initializer'), data: 'summary' },
    {
      label: l10n.t('Histograms of the shown step'),
      description: l10n.t('CSV, one row per bin'),
      data: 'histograms',
    },
    {
      label: l10n.t('Explanations'),
      description: l10n.t('Markdown, with the opened explanations, or those of all verdicts'),
      data: 'explanations',
    },
    ...(comparison
      ? []
      : [{ label: l10n.t('Whole run'), description: l10n.t('JSON, the run file'), data: 'run' as const }]),
  ];
  return (
    await window.showQuickPick(items, { title: l10n.t('Export Data'), placeHolder: l10n.t('Select what to export') })
  )?.data;
}

/** The reasons that were opened, or the first one of every verdict where none was. */
async function explanationsText(source: ExportSource, run: RunRecord): Promise<string> {
  const { opened = [] } = await askShown(source);
  const first = run.trials.flatMap(({ initializer, seed }) =>
    reasonsFor(run, { initializer, seed })
      .slice(0, 1)
      .map(({ kind }): Opened => ({ initializer, seed, kind })),
  );
  return `${explanationsOf(run, opened.length > 0 ? opened : first)
    .flatMap(explanationParts)
    .join('\n\n')}\n`;
}

async function textOf(source: ExportSource, run: RunRecord, kind: DataKind, step: number | undefined): Promise<string> {
  switch (kind) {
    case 'curves':
      return curvesCsv(run);
    case 'summary':
      return summaryCsv(run);
    case 'histograms':
      return histogramsCsv(run, step ?? (await askShown(source)).step ?? Infinity);
    case 'explanations':
      return explanationsText(source, run);
    case 'run':
      // A run file has one experiment.
      if (source.comparison)
        throw new Error(l10n.t('Comparisons have no run file of their own. Export the saved runs one by one.'));
      return `${JSON.stringify(runFile(run), null, 1)}\n`;
  }
}

/** Saves figures of the shown run. Answers where; undefined when the user thought better of it. */
export async function exportData(source: ExportSource, run: RunRecord, options: DataOptions): Promise<Uri | undefined> {
  const kind = options.kind ?? (await pickKind(source));
  if (kind === undefined) return undefined;
  const text = await textOf(source, run, kind, options.step);
  const ending = kind === 'run' ? 'json' : kind === 'explanations' ? 'md' : 'csv';
  const uri = options.uri ?? (await askTarget(source, l10n.t('Export Data'), kind, ending));
  if (!uri) return undefined;
  await writeWhole(uri, text);
  return uri;
}
