import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import { FileType, Uri, workspace, type TextDocument } from 'vscode';
import { isModelExperiment, datasetOf } from '../../experiment/format/forms';
import { pathText, type Issue, type JsonPath } from '../../experiment/format/issue';
import type { Experiment } from '../../experiment/format/schema';
import { pythonFile } from '../../experiment/format/schemas/modelSchema';
import { valueAtPath } from '../../experiment/format/sweepAxes';

/** A path that an experiment names. */
interface NamedFile {
  place: JsonPath;
  path: string;
  /** It may be a folder as well. */
  folder: boolean;
}

/** Where a model's experiment names Python files. */
const pythonPlaces: readonly JsonPath[] = [['model', 'python'], ['data', 'python'], ['loss'], ['step'], ['optimizer']];

/** Every file that a run of the experiment would read by a path of its own. */
function namedFiles(experiment: Experiment): NamedFile[] {
  const files: NamedFile[] = [];
  const dataset = datasetOf(experiment);
  const folder = dataset?.kind !== 'csv' && dataset?.kind !== 'npy';
  for (const key of ['path', 'x', 'y', 'testX', 'testY']) {
    const path = (dataset as Record<string, unknown> | undefined)?.[key];
    const place = isModelExperiment(experiment) ? ['data', 'dataset', key] : ['dataset', key];
    if (typeof path === 'string') files.push({ place, path, folder });
  }
  for (const place of isModelExperiment(experiment) ? pythonPlaces : []) {
    const reference = valueAtPath(experiment, place);
    const path = typeof reference === 'string' ? pythonFile(reference) : undefined;
    if (path !== undefined) files.push({ place, path, folder: false });
  }
  experiment.initializers.forEach((entry, index) => {
    if (entry.enabled === false) return;
    const place: JsonPath = ['initializers', index];
    if (entry.kind === 'fromFile') files.push({ place: [...place, 'path'], path: entry.path, folder: false });
    if (entry.bias?.kind === 'fromFile')
      files.push({ place: [...place, 'bias', 'path'], path: entry.bias.path, folder: false });
    for (const [layer, law] of Object.entries(entry.layers ?? {}))
      if (law.kind === 'fromFile')
        files.push({ place: [...place, 'layers', layer, 'path'], path: law.path, folder: false });
  });
  return files;
}

/** The address of a path of the experiment at `uri`; undefined where none can be had. */
function addressOf(uri: Uri, path: string): Uri | undefined {
  if (isAbsolute(path)) return Uri.file(path);
  if (uri.scheme === 'untitled')
    return uri.path.startsWith('/') ? Uri.joinPath(uri.with({ scheme: 'file' }), '..', path) : undefined;
  return Uri.joinPath(uri, '..', path);
}

/**
 * The path of `target` as the experiment at `uri` would write it: relative to its folder where there is one way to it.
 */
export function pathFrom(uri: Uri, target: Uri): string {
  const from = Uri.joinPath(uri, '..').path.split('/');
  const to = target.path.split('/');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++;
  // Nothing but the root, or the home folder, in common: the full path says it better.
  if (!uri.path.startsWith('/') || same <= 1 || from.slice(0, same).join('/') === homedir()) return target.fsPath;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

async function issueOf({ uri }: TextDocument, { place, path, folder }: NamedFile): Promise<Issue | undefined> {
  const browse: Issue['fixes'] = [{ kind: 'browse', path: place }];
  if (uri.scheme !== 'file' && uri.scheme !== 'untitled') {
    return {
      path: place,
      message: l10n.t(
        "{0}: files can't be read because this experiment isn't on a local disk ({1}).",
        pathText(place),
        uri.scheme,
      ),
    };
  }
  const address = addressOf(uri, path);
  if (address === undefined)
    return {
      path: place,
      message: l10n.t(
        '{0}: the relative path "{1}" requires a saved experiment or an open folder.',
        pathText(place),
        path,
      ),
      fixes: browse,
    };
  // Whether a file outside is there is not for a folder that nobody has trusted to know.
  if (!workspace.isTrusted && workspace.getWorkspaceFolder(address) === undefined) {
    return {
      path: place,
      message: l10n.t(
        '{0}: "{1}" is outside the workspace and can\'t be read in Restricted Mode.',
        pathText(place),
        path,
      ),
    };
  }
  try {
    const { type } = await workspace.fs.stat(address);
    if (folder || (type & FileType.Directory) === 0) return undefined;
    return {
      path: place,
      message: l10n.t('{0}: expected a file, but "{1}" is a folder.', pathText(place), path),
      fixes: browse,
    };
  } catch {
    return { path: place, message: l10n.t('{0}: "{1}" not found.', pathText(place), path), fixes: browse };
  }
}

/** What is wrong with the paths of an experiment. */
export async function fileIssues(document: TextDocument, experiment: Experiment): Promise<Issue[]> {
  const found = await Promise.all(namedFiles(experiment).map((file) => issueOf(document, file)));
  return found.filter((issue) => issue !== undefined);
}
