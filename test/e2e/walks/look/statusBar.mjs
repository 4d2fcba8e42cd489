import { pickEntry } from '../../../host/workbench.mjs';
import { check, circlesExperiment } from '../../context.mjs';

/** What trains shows in the status bar, can be paused and stopped there, and leaves it at the end. */
export async function statusBar(ctx) {
  const { page } = ctx;
  const entry = page.locator('.statusbar-item').filter({ hasText: /(endless|second|experiments).* \d+ %/ });
  const circles = await circlesExperiment();
  const long = { ...circles, training: { ...circles.training, steps: 4_000_000 } };
  await ctx.write('endless.initlab.json', long);
  await ctx.write('second.initlab.json', long);
  const start = async (name) => {
    await ctx.openExperiment(name);
    await ctx.editor.button('Run').first().click();
    await ctx.editor.progressSays(/left/);
  };
  await ctx.step('a training run shows in the status bar', async () => {
    await ctx.closeAll();
    check((await entry.count()) === 0, 'Nothing was expected in the status bar.');
    await start('endless.initlab.json');
    await entry.waitFor();
    await ctx.eventually(
      async () => /left/.test((await entry.locator('a').first().getAttribute('aria-label')) ?? ''),
      async () => `It says ${await entry.locator('a').first().getAttribute('aria-label')}.`,
    );
    await ctx.picture('status-bar');
    return (await entry.innerText()).trim();
  });
  await ctx.step('its menu pauses the run', async () => {
    await entry.click();
    await ctx.picture('status-menu');
    await pickEntry(page, 'Pause endless');
    await ctx.editor.progressSays(/paused/);
  });
  await ctx.step('two runs are summed up, and all are stopped', async () => {
    await start('second.initlab.json');
    await page.locator('.statusbar-item').filter({ hasText: '2 experiments' }).click();
    await pickEntry(page, 'Stop all 2 experiments');
    await ctx.editor.progressSays(/stopped/);
    await ctx.eventually(
      async () => (await entry.count()) === 0,
      async () => `Still there: ${await entry.first().innerText()}.`,
    );
  });
}
