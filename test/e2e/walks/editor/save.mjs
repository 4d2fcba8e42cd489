import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptSaveDialog } from '../../../host/workbench.mjs';
import { check } from '../../context.mjs';

/** Saves what `edit` left, and opens it again. */
export async function save(ctx) {
  const file = join(ctx.workspace, 'experiments', 'circles.initlab.json');
  await ctx.step('Save in Workspace writes the file', async () => {
    await ctx.editor.button('Save in Workspace').click();
    await acceptSaveDialog(ctx.page, () => ctx.picture('save'));
    await ctx.page.getByRole('tab', { name: 'circles.initlab.json' }).first().waitFor();
    await ctx.eventually(
      () =>
        stat(file).then(
          () => true,
          () => false,
        ),
      () => `${file} is not there.`,
    );
    const experiment = JSON.parse(await readFile(file, 'utf8'));
    check(
      experiment.initializers.length === 5 && experiment.initializers[4].kind === 'orthogonal',
      'The added initializer is not in the file.',
    );
    check(
      experiment.optimizer.learningRate === 0.01 && experiment.training.steps === 5_000_000,
      'The values in the file are others.',
    );
  });
  await ctx.step('the saved file opens in the same editor, its run kept', async () => {
    await ctx.shownEditor();
    await ctx.editor.progressSays(/stopped/);
  });
  await ctx.step('closed and opened again it is an experiment', async () => {
    await ctx.closeEditor();
    await ctx.openExperiment('circles.initlab.json');
    await ctx.editor.initializers.nth(4).waitFor();
    await ctx.picture('reopened');
  });
}
