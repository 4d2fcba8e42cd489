import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { commands, window, workspace, type QuickPickItem, type Uri } from 'vscode';
import { experimentPattern, isExperimentPath } from '../../experiment/format/experimentFile';
import { initializerFileEndings } from '../../inspect/open/endings';
import { editDocument } from '../editor/documentEdit';
import { parsedDocument } from '../editor/parsedDocument';
import { pathFrom } from '../json/fileIssues';
import { experimentViewType } from '../editor/viewType';

interface Choice extends QuickPickItem {
  uri: Uri;
}

async function choices(): Promise<Choice[]> {
  const open = workspace.textDocuments
    .filter(({ uri }) => isExperimentPath(uri.path) && uri.scheme !== 'git')
    .map(({ uri }) => uri);
  const files = await workspace.findFiles(experimentPattern, undefined, 200);
  const unique = new Map([...open, ...files].map((uri) => [uri.path, uri]));
  return [...unique.values()].map((uri) => ({
    label: posix.basename(uri.path),
    description: posix.dirname(workspace.asRelativePath(uri)).replace(/^\.$/, ''),
    uri,
  }));
}

/**
 * Adds a file of weights to an experiment that the user picks, as the initializer `fromFile`, and shows the experiment.
 */
export async function useAsInitializer(weights: Uri): Promise<void> {
  const name = posix.basename(weights.path);
  if (weights.scheme !== 'file' || !initializerFileEndings.some((ending) => name.toLowerCase().endsWith(ending))) {
    return void window.showWarningMessage(
      l10n.t(
        '{0} cannot start an experiment: weights are taken from files on disk of {1}.',
        name,
        initializerFileEndings.join(', '),
      ),
    );
  }
  const items = await choices();
  if (items.length === 0)
    return void window.showInformationMessage(
      l10n.t('There is no experiment yet: make one with Compare Initializers, then use these weights in it.'),
    );
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Use {0} as an Initializer', name),
    placeHolder: l10n.t('The experiment that starts from these weights'),
  });
  if (!picked) return;
  const document = await workspace.openTextDocument(picked.uri);
  const { experiment } = parsedDocument(document);
  if (!experiment)
    throw new Error(l10n.t('{0} has mistakes that have to be mended first.', posix.basename(picked.uri.path)));
  const issues = await editDocument(document, [
    {
      path: ['initializers', experiment.initializers.length],
      value: { kind: 'fromFile', path: pathFrom(picked.uri, weights), label: name },
      insert: true,
    },
  ]);
  if (issues.length > 0) throw new Error(issues[0].message);
  await commands.executeCommand('vscode.openWith', picked.uri, experimentViewType);
}
