import * as l10n from '@vscode/l10n';
import type { Picture, PictureRequest, ShownCharts } from '../../protocol/pictures';
import type { ExportSource } from './exportSource';

/**
 * A page that has just come into sight loses what is said to it before it listens: it is asked again so often
 * (milliseconds).
 */
const askAgain = 1500;
/** Milliseconds after which a page is given up. */
const patience = { listening: 20_000, drawing: 120_000 };

/** Rejects when the editor is closed or nothing came in time. */
function within<T>(
  { panel }: ExportSource,
  milliseconds: number,
  work: (settle: { resolve: (value: T) => void; reject: (reason: Error) => void }) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = work({ resolve: (value) => end(() => resolve(value)), reject: (reason) => end(() => reject(reason)) });
    const timer = setTimeout(() => end(() => reject(new Error(l10n.t("The editor didn't respond.")))), milliseconds);
    const closed = panel.onDidDispose(() => end(() => reject(new Error(l10n.t('The editor was closed.')))));
    function end(settle: () => void): void {
      clearTimeout(timer);
      closed.dispose();
      stop();
      settle();
    }
  });
}

/** Brings the editor into sight where it is hidden, and answers what its page shows. */
export async function askShown(source: ExportSource): Promise<ShownCharts> {
  if (!source.panel.visible) source.panel.reveal(undefined, true);
  return within(source, patience.listening, ({ resolve }) => {
    // What cannot be delivered is refused: the page is not there yet.
    const ask = (): void => void source.page.charts().then(resolve, () => undefined);
    const timer = setInterval(ask, askAgain);
    ask();
    return () => clearInterval(timer);
  });
}

/** Pictures of charts, drawn by the editor's page. */
export async function askPictures(source: ExportSource, request: PictureRequest): Promise<Picture[]> {
  await askShown(source);
  return within(source, patience.drawing, ({ resolve, reject }) => {
    source.page.pictures(request).then(resolve, (error: Error) => reject(error));
    return () => {};
  });
}

/** Puts a chart on the clipboard; answers why it could not. */
export async function askCopy(source: ExportSource, id: string): Promise<string | undefined> {
  // A page may write to the clipboard only while it has the focus.
  source.panel.reveal();
  await askShown(source);
  return within(source, patience.listening, ({ resolve, reject }) => {
    source.page.copyChart(id).then(resolve, (error: Error) => reject(error));
    return () => {};
  });
}
