import { TabInputCustom, window, type Uri } from 'vscode';
import type { Comparisons } from './comparison';
import { runViewType } from './runEditor';

/** Whether a tab shows a saved run, alone or over others; looked at or not since the window opened. */
export function isRunOpen(run: Uri, comparisons: Comparisons): boolean {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return (
    comparisons.shows(run) ||
    tabs.some(
      ({ input }) =>
        input instanceof TabInputCustom && input.viewType === runViewType && input.uri.toString() === run.toString(),
    )
  );
}
