import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { ProgressLocation, Uri, window } from 'vscode';
import { experimentSuffix, isExperimentPath } from '../../experiment/format/experimentFile';
import type { RunRecord } from '../../experiment/record/record';
import { reportHtml } from '../../experiment/report/html';
import { shownLanguage } from '../../experiment/text/language';
import { reportMarkdown } from '../../experiment/report/markdown';
import { reportOf, type Report, type ReportPicture } from '../../experiment/report/report';
import { askPictures, askShown } from './askCharts';
import type { ExportSource } from './exportSource';
import { askTarget } from './proposal';
import { writeTogether, writeWhole } from './writeFiles';

export type ReportFormat = 'html' | 'md';

/** What of the export is settled already; the rest is asked. */
export interface ReportOptions {
  format?: ReportFormat;
  uri?: Uri;
}

async function pickFormat(): Promise<ReportFormat | undefined> {
  const items: { label: string; description: string; format: ReportFormat }[] = [
    {
      label: 'HTML',
      description: l10n.t('one file that holds everything, to be read in a browser or printed'),
      format: 'html',
    },
    { label: 'Markdown', description: l10n.t('a file with a folder of pictures beside it'), format: 'md' },
  ];
  return (await window.showQuickPick(items, { title: l10n.t('Export Report'), placeHolder: l10n.t('Format') }))?.format;
}

/** The experiment's file name, whatever the run is shown from. */
function experimentFile({ uri }: ExportSource): string {
  const name = uri.path.split('/').at(-1) ?? '';
  return uri.scheme !== 'untitled' && isExperimentPath(name) ? name : `experiment${experimentSuffix}`;
}

async function build(source: ExportSource, run: RunRecord, version: string): Promise<Report> {
  const { opened } = await askShown(source);
  const pictures = await askPictures(source, { charts: 'report', format: 'svg', look: 'print' });
  const drawn = pictures.flatMap((picture): ReportPicture[] => {
    if (picture.format !== 'svg') return [];
    const { id, chapter, title, description, text, width, height } = picture;
    return [{ id, chapter: chapter ?? 'more', title, description, svg: text, width, height }];
  });
  const date = new Intl.DateTimeFormat(shownLanguage() === 'en' ? 'en-GB' : shownLanguage(), {
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(new Date());
  return reportOf(run, drawn, { file: experimentFile(source), version, date, comparison: source.comparison, opened });
}

/** The folder of a Markdown report's pictures: `report.files` beside `report.md`. */
function filesFolder(uri: Uri): Uri {
  const stem = (uri.path.split('/').at(-1) ?? 'report').replace(/\.[^.]*$/, '');
  return Uri.joinPath(uri, '..', `${stem}.files`);
}

/**
 * `report.md` with the folder `report.files` beside it: pictures first, so that the report never points to what is not
 * there.
 */
async function writeMarkdown(uri: Uri, report: Report): Promise<void> {
  const folder = filesFolder(uri);
  const pictures = report.chapters.flatMap((chapter) => chapter.pictures);
  const files = pictures.map(({ id, svg }) => ({ uri: Uri.joinPath(folder, `${id}.svg`), content: svg }));
  await writeTogether(folder, files, {
    uri,
    content: reportMarkdown(report, ({ id }) => `${posix.basename(folder.path)}/${id}.svg`),
  });
}

/** Saves a report on the shown run. Answers where; undefined when the user thought better of it. */
export async function exportReport(
  source: ExportSource,
  run: RunRecord,
  version: string,
  options: ReportOptions,
): Promise<Uri | undefined> {
  const format = options.format ?? (await pickFormat());
  if (!format) return undefined;
  const uri =
    options.uri ??
    (await askTarget(source, l10n.t('Export Report'), 'report', format, format === 'md' ? filesFolder : undefined));
  if (!uri) return undefined;
  await window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Drawing the report') }, async () => {
    const report = await build(source, run, version);
    if (format === 'md') await writeMarkdown(uri, report);
    else
      await writeWhole(
        uri,
        reportHtml(report, (text) => createHash('sha256').update(text).digest('base64')),
      );
  });
  return uri;
}
