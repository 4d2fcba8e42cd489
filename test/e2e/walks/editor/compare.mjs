import { discardActiveEditor } from '../../../host/workbench.mjs';
import { check, circleCount } from '../../context.mjs';

/** What the circles experiment comes to, from NumPy: train and test accuracy in percent. */
const circles = [
  ['Zeros', '50', '50'],
  ['randn × 10', '83', '86'],
  ['He normal', '99.3', '96'],
  ['Xavier uniform', '61', '58'],
];

/** The command, a preset, a whole run and its figures. It leaves the finished circles in front, not saved. */
export async function compare(ctx) {
  // VS Code in a browser takes its time for the first webview of a window; the second one is what is felt from then on.
  await ctx.step('F1, the command, Moons: the first curve point, in the first webview of the window', () =>
    ctx.pickAndSee('Moons'),
  );
  await ctx.closeEditor(discardActiveEditor);
  await ctx.step('F1, the command, Circles: the first curve point', () => ctx.pickAndSee('Circles'));
  await ctx.step('the run goes to its end', () => ctx.editor.progressSays(/finished/));
  await ctx.step('the chart has a line of each initializer', async () => {
    let colors = [];
    await ctx.eventually(
      async () => (colors = await ctx.editor.curveColors()).length >= circleCount,
      () => `Colours of the chart: ${colors.join(', ')}.`,
    );
  });
  await ctx.step('the summary has the accuracies that NumPy gives', async () => {
    for (const [label, train, test] of circles) {
      const row = ctx.editor.summary.getByRole('row').filter({ hasText: label });
      const cells = (await row.getByRole('cell').allInnerTexts()).map((text) => text.replace(/\s*%/, ''));
      check(Number(cells[2]) === Number(train) && Number(cells[3]) === Number(test), `${label}: ${cells.join(' | ')}`);
    }
  });
}
