import * as l10n from '@vscode/l10n';
import { ProgressLocation, Uri, window, workspace, type Progress, type QuickPickItem } from 'vscode';
import { isImageKind, type ImageKind } from '../../experiment/format/defaults';
import { datasetTitle } from '../../experiment/format/datasetTitles';
import { formatBytes } from '../../experiment/text/format';
import type { NetworkExperiment } from '../../experiment/format/schema';
import type { DataPlaces } from '../../protocol/trainer';
import { findImages, type ImageDataset } from '../../data/findImages';
import { RunRefused } from '../../data/refused';
import type { HostContext } from '../context';
import { DownloadError } from './downloadError';
import { downloadFile, isDownloaded } from './downloadFile';
import type { Source } from './sources';

const sizeOf = ({ files }: Source): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** A dataset in the quick pick, and whether it was downloaded before. */
interface DatasetItem extends QuickPickItem {
  dataset: ImageKind;
  there: boolean;
}

/** Downloads under way, so that two runs of one dataset wait for the same one. */
const running = new Map<ImageKind, Promise<boolean>>();

async function fetchAll(
  source: Source,
  folder: string,
  report: Progress<{ message?: string; increment?: number }>,
  signal: AbortSignal,
): Promise<void> {
  const all = sizeOf(source);
  let [before, shown] = [0, 0];
  const show = (bytes: number) => {
    report.report({
      message: l10n.t('{0} of {1}', formatBytes(bytes), formatBytes(all)),
      increment: Math.max(0, (100 * (bytes - shown)) / all),
    });
    shown = Math.max(shown, bytes);
  };
  for (const file of source.files) {
    if (!(await isDownloaded(file, folder)))
      await downloadFile(file, folder, { signal, progress: (bytes) => show(before + bytes) });
    before += file.bytes;
    show(before);
  }
}

/** Downloads with progress that can be cancelled; true when all files are there. */
async function download(host: HostContext, kind: ImageKind): Promise<boolean> {
  const source = host.sources[kind];
  const folder = Uri.joinPath(host.downloads, source.folder).fsPath;
  return window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Downloading {0}', datasetTitle(kind)),
      cancellable: true,
    },
    async (report, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      try {
        await fetchAll(source, folder, report, controller.signal);
        return true;
      } catch (error) {
        if (!(error instanceof DownloadError)) throw error;
        host.log.warn(error.message);
        if (error.fault !== 'cancelled')
          void window.showErrorMessage(l10n.t("{0} couldn't be downloaded. {1}", datasetTitle(kind), error.message));
        return false;
      }
    },
  );
}

/** Shows address, size and place, and downloads when the user agrees. True when all files are there. */
async function ask(host: HostContext, kind: ImageKind): Promise<boolean> {
  const source = host.sources[kind];
  const from = [...new Set(source.files.map(({ address }) => address.slice(0, address.lastIndexOf('/') + 1)))].join(
    ', ',
  );
  const detail = [
    l10n.t('{0} from {1}', formatBytes(sizeOf(source)), from),
    source.files.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`).join('\n'),
    l10n.t(
      'Stored in {0}, not in the workspace. Licence: {1}.',
      Uri.joinPath(host.downloads, source.folder).fsPath,
      source.licence,
    ),
  ].join('\n\n');
  const yes = l10n.t('Download');
  if (
    (await window.showInformationMessage(l10n.t('Download {0}?', datasetTitle(kind)), { modal: true, detail }, yes)) !==
    yes
  )
    return false;
  const busy = running.get(kind) ?? download(host, kind).finally(() => running.delete(kind));
  running.set(kind, busy);
  return busy;
}

async function isMissing(dataset: ImageDataset, directory: string | undefined, places: DataPlaces): Promise<boolean> {
  try {
    return (await findImages(dataset, { directory, places })) === undefined;
  } catch (error) {
    // A bad path is the run's to say.
    if (error instanceof RunRefused) return false;
    throw error;
  }
}

/**
 * Before a run: offers the download of a dataset that is not on this machine; false when it is still not there after
 * that, so that a run would have no data. Nothing is offered in a workspace that is not trusted, where the run itself
 * says what is missing.
 */
export async function offerMissing(
  host: HostContext,
  dataset: NetworkExperiment['dataset'],
  { directory, places }: { directory?: string; places: DataPlaces },
): Promise<boolean> {
  if (!isImageKind(dataset.kind) || !workspace.isTrusted) return true;
  return !(await isMissing(dataset as ImageDataset, directory, places)) || ask(host, dataset.kind);
}

/** The command: asks which dataset, and downloads it. */
export async function downloadDataset(host: HostContext): Promise<void> {
  if (!workspace.isTrusted)
    return void window.showWarningMessage(l10n.t('Nothing is downloaded in an untrusted workspace.'));
  const items = await Promise.all(
    (Object.keys(host.sources) as ImageKind[]).map(async (kind): Promise<DatasetItem> => {
      const folder = Uri.joinPath(host.downloads, host.sources[kind].folder).fsPath;
      const there = (await Promise.all(host.sources[kind].files.map((file) => isDownloaded(file, folder)))).every(
        Boolean,
      );
      return {
        label: datasetTitle(kind),
        description: there ? l10n.t('downloaded') : formatBytes(sizeOf(host.sources[kind])),
        dataset: kind,
        there,
      };
    }),
  );
  const picked = await window.showQuickPick<DatasetItem>(items, {
    title: l10n.t('Download Dataset'),
    placeHolder: l10n.t('Select a dataset'),
  });
  if (!picked) return;
  if (picked.there) return void window.showInformationMessage(l10n.t('{0} is already downloaded.', picked.label));
  if (await ask(host, picked.dataset))
    void window.showInformationMessage(
      l10n.t('{0} was downloaded. Experiments without a path use it from their next run.', picked.label),
    );
}
