import * as l10n from '@vscode/l10n';
import { window, type Uri } from 'vscode';
import type { ChartInfo, PictureFormat, PictureLook } from '../../protocol/pictures';
import { askCopy, askPictures, askShown } from './askCharts';
import type { ExportSource } from './exportSource';
import { askTarget } from './proposal';
import { writeWhole } from './writeFiles';

/** What of a chart's export is settled already; the rest is asked. */
export interface ChartOptions {
  chart?: string;
  format?: PictureFormat;
  look?: PictureLook;
  uri?: Uri;
}

/** Asks which of the shown charts. */
async function pickChart(source: ExportSource, title: string): Promise<ChartInfo | undefined> {
  const { charts } = await askShown(source);
  if (charts.length === 0) throw new Error(l10n.t('No chart is visible yet.'));
  const picked = await window.showQuickPick(
    charts.map((chart) => ({ label: chart.title, chart })),
    { title, placeHolder: l10n.t('Select a chart') },
  );
  return picked?.chart;
}

async function pickForm(): Promise<{ format: PictureFormat; look: PictureLook } | undefined> {
  return window.showQuickPick(
    [
      {
        label: 'PNG',
        description: l10n.t('pixels, in the colours of the editor'),
        format: 'png' as const,
        look: 'editor' as const,
      },
      {
        label: 'SVG',
        description: l10n.t('vectors, in the colours of the editor'),
        format: 'svg' as const,
        look: 'editor' as const,
      },
      {
        label: l10n.t('PNG for print'),
        description: l10n.t('pixels, in light colours'),
        format: 'png' as const,
        look: 'print' as const,
      },
      {
        label: l10n.t('SVG for print'),
        description: l10n.t('vectors, in light colours'),
        format: 'svg' as const,
        look: 'print' as const,
      },
    ],
    { title: l10n.t('Export Chart') },
  );
}

/** Saves one chart as a picture. Answers where; undefined when the user thought better of it. */
export async function exportChart(source: ExportSource, options: ChartOptions): Promise<Uri | undefined> {
  const id = options.chart ?? (await pickChart(source, l10n.t('Export Chart')))?.id;
  if (id === undefined) return undefined;
  const form = options.format ? { format: options.format, look: options.look ?? 'editor' } : await pickForm();
  if (!form) return undefined;
  const { format, look } = form;
  // Drawn before the dialog: what is saved is what was seen when it was asked for.
  const [picture] = await askPictures(source, { charts: { id }, format, look });
  const uri = options.uri ?? (await askTarget(source, l10n.t('Export Chart'), id.replace(/[^\w.-]+/g, '-'), format));
  if (!uri) return undefined;
  await writeWhole(uri, picture.format === 'png' ? picture.bytes : picture.text);
  return uri;
}

/** Tells why the clipboard got nothing, and offers to save instead. */
export async function explainCopy(source: ExportSource, chart: string, reason: string): Promise<Uri | undefined> {
  const save = l10n.t('Save as PNG…');
  const answer = await window.showWarningMessage(
    l10n.t("The image couldn't be copied: {0}.", reason.replace(/\.$/, '')),
    save,
  );
  return answer === save ? exportChart(source, { chart, format: 'png' }) : undefined;
}

/** Puts one chart on the clipboard; where that is refused, it can be saved instead. */
export async function copyChart(source: ExportSource, { chart }: ChartOptions): Promise<Uri | undefined> {
  const id = chart ?? (await pickChart(source, l10n.t('Copy Chart')))?.id;
  if (id === undefined) return undefined;
  const reason = await askCopy(source, id);
  if (reason !== undefined) return explainCopy(source, id, reason);
  window.setStatusBarMessage(l10n.t('The image was copied.'), 4000);
  return undefined;
}
