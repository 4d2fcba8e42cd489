import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../../scripts/lib/project.mjs';
import { setTheme, themes } from '../../../host/workbench.mjs';
import { check, circlesExperiment } from '../../context.mjs';

/** What of axe-core's findings may not be there. */
export const worst = ['serious', 'critical'];
const looked = { dark: themes.dark, light: themes.light, highContrast: themes.highContrast };

/** What axe-core finds in the experiment editor, as one line for each rule and place. */
export async function findings(frame, axe) {
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe);
  const { violations } = await frame.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, impact, help, nodes }) => ({
    id,
    impact,
    text: `${impact} ${id} (${help}): ${nodes
      .slice(0, 4)
      .map(({ target, any }) => `${target.flat().join(' ')}${any[0]?.message ? ` [${any[0].message}]` : ''}`)
      .join('; ')}${nodes.length > 4 ? ` and ${nodes.length - 4} more` : ''}`,
  }));
}

/** axe-core has no serious finding in the editor before, during and after a run, in dark, light and high contrast. */
export async function accessibility(ctx) {
  const { page } = ctx;
  const axe = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  const circles = await circlesExperiment();
  // One of the trials trains, so that the workbench has a core for itself; and it outlasts every look.
  const initializers = circles.initializers.map((entry, index) => (index === 1 ? entry : { ...entry, enabled: false }));
  await ctx.write('reader.initlab.json', {
    ...circles,
    initializers,
    training: { ...circles.training, steps: 60_000_000, recordEvery: 4000 },
  });
  const lookAt = async (state) => {
    const bad = [];
    let minor = 0;
    for (const [name, theme] of Object.entries(looked)) {
      await setTheme(page, theme);
      await page.waitForTimeout(300);
      const found = await findings(ctx.editor.frame, axe);
      bad.push(...found.filter(({ impact }) => worst.includes(impact)).map(({ text }) => `${state}, ${name}: ${text}`));
      minor += found.filter(({ impact }) => !worst.includes(impact)).length;
      await ctx.picture(`accessibility-${state}-${name}`);
    }
    await setTheme(page, themes.dark);
    check(bad.length === 0, bad.join('\n'));
    return `${minor} minor`;
  };
  await ctx.step('axe-core finds nothing serious before a run', async () => {
    await ctx.closeAll();
    await ctx.openExperiment('reader.initlab.json');
    await ctx.editor.initializers.first().waitFor();
    // One initializer is open, so that its fields are looked at too.
    await ctx.editor.initializers.first().getByRole('button').first().click();
    return lookAt('before');
  });
  await ctx.step('axe-core finds nothing serious during a run', async () => {
    await ctx.editor.button('Run').first().click();
    await ctx.editor.progressSays(/left/);
    return lookAt('during');
  });
  await ctx.step('what goes on is announced politely', async () => {
    const live = ctx.editor.frame.locator('il-progress [aria-live=polite]');
    check(/percent done|Run started/.test(await live.innerText()), `It says "${await live.innerText()}".`);
    await ctx.editor.button('Stop').click();
    await ctx.eventually(
      async () => (await live.innerText()) === 'Run stopped',
      async () => `It says "${await live.innerText()}".`,
    );
  });
  await ctx.step('axe-core finds nothing serious after a run', () => lookAt('after'));
  await ctx.step('axe-core finds nothing serious in an explanation', async () => {
    await ctx.editor.frame.locator('il-columns .why').first().click();
    const summaries = ctx.editor.frame.locator('il-why summary');
    await summaries.first().waitFor();
    for (const summary of (await summaries.all()).slice(1)) await summary.click();
    const answer = await lookAt('explained');
    await ctx.editor.frame.getByRole('button', { name: /^Close the explanation/ }).click();
    return answer;
  });
}
