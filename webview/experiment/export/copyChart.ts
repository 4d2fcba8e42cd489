import * as l10n from '@vscode/l10n';
import { sheetOf } from './chartRegistry';
import { pngBlob } from './render';

/** Milliseconds that the page may take to get the focus after a menu of the workbench closed. */
const focusDeadline = 1500;

/** Waits for the focus, without which no page may write to the clipboard. */
async function focused(): Promise<boolean> {
  window.focus();
  for (const end = performance.now() + focusDeadline; !document.hasFocus();) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return true;
}

/** Puts a shown chart on the clipboard as a PNG; answers why it could not, or undefined. */
export async function copyChart(id: string): Promise<string | undefined> {
  try {
    const sheet = sheetOf(id);
    if (typeof ClipboardItem === 'undefined') return l10n.t("the browser doesn't support copying images");
    if (!(await focused())) return l10n.t("the editor doesn't have focus");
    // The promise goes in at once: what the user did counts for a short time only, and drawing may take longer.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngBlob(sheet, 'editor') })]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
