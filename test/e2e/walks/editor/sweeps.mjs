import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../../scripts/lib/project.mjs';
import { setTheme, themes } from '../../../host/workbench.mjs';
import { check, circlesExperiment } from '../../context.mjs';
import { findings, worst } from '../look/accessibility.mjs';

const seeds = [1, 2, 3, 4, 5];
const steps = { steps: 600, batchSize: 'full', recordEvery: 20 };

/** Several seeds and sweeps, by the keyboard where a person without a mouse would need it. */
export async function sweeps(ctx) {
  await ctx.closeAll();
  await ctx.write('seeds.initlab.json', await circlesExperiment({ training: steps, random: { seeds } }));
  await ctx.write(
    'map.initlab.json',
    await circlesExperiment({
      training: steps,
      sweep: [
        { path: '/optimizer/learningRate', values: [0.01, 0.1, 1e30] },
        { path: '/network/hidden/0', from: 2, to: 8, count: 3, scale: 'log' },
      ],
    }),
  );
  await severalSeeds(ctx);
  await map(ctx);
  await curves(ctx);
  await ctx.closeAll();
}

/** axe-core has no serious finding in what is shown, in four themes. */
async function accessible(ctx, what) {
  await ctx.step(`axe-core finds nothing serious in ${what}`, async () => {
    const axe = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
    const bad = [];
    for (const name of ['light', 'highContrast', 'highContrastLight', 'dark']) {
      await setTheme(ctx.page, themes[name]);
      await ctx.page.waitForTimeout(300);
      bad.push(
        ...(await findings(ctx.editor.frame, axe))
          .filter(({ impact }) => worst.includes(impact))
          .map(({ text }) => `${name}: ${text}`),
      );
      await ctx.look(`${what.replaceAll(' ', '-')}-${name}`);
    }
    check(bad.length === 0, bad.join('\n'));
  });
}

async function run(ctx) {
  await ctx.editor.frame.locator('il-toolbar [data-action=run]').click();
  await ctx.editor.progressSays(/finished/);
}

async function severalSeeds(ctx) {
  await ctx.step('five seeds run to their end', async () => {
    await ctx.openExperiment('seeds.initlab.json');
    await run(ctx);
  });
  const { editor } = ctx;
  await ctx.step('the table has means with intervals, and the chart says what its bands are', async () => {
    const he = editor.summary.getByRole('row').filter({ hasText: 'He normal' }).first();
    check(/±/.test(await he.innerText()), await he.innerText());
    await editor.cost.getByText("95 % interval of the mean (Student's t)").waitFor();
    await editor.cost.getByRole('button', { name: 'Curves', exact: true }).click();
    await editor.cost.getByRole('button', { name: 'Quartiles' }).click();
    await editor.cost.getByText('lower to upper quartile').waitFor();
    await editor.cost.getByRole('button', { name: 'Single runs' }).click();
    await ctx.page.keyboard.press('Escape');
  });
  await ctx.step('paired differences name a reference, and another can be chosen', async () => {
    const panel = editor.frame.locator('il-differences');
    check((await panel.getByRole('row').count()) === 4, `${await panel.getByRole('row').count()} rows`);
    await panel.getByRole('combobox', { name: 'Reference initializer' }).selectOption({ label: 'He normal' });
    await panel.getByRole('row').filter({ hasText: 'Zeros' }).waitFor();
    const text = await panel.getByRole('row').filter({ hasText: 'Zeros' }).innerText();
    check(/Worse than He normal|No difference/.test(text), text);
  });
  await ctx.look('seeds');
  await accessible(ctx, 'several seeds');
}

async function map(ctx) {
  await ctx.step('a sweep of 3 × 3 cells runs to its end', async () => {
    await ctx.openExperiment('map.initlab.json');
    await run(ctx);
  });
  const { editor } = ctx;
  const grid = editor.frame.getByRole('grid').nth(2);
  await ctx.step('each initializer has a map of nine cells, and what diverged is said', async () => {
    check((await editor.frame.getByRole('grid').count()) === 4, `${await editor.frame.getByRole('grid').count()} maps`);
    check((await grid.getByRole('gridcell').count()) === 9, `${await grid.getByRole('gridcell').count()} cells`);
    const names = await grid
      .getByRole('gridcell')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
    check(names.filter((name) => /diverged/.test(name)).length === 3, names.join(' | '));
  });
  await ctx.look('sweep-map');
  await accessible(ctx, 'the heat maps');
  await ctx.step('arrows move over the cells, Enter opens a run, Escape leads back', async () => {
    await grid.locator('[data-cell="0"]').focus();
    await ctx.page.keyboard.press('ArrowRight');
    await ctx.page.keyboard.press('ArrowUp');
    await ctx.page.keyboard.press('Enter');
    await editor.frame.getByText('learning rate 0.1, width of hidden 0 4').waitFor();
    await ctx.eventually(
      async () => (await editor.summary.getByRole('row').count()) >= 5,
      () => 'The run of the cell has no summary.',
    );
    await ctx.page.keyboard.press('Escape');
    await grid.waitFor();
    await ctx.eventually(
      () => grid.locator('[data-cell="4"]').evaluate((cell) => cell.getRootNode().activeElement === cell),
      () => 'The cell has not the focus again.',
    );
  });
  await ctx.step('the maps are there as a table', async () => {
    await editor.frame.locator('il-sweep vscode-toolbar-button[icon=table]').click();
    await ctx.eventually(
      async () =>
        (await editor.frame.getByRole('region', { name: 'Cells as a table' }).getByRole('row').count()) === 10,
      () => 'The table has not ten rows.',
    );
  });
}

async function curves(ctx) {
  const { editor } = ctx;
  await ctx.step('the rail takes an axis away and counts the trials', async () => {
    await editor.frame.getByText('9 cells, 36 trials').waitFor();
    await editor.button('Remove axis 2').click();
    await editor.frame.getByText('3 cells, 12 trials').waitFor();
  });
  await ctx.step('one setting gives curves, whose values the arrows read', async () => {
    await run(ctx);
    const plot = editor.frame.locator('il-sweep-curves .plot');
    await plot.focus();
    await ctx.page.keyboard.press('ArrowRight');
    await plot.getByText('learning rate 0.01').waitFor();
    check(
      (await editor.frame.getByRole('region', { name: 'Cells as a table' }).getByRole('row').count()) === 4,
      'The table has not four rows.',
    );
  });
  await ctx.look('sweep-curves');
  await accessible(ctx, 'the curves of a sweep');
}
