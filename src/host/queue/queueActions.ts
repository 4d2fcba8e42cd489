import * as l10n from '@vscode/l10n';
import { window, workspace } from 'vscode';
import type { SweepFacts } from '../../queue/main';
import type { HostContext } from '../context';
import { openUntitled } from '../editor/compareInitializers';
import type { ExperimentEditorProvider } from '../editor/experimentEditor';
import { exists } from '../platform/exists';
import type { RunSession } from '../session/runSession';

/** Shows a sweep of the queue, in the document that follows it or in a new one. Rejects with a message for the user. */
export async function openSweep(
  { queue }: HostContext,
  editor: ExperimentEditorProvider,
  { id, name }: Pick<SweepFacts, 'id' | 'name'>,
): Promise<void> {
  const document = queue.documentOf(id);
  const isOpen = workspace.textDocuments.some(({ uri }) => uri.toString() === document?.toString());
  if (document && (isOpen || (await exists(document)))) return editor.openFollowing(document);
  const { experiment } = await queue.use((server) => server.submitted(id));
  await openUntitled(name, JSON.stringify(experiment, undefined, 2), async (uri) => {
    queue.follow(uri, id);
    await editor.openFollowing(uri);
  });
}

async function agrees(sweeps: readonly SweepFacts[], question: string, detail: string, yes: string): Promise<boolean> {
  return sweeps.length > 0 && (await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** Ends sweeps for everybody who follows them, once the user has agreed. Rejects with a message for the user. */
export async function cancelSweeps({ queue }: HostContext, sweeps: readonly SweepFacts[]): Promise<void> {
  const question =
    sweeps.length === 1 ? l10n.t('End the sweep {0}?', sweeps[0].name) : l10n.t('End {0} sweeps?', sweeps.length);
  const detail = l10n.t('This ends it for everybody who follows it. Results so far stay.');
  if (!(await agrees(sweeps, question, detail, l10n.t('End for Everybody')))) return;
  await queue.use(async (server) => {
    for (const sweep of sweeps) await server.cancel(sweep);
  });
}

/** Removes sweeps from the server, once the user has agreed. Rejects with a message for the user. */
export async function removeSweeps({ queue }: HostContext, sweeps: readonly SweepFacts[]): Promise<void> {
  const question =
    sweeps.length === 1
      ? l10n.t('Remove the sweep {0} from the queue?', sweeps[0].name)
      : l10n.t('Remove {0} sweeps from the queue?', sweeps.length);
  const detail = l10n.t('Its results are removed from the server for everybody. Saved runs stay.');
  if (!(await agrees(sweeps, question, detail, l10n.t('Remove')))) return;
  await queue.use(async (server) => {
    for (const sweep of sweeps) await server.remove(sweep);
  });
}

/** Stops a run. Of a sweep that workers compute for everybody the user says what is to end. */
export async function stopRun(host: HostContext, session: RunSession): Promise<void> {
  const { run } = session;
  const sweep = run?.queue?.sweep;
  if (sweep === undefined || !session.isActive) return session.stop();
  const end = l10n.t('End for Everybody');
  const leave = l10n.t('Leave to Workers');
  const answer = await window.showWarningMessage(
    l10n.t('Stop the sweep in the queue?'),
    {
      modal: true,
      detail: l10n.t(
        'Left to the workers it continues, and "Run on Queue" shows it again. Ended, it stops for everybody; results so far stay.',
      ),
    },
    leave,
    end,
  );
  // It may have ended, or another run taken its place meanwhile.
  if (session.run !== run) return;
  if (answer === end) await host.queue.use(async (server) => server.cancel(await server.find(sweep)));
  else if (answer === leave) await session.stop();
}

/** Asks for the password of the queue of the setting, and checks it with the server. */
export async function setQueuePassword({ queue }: HostContext): Promise<void> {
  if (!(await queue.isReady())) return;
  if (!(await queue.passwords.ask(queue.shownAddress))) return;
  await queue.use(() => Promise.resolve());
  void window.showInformationMessage(l10n.t('The password for {0} is saved.', queue.shownAddress));
}
