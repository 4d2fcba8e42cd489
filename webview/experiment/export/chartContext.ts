/** The part of a `when` clause by which the workbench offers a chart's context menu. */
const chartSection = 'chart';

/** The chart whose area an event came from, however many shadow roots lie between. */
function chartAt(event: Event): string | undefined {
  for (const target of event.composedPath())
    if (target instanceof HTMLElement && target.dataset['chart'] !== undefined) return target.dataset['chart'];
  return undefined;
}

/**
 * Lets a right click on a chart open the workbench's menu for it. The workbench looks for `data-vscode-context` in the
 * page alone and not in shadow roots, so the body carries what the click was on.
 */
export function watchContextMenus(): void {
  window.addEventListener(
    'contextmenu',
    (event) => {
      const chart = chartAt(event);
      if (chart === undefined) delete document.body.dataset['vscodeContext'];
      else
        document.body.dataset['vscodeContext'] = JSON.stringify({
          webviewSection: chartSection,
          chart,
          preventDefaultContextMenuItems: true,
        });
    },
    { capture: true },
  );
}
