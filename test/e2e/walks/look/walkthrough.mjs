import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../../scripts/lib/project.mjs';
import { pickEntry, runCommand } from '../../../host/workbench.mjs';
import { check } from '../../context.mjs';

/** The walkthrough: its four steps, each with the picture that it names. */
export async function walkthrough(ctx) {
  const { page } = ctx;
  const texts = JSON.parse(await readFile(join(root, 'package.nls.json'), 'utf8'));
  const { contributes } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const text = (key) => texts[key.replaceAll('%', '')];
  const [{ title, steps }] = contributes.walkthroughs;
  await ctx.step('the walkthrough has four steps with their pictures', async () => {
    await ctx.closeAll();
    await runCommand(page, 'Welcome: Open Walkthrough...');
    await pickEntry(page, text(title));
    check(steps.length === 4, `${steps.length} steps.`);
    for (const step of steps) {
      await page
        .locator('.getting-started-step', { hasText: text(step.title) })
        .first()
        .click();
      const picture = page.getByRole('img', { name: text(step.media.altText) });
      await ctx.eventually(
        async () => (await picture.count()) > 0 && (await picture.first().evaluate((image) => image.naturalWidth)) > 0,
        () => `No picture beside "${text(step.title)}".`,
      );
    }
    await ctx.picture('walkthrough');
    await ctx.closeAll();
  });
}
