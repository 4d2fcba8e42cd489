import { commands, TabInputCustom, TabInputText, window, type Tab, type Uri } from 'vscode';

/** Milliseconds in which a tab comes to the front. */
const patience = 2000;

/** The tabs of a document, in whichever editor. */
export function tabsOf(uri: Uri): Tab[] {
  return window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) =>
        (input instanceof TabInputCustom || input instanceof TabInputText) && input.uri.toString() === uri.toString(),
    );
}

/** Whether the tab in front is one of the document. */
export function isInFront(uri: Uri): boolean {
  const { activeTab } = window.tabGroups.activeTabGroup;
  return activeTab !== undefined && tabsOf(uri).includes(activeTab);
}

/** Resolves when a tab of the document is in front, or has not come there in time. */
async function inFront(uri: Uri): Promise<boolean> {
  if (isInFront(uri)) return true;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (isInFront(uri)) done();
    };
    const watches = [window.tabGroups.onDidChangeTabs(look), window.tabGroups.onDidChangeTabGroups(look)];
    const timer = setTimeout(() => done(), patience);
    function done(): void {
      clearTimeout(timer);
      for (const watch of watches) watch.dispose();
      resolve();
    }
  });
  return isInFront(uri);
}

/**
 * Closes every tab of a document whose text is elsewhere now, with no question, and no other tab: what reverts an
 * untitled text is a command of VS Code on the tab in front, so a tab of this document is brought there first. One that
 * does not come there is closed by itself, which asks about its text.
 */
export async function closeWithoutSaving(uri: Uri): Promise<void> {
  const [first] = tabsOf(uri);
  if (!first) return;
  if (!isInFront(uri))
    await commands.executeCommand(
      'vscode.openWith',
      uri,
      first.input instanceof TabInputCustom ? first.input.viewType : 'default',
      { viewColumn: first.group.viewColumn },
    );
  if (await inFront(uri)) await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  const left = tabsOf(uri);
  if (left.length > 0) await window.tabGroups.close(left);
}
