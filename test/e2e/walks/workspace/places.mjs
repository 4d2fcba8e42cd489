import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, circlesExperiment, Walk } from '../../context.mjs';
import { processesOf } from '../../processes.mjs';

/**
 * A server of its own on a workspace of two folders: lists that tell them apart, and a window that closes while
 * something trains.
 */
export async function places(outer) {
  const ctx = await Walk.start(outer.vsix);
  // The steps count with those of the whole walk.
  ctx.steps = outer.steps;
  const { page } = ctx;
  const folders = ['one', 'two'].map((name) => join(ctx.workspace, name));
  const kept = async (folder) => (await readdir(join(folder, '.initlab', 'runs')).catch(() => [])).sort();
  const rows = (name) =>
    page.locator('.pane', { has: page.locator('.pane-header', { hasText: name }) }).locator('.monaco-list-row');
  try {
    const circles = await circlesExperiment();
    for (const folder of folders) {
      await mkdir(folder);
      await writeFile(
        join(folder, 'same.initlab.json'),
        JSON.stringify({ ...circles, name: 'Same', training: { ...circles.training, steps: 300 } }),
      );
    }
    await writeFile(
      join(folders[1], 'long.initlab.json'),
      JSON.stringify({ ...circles, name: 'Long', training: { ...circles.training, steps: 5_000_000 } }),
    );
    await ctx.write('several.code-workspace', { folders: [{ path: 'one' }, { path: 'two' }] });
    await ctx.step('experiments of one name in two folders are listed under their folders', async () => {
      await ctx.openFolder(join(ctx.workspace, 'several.code-workspace'));
      await page.locator('.activitybar').getByRole('tab', { name: 'Init Lab' }).click();
      await rows('Experiments').filter({ hasText: 'long' }).waitFor();
      const listed = (await rows('Experiments').locator('.label-name').allInnerTexts()).map((text) => text.trim());
      check(listed.join() === 'one,same,two,long,same', `Listed: ${listed.join()}`);
    });
    await ctx.step('each runs into its own folder, which the list of runs names', async () => {
      for (const [index, folder] of folders.entries()) {
        const row = rows('Experiments').filter({ hasText: 'same' }).nth(index);
        await row.hover();
        await row.getByRole('button', { name: 'Run' }).click();
        await ctx.eventually(
          async () => (await kept(folder)).some((name) => name.startsWith('same-')),
          async () => `${folder} has ${await kept(folder)}`,
        );
        await ctx.eventually(
          async () =>
            (await rows('Runs')
              .filter({ hasText: `· ${index === 0 ? 'one' : 'two'}` })
              .count()) === 1,
          async () => (await rows('Runs').allInnerTexts()).join(' | '),
        );
      }
      check(
        (await kept(folders[0])).length === 1 && (await kept(folders[1])).length === 1,
        `${await kept(folders[0])} and ${await kept(folders[1])}`,
      );
      await ctx.picture('places');
    });
    await ctx.step(
      'a window that closes while something trains leaves no process and nothing half; what was recorded is kept',
      async () => {
        await ctx.openExperiment('long.initlab.json');
        await ctx.editor.button('Run').first().click();
        await ctx.editor.progressSays(/left/);
        check((await processesOf(ctx.trainer)).length > 0, 'No trainer is there while it trains.');
        await page.goto('about:blank');
        await outer.eventually(
          async () => (await processesOf(ctx.trainer)).length === 0,
          async () => `Still there: ${await processesOf(ctx.trainer)}`,
        );
        const names = await kept(folders[1]);
        check(!names.some((name) => name.startsWith('.')), `Half a run is there: ${names}`);
        const [long] = names.filter((name) => name.startsWith('long-'));
        check(long !== undefined, `Kept: ${names}`);
        const { summary } = JSON.parse(await readFile(join(folders[1], '.initlab', 'runs', long, 'run.json'), 'utf8'));
        check(summary.status === 'stopped' && summary.steps > 0, JSON.stringify(summary));
        return `${summary.steps} steps`;
      },
    );
  } catch (error) {
    await ctx.picture('failed-places').catch(() => undefined);
    throw error;
  } finally {
    await ctx.stop();
  }
}
