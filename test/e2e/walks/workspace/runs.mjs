import { access, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quickOpen, setTheme, themes } from '../../../host/workbench.mjs';
import { check, circlesExperiment } from '../../context.mjs';
import { patience } from '../../../host/late.mjs';

/** The rows of the summary as they are read. */
const accuracies = (editor) => editor.summary.getByRole('row').allInnerTexts();

/** The lists of the activity bar, runs that are kept, opened, laid over each other, renamed and deleted. */
export async function runs(ctx) {
  const { page } = ctx;
  const folder = join(ctx.workspace, '.initlab', 'runs');
  const kept = async () => (await readdir(folder).catch(() => [])).sort();
  const pane = (name) => page.locator('.pane', { has: page.locator('.pane-header', { hasText: name }) });
  const rows = (name) => pane(name).locator('.monaco-list-row');
  const row = (name, text) => rows(name).filter({ hasText: text }).first();
  const press = async (name, text, key) => {
    await row(name, text).click();
    await page.waitForTimeout(500);
    await page.keyboard.press(key);
  };
  const dialog = page.locator('.monaco-dialog-box');
  let before = [];
  let table;

  await ctx.step(
    'the activity bar has the experiments of the workspace, found when they are first looked at',
    async () => {
      await ctx.closeAll();
      await ctx.write(
        'runs-a.initlab.json',
        await circlesExperiment({ name: 'Kept', training: { steps: 3000, batchSize: 'full', recordEvery: 100 } }),
      );
      before = await kept();
      await page.locator('.activitybar').getByRole('tab', { name: 'Init Lab' }).click();
      await row('Experiments', 'runs-a')
        .getByText('4 initializers')
        .waitFor({ timeout: patience * 1000 });
      await ctx.write(
        'runs-b.initlab.json',
        await circlesExperiment({
          name: 'Kept',
          training: { steps: 3000, batchSize: 'full', recordEvery: 100 },
          optimizer: { kind: 'sgd', learningRate: 0.03 },
        }),
      );
      await row('Experiments', 'runs-b').waitFor();
    },
  );
  await ctx.step('Run in the list opens and trains; the run is kept', async () => {
    for (const [index, name] of ['runs-a', 'runs-b'].entries()) {
      // A list that is being filled anew under the pointer takes no click.
      await ctx.eventually(
        async () => {
          await row('Experiments', name).hover();
          await row('Experiments', name).getByRole('button', { name: 'Run' }).click();
          return page
            .getByRole('tab', { name: `${name}.initlab.json` })
            .waitFor({ timeout: 3000 })
            .then(
              () => true,
              () => false,
            );
        },
        () => `Run opens no ${name}.`,
      );
      await ctx.eventually(
        async () => (await kept()).length === before.length + index + 1,
        async () => `Kept: ${(await kept()).join(', ')}`,
      );
    }
    await ctx.shownEditor();
    await ctx.editor.progressSays(/finished/);
    table = await accuracies(ctx.editor);
    const [newest] = (await kept()).filter((name) => !before.includes(name)).slice(-1);
    check(
      (await readdir(join(folder, newest))).sort().join() === 'final.safetensors,run.json,start.safetensors',
      `In ${newest}: ${await readdir(join(folder, newest))}`,
    );
    check(
      JSON.parse(await readFile(join(folder, newest, 'run.json'), 'utf8')).version === 1,
      'The version of the run file is not 1.',
    );
  });
  await ctx.step('a saved run opens as it looked, read-only', async () => {
    await ctx.closeAll();
    await ctx.eventually(
      async () => (await rows('Runs').filter({ hasText: 'Kept' }).count()) === 2,
      () => pane('Runs').innerText(),
    );
    await rows('Runs').filter({ hasText: 'Kept' }).first().click();
    await ctx.shownEditor();
    await ctx.editor.progressSays(/finished/);
    await ctx.eventually(
      async () => (await accuracies(ctx.editor)).join() === table.join(),
      async () => `${(await accuracies(ctx.editor)).join()} instead of ${table.join()}`,
    );
    check(await ctx.editor.field('Learning rate').isDisabled(), 'The learning rate of a saved run can be changed.');
    check((await ctx.editor.button('Run').count()) === 0, 'A saved run has a Run button.');
    await ctx.look('saved-run');
  });
  await ctx.step('two runs lie over each other, with what differs', async () => {
    await ctx.editor.button('Compare with…').click();
    const pick = page.locator('.quick-input-widget');
    await pick.locator('.monaco-list-row', { hasText: 'Kept' }).first().click();
    await pick.getByRole('button', { name: 'OK' }).click();
    await page.getByRole('tab', { name: 'Compare Kept' }).waitFor();
    await ctx.shownEditor();
    await ctx.editor.frame.getByText('optimizer.learningRate').waitFor();
    await ctx.eventually(
      async () => (await ctx.editor.summary.getByRole('row').count()) === 9,
      () => ctx.editor.summary.innerText(),
    );
    for (const theme of Object.values(themes)) {
      await setTheme(page, theme);
      await ctx.look(`comparison-${theme.className}`);
    }
    await setTheme(page, themes.dark);
  });
  await ctx.step('a run of another version says so and stays as it is', async () => {
    const name = (await kept()).at(-1);
    const file = join(folder, name, 'run.json');
    const text = (await readFile(file, 'utf8')).replace('"version": 1', '"version": 9');
    await writeFile(file, text);
    await ctx.closeAll();
    // Of a folder that was renamed, as one of a saved run is, not every watcher hears what another program does in it.
    await pane('Runs').locator('.pane-header').hover();
    await pane('Runs').getByRole('button', { name: 'Refresh' }).click();
    await row('Runs', 'different version').click();
    await ctx.shownEditor();
    await ctx.editor.frame.getByRole('alert').getByText('version 9').waitFor();
    await ctx.picture('other-version');
    check((await readFile(file, 'utf8')) === text, 'The file has changed.');
  });
  await ctx.step('F2 renames an experiment, and its open editor goes along', async () => {
    await ctx.closeAll();
    await press('Experiments', 'runs-b', 'F2');
    const input = page.locator('.quick-input-widget input');
    await input.fill('renamed');
    await input.press('Enter');
    await row('Experiments', 'renamed').waitFor();
    await access(join(ctx.workspace, 'renamed.initlab.json'));
    await page.getByRole('tab', { name: 'renamed.initlab.json' }).waitFor();
  });
  await ctx.step('Duplicate puts a copy beside an experiment', async () => {
    await row('Experiments', 'renamed').click({ button: 'right' });
    // A menu that has just opened takes no click yet.
    await page.getByRole('menuitem', { name: 'Duplicate' }).hover();
    await page.waitForTimeout(600);
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await row('Experiments', 'renamed-copy').waitFor();
    check(
      (await readFile(join(ctx.workspace, 'renamed-copy.initlab.json'), 'utf8')) ===
        (await readFile(join(ctx.workspace, 'renamed.initlab.json'), 'utf8')),
      'The copy is another experiment.',
    );
    await unlink(join(ctx.workspace, 'renamed-copy.initlab.json'));
    await row('Experiments', 'renamed-copy').waitFor({ state: 'detached' });
  });
  await ctx.step('Stop in the list ends a training experiment', async () => {
    await ctx.write(
      'runs-long.initlab.json',
      await circlesExperiment({ name: 'Long', training: { steps: 50_000_000, batchSize: 'full' } }),
    );
    await row('Experiments', 'runs-long').hover();
    await row('Experiments', 'runs-long').getByRole('button', { name: 'Run' }).click();
    await page.getByRole('tab', { name: 'runs-long.initlab.json' }).waitFor();
    await ctx.shownEditor();
    await ctx.editor.progressSays(/left/);
    await row('Experiments', 'runs-long').hover();
    await row('Experiments', 'runs-long').getByRole('button', { name: 'Stop' }).click();
    await ctx.editor.progressSays(/stopped/);
    await ctx.closeAll();
  });
  await ctx.step('Delete asks, and Undo brings the experiment back', async () => {
    await press('Experiments', 'renamed', 'Delete');
    await ctx.picture('delete');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row('Experiments', 'renamed').waitFor({ state: 'detached' });
    await page.locator('.notifications-toasts').getByRole('button', { name: 'Undo' }).click();
    await row('Experiments', 'renamed').waitFor();
  });
  await ctx.step('Delete removes a run', async () => {
    const count = (await kept()).length;
    await press('Runs', 'Kept', 'Delete');
    await ctx.eventually(
      async () => {
        const button = dialog.getByRole('button', { name: /^Delete/ }).first();
        if (await button.isVisible()) await button.click();
        return (await kept()).length === count - 1;
      },
      async () => `Kept: ${(await kept()).join(', ')}`,
    );
  });
  await ctx.step('the lists by themselves', async () => {
    await pane('Presets').locator('.pane-header').click();
    await row('Presets', 'Circles').waitFor();
    await ctx.look('lists');
    await pane('Presets').locator('.pane-header').click();
    await quickOpen(page, 'runs-a.initlab.json');
    await ctx.shownEditor();
  });
}
