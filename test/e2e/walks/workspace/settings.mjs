import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, runWithAnswers } from '../../../host/workbench.mjs';
import { check, circlesExperiment } from '../../context.mjs';
import { patience } from '../../../host/late.mjs';

/** Settings take effect while the editor is open. */
export async function settings(ctx) {
  const { page } = ctx;
  // Those of the workspace: the server watches its files.
  let all = {};
  let times = 0;
  /**
   * Writes settings and waits until the workbench has taken them: the title of the window, which goes with them, shows
   * that.
   */
  const set = async (values) => {
    await mkdir(join(ctx.workspace, '.vscode'), { recursive: true });
    const title = `settings ${++times}`;
    all = { ...all, ...values, 'window.title': title };
    await ctx.write('.vscode/settings.json', all);
    await ctx.eventually(
      async () => (await page.title()) === title,
      async () => `The window is called "${await page.title()}".`,
    );
    // The extension hears of it after the window.
    await page.waitForTimeout(300);
  };
  const circles = await circlesExperiment();
  await ctx.write('quick.initlab.json', { ...circles, training: { ...circles.training, steps: 300 } });
  const bars = () =>
    ctx.editor.frame
      .locator('il-histogram')
      .nth(2)
      .evaluate((element) => element.model?.series[0].bars.counts.length);
  await ctx.step('the settings of Init Lab stand in groups', async () => {
    await ctx.closeAll();
    await runCommand(page, 'Preferences: Open Settings (UI)');
    await page
      .locator(
        '.settings-editor .search-container .inputarea, .settings-editor .suggest-input-container textarea, .settings-editor .search-container',
      )
      .first()
      .click();
    await page.keyboard.type('@ext:init-lab.init-lab');
    await page
      .getByText('Max Memory MB')
      .first()
      .waitFor({ timeout: patience * 1000 });
    await page.waitForTimeout(800);
    await ctx.picture('settings');
    // The settings lie over the window, which takes no other keys.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('.settings-editor').first().waitFor({ state: 'hidden' });
  });
  await ctx.step('a file runs when it is opened, once the setting says so', async () => {
    await ctx.closeAll();
    await set({ 'initLab.experiments.runOnOpen': true });
    await ctx.openExperiment('quick.initlab.json');
    await ctx.editor.progressSays(/finished/);
  });
  await ctx.step('the bars of the histograms are as many as the setting says, at once', async () => {
    const before = await bars();
    await set({ 'initLab.histograms.bins': 100 });
    await ctx.eventually(
      async () => (await bars()) === 100,
      async () => `${await bars()} bars.`,
    );
    check(before !== 100, 'The number of bars was 100 before.');
    await ctx.picture('settings-bins');
  });
  await ctx.step('the backend of the next run is the one of the setting', async () => {
    await set({
      'initLab.training.backend': 'reference',
      'initLab.histograms.bins': 0,
      'initLab.experiments.runOnOpen': false,
    });
    await ctx.editor.button('Run').first().click();
    await ctx.editor.frame.page().waitForTimeout(300);
    await ctx.editor.progressSays(/finished/);
    await ctx.eventually(
      async () =>
        (await ctx.editor.frame
          .locator('il-experiment')
          .evaluate((element) => element.store.run?.header?.environment.backend)) === 'reference',
      () => 'Another backend computed the run.',
    );
    await set({ 'initLab.training.backend': 'auto' });
  });
  await ctx.step('a file that a setting makes read-only cannot be changed, at once', async () => {
    check(await ctx.editor.field('Learning rate').isEnabled(), 'It could not be changed before.');
    await set({ 'files.readonlyInclude': { '**/quick.initlab.json': true } });
    await ctx.eventually(
      async () => ctx.editor.field('Learning rate').isDisabled(),
      () => 'The learning rate can be changed.',
    );
    await set({ 'files.readonlyInclude': {} });
    await ctx.eventually(
      async () => ctx.editor.field('Learning rate').isEnabled(),
      () => 'The learning rate cannot be changed.',
    );
  });
  await ctx.step('Compare Initializers opens the preset of the setting without asking', async () => {
    await ctx.closeAll();
    await set({ 'initLab.experiments.defaultPreset': 'xor' });
    await runCommand(page, 'Init Lab: Compare Initializers');
    await page.getByRole('tab', { name: /xor/ }).first().waitFor();
    await set({ 'initLab.experiments.defaultPreset': 'ask' });
    await ctx.closeAll();
    await runWithAnswers(page, 'Init Lab: Compare Initializers', ['XOR']);
    await ctx.shownEditor();
    await ctx.closeAll();
    await rm(join(ctx.workspace, '.vscode'), { recursive: true });
  });
}
