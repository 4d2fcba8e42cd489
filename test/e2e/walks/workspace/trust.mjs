import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../../host/workbench.mjs';
import { check, circlesExperiment, Walk } from '../../context.mjs';

/**
 * A server of its own whose folders ask for trust: what works in Restricted Mode, what does not, and that trust lets it
 * go on.
 */
export async function trust(outer) {
  const outside = await mkdtemp(join(tmpdir(), 'init-lab-outside-'));
  await writeFile(join(outside, 'data.csv'), 'a,b,target\n1,2,0\n2,1,1\n3,4,0\n4,3,1\n');
  const ctx = await Walk.start(outer.vsix, {
    trust: true,
    settings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
    },
  });
  // The steps count with those of the whole walk.
  ctx.steps = outer.steps;
  const { page } = ctx;
  const notices = page.locator('.notification-list-item, .monaco-dialog-box');
  const banner = () => ctx.editor.frame.locator('.banner').filter({ hasText: 'Restricted Mode' });
  try {
    const circles = await circlesExperiment();
    await mkdir(join(ctx.workspace, '.vscode'));
    await ctx.write('.vscode/settings.json', {
      'initLab.datasets.folder': outside,
      'initLab.experiments.runOnOpen': true,
    });
    await ctx.write('circles.initlab.json', { ...circles, training: { ...circles.training, steps: 500 } });
    await ctx.write('table.initlab.json', {
      ...circles,
      training: { steps: 100 },
      dataset: { kind: 'csv', path: join(outside, 'data.csv'), target: 'target' },
    });
    await ctx.write('clothes.initlab.json', {
      ...circles,
      training: { steps: 2 },
      loss: 'categoricalCrossEntropy',
      dataset: { kind: 'fashionMnist' },
    });
    await ctx.step(
      'a folder that is not trusted: an experiment opens, says what is off, and does not run by itself',
      async () => {
        await ctx.openFolder();
        await ctx.openExperiment('circles.initlab.json');
        await banner().waitFor();
        await page.waitForTimeout(1000);
        check((await ctx.editor.progress.count()) === 0, 'It ran by itself: a setting of the workspace counted.');
        await ctx.picture('restricted');
      },
    );
    await ctx.step('it runs', async () => {
      await ctx.editor.button('Run').first().click();
      await ctx.editor.progressSays(/finished/);
    });
    await ctx.step('data outside the workspace is refused with one message', async () => {
      await ctx.openExperiment('table.initlab.json');
      await ctx.editor.button('Run').first().click();
      const refused = ctx.editor.frame
        .locator('.banner.error')
        .filter({ hasText: 'a path inside the untrusted workspace' });
      await refused.waitFor();
      await page.waitForTimeout(500);
      check(
        (await ctx.editor.frame.locator('.banner.error').count()) === 1 && (await notices.count()) === 0,
        `${await notices.count()} notifications more: ${(await notices.allInnerTexts()).join(' | ')}`,
      );
      await ctx.picture('restricted-refused');
    });
    await ctx.step('no download is offered', async () => {
      await ctx.openExperiment('clothes.initlab.json');
      await ctx.editor.button('Run').first().click();
      await ctx.editor.frame.locator('.banner.error').filter({ hasText: 'not on this machine' }).waitFor();
      check((await notices.count()) === 0, (await notices.allInnerTexts()).join(' | '));
    });
    await ctx.step('with trust it goes on in the same window', async () => {
      await ctx.openExperiment('table.initlab.json');
      await ctx.editor.button('Manage workspace trust').click();
      await page
        .getByRole('button', { name: /^Trust/ })
        .first()
        .click();
      await runCommand(page, 'View: Close Editor');
      await ctx.openExperiment('table.initlab.json');
      await ctx.eventually(
        async () => (await banner().count()) === 0,
        () => 'The note is still there.',
      );
      await ctx.editor.button('Run').first().click();
      await ctx.editor.progressSays(/finished/);
    });
    await ctx.step('no console error of ours in Restricted Mode', async () =>
      check(ctx.problems.length === 0, ctx.problems.join('\n')),
    );
  } catch (error) {
    await ctx.picture('failed-restricted').catch(() => undefined);
    throw error;
  } finally {
    await ctx.stop();
    await rm(outside, { recursive: true, force: true });
  }
}
