import * as l10n from '@vscode/l10n';
import { commands, env, window, type Disposable, type Uri } from 'vscode';
import type { RunRecord } from '../../experiment/record/record';
import type { ChartCommand } from '../../protocol/pictures';
import type { HostContext } from '../context';
import { guarded } from '../platform/guarded';
import { copyChart, explainCopy, exportChart, type ChartOptions } from './exportCharts';
import { exportData, type DataOptions } from './exportData';
import { exportReport, type ReportOptions } from './exportReport';
import { exportWeights, type WeightOptions } from './exportWeights';
import type { ExportSource } from './exportSource';

type Work = (source: ExportSource, run: RunRecord) => Promise<Uri | undefined>;

/** Says where a file went, and offers to show it. */
async function tell(uri: Uri): Promise<void> {
  const [open, reveal] = [l10n.t('Open'), l10n.t('Reveal in File Explorer')];
  const name = uri.path.split('/').at(-1) ?? uri.path;
  const local = uri.scheme === 'file' && env.remoteName === undefined;
  const answer = await window.showInformationMessage(l10n.t('Exported {0}.', name), open, ...(local ? [reveal] : []));
  if (answer === open)
    await (name.endsWith('.html') && local ? env.openExternal(uri) : commands.executeCommand('vscode.open', uri));
  else if (answer === reveal) await commands.executeCommand('revealFileInOS', uri);
}

/** What every export may be told: the file to write, and the document of the editor when it is not the one in front. */
interface Given {
  uri?: Uri;
  document?: Uri;
}

/** The editor to export from: settled before anything is asked, as another one may be in front after that. */
function sourceOf(host: HostContext, { document }: Given): ExportSource | undefined {
  const source = document ? host.exportSources.of(document) : host.exportSources.active;
  if (!source) void window.showInformationMessage(l10n.t('Open and run an experiment first.'));
  return source;
}

async function runOn(source: ExportSource, work: Work, quiet: boolean): Promise<Uri | undefined> {
  const { run: shown } = source;
  if (!shown?.header) return void window.showInformationMessage(l10n.t('There is no run to export yet.'));
  const uri = await work(source, shown);
  if (uri && !quiet) void tell(uri);
  return uri;
}

/** What the menu of a chart asked for, on the editor that it is in. */
export async function performChart(source: ExportSource, command: ChartCommand): Promise<void> {
  if (command.do === 'explainCopy') await runOn(source, () => explainCopy(source, command.id, command.reason), false);
  else
    await runOn(
      source,
      () => exportChart(source, { chart: command.id, format: command.format, look: command.look }),
      false,
    );
}

/**
 * `initLab.export` and one command for each kind. Each takes an object that settles some of what is asked else, `uri`
 * among it, so that tests and keybindings need no dialog, and answers the file. A chart's context menu gives `{ chart
 * }`.
 */
export function registerExport(host: HostContext, version: string): Disposable[] {
  const given = <T extends Given>(value: unknown): T => (typeof value === 'object' && value !== null ? value : {}) as T;
  const exports: Record<string, (source: ExportSource, run: RunRecord, value: unknown) => Promise<Uri | undefined>> = {
    exportChart: (source, _run, value) => exportChart(source, given<ChartOptions>(value)),
    copyChart: (source, _run, value) => copyChart(source, given<ChartOptions>(value)),
    exportData: (source, run, value) => exportData(source, run, given<DataOptions>(value)),
    exportWeights: (source, run, value) => exportWeights(source, run, given<WeightOptions>(value)),
    exportReport: (source, run, value) => exportReport(source, run, version, given<ReportOptions>(value)),
  };
  /** Quiet where the caller named the file. */
  const perform = async (
    name: string,
    value: unknown,
    source = sourceOf(host, given(value)),
  ): Promise<Uri | undefined> =>
    source && runOn(source, (from, run) => exports[name](from, run, value), given(value).uri !== undefined);
  const choose = async (): Promise<void> => {
    const source = sourceOf(host, {});
    if (!source) return;
    const items = [
      { label: `$(graph-line) ${l10n.t('Chart')}`, description: l10n.t('as PNG or SVG'), name: 'exportChart' },
      { label: `$(copy) ${l10n.t('Copy a chart to the clipboard')}`, description: 'PNG', name: 'copyChart' },
      { label: `$(table) ${l10n.t('Data')}`, description: l10n.t('as CSV or JSON'), name: 'exportData' },
      { label: `$(symbol-array) ${l10n.t('Weights')}`, description: '.safetensors, .npz, .npy', name: 'exportWeights' },
      { label: `$(book) ${l10n.t('Report')}`, description: l10n.t('as HTML or Markdown'), name: 'exportReport' },
    ];
    const item = await window.showQuickPick(items, {
      title: l10n.t('Export'),
      placeHolder: l10n.t('Select what to export'),
    });
    if (item) await perform(item.name, undefined, source);
  };
  const register = (name: string, work: (value: unknown) => Promise<unknown>): Disposable =>
    commands.registerCommand(`initLab.${name}`, guarded(host, work));
  return [
    register('export', choose),
    ...Object.keys(exports).map((name) => register(name, (value) => perform(name, value))),
  ];
}
