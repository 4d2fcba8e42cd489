import { quickOpen, runCommand } from '../../../host/workbench.mjs';
import { check, circlesExperiment, Walk } from '../../context.mjs';
import { patience } from '../../../host/late.mjs';

const problems = (page) => page.locator('.markers-panel .monaco-list-row');
const text = (page) => page.locator('.editor-instance .view-lines').first();

/** Opens a file as text, alone, and its problems below. */
async function openText(ctx, name) {
  const { page } = ctx;
  await ctx.closeAll();
  await quickOpen(page, name);
  // A file that was text when it was closed is text again.
  const isText = await text(page)
    .waitFor({ timeout: 3000 })
    .then(
      () => true,
      () => false,
    );
  if (!isText) {
    await runCommand(page, 'Init Lab: Open as JSON');
    await text(page).waitFor();
    await runCommand(page, 'View: Close Other Editors in Group');
  }
  await text(page).click();
}

/** Puts the cursor on a word of the text in front and takes an offer to put it right. */
async function fix(ctx, word, offer) {
  const { page } = ctx;
  await text(page).getByText(word, { exact: true }).first().click();
  const entry = page.locator('.action-widget .monaco-list-row').filter({ hasText: offer });
  // A busy machine closes the list again when something else takes the focus: it is asked for anew.
  await ctx.eventually(
    async () => {
      await page.keyboard.press('Control+.');
      if (
        await entry.waitFor({ timeout: 10_000 }).then(
          () => true,
          () => false,
        )
      )
        return true;
      await page.keyboard.press('Escape');
      return false;
    },
    () => `Nothing offers "${offer}".`,
  );
  await ctx.picture('json-quick-fix');
  await entry.click();
}

/**
 * The text of an experiment: what is wrong in it, how it is put right, what is offered and said, and how it is run from
 * there.
 */
export async function json(ctx) {
  const { page } = ctx;
  const circles = await circlesExperiment();
  // An object to a line, as the extension writes them, so that all of the text is on the screen.
  const lines = (experiment) =>
    `{\n${Object.entries(experiment)
      .map(
        ([key, value]) =>
          `  ${JSON.stringify(key)}: ${Array.isArray(value) ? `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]` : JSON.stringify(value)}`,
      )
      .join(',\n')}\n}\n`;
  await ctx.write(
    'careless.initlab.json',
    lines({
      ...circles,
      training: { ...circles.training, batchSize: 1000, steps: 2000 },
      initializers: [...circles.initializers, { kind: 'zeros' }, { kind: 'fromFile', path: 'weights.npz' }],
    }),
  );
  await ctx.write('misspelt.initlab.json', lines({ ...circles, initializers: [{ kind: 'heNormel' }] }));

  await ctx.step('the text says what its schema cannot', async () => {
    await openText(ctx, 'careless.initlab.json');
    await runCommand(page, 'Problems: Focus on Problems View');
    await ctx.eventually(
      async () => (await problems(page).count()) >= 4,
      async () => `The problems: ${(await problems(page).allInnerTexts()).join(' | ')}`,
    );
    const rows = (await problems(page).allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' '));
    for (const wanted of [
      /batch of 1000 samples/,
      /initializers\[4\] has the same name "Zeros"/,
      /"weights.npz" not found/,
    ])
      check(rows.filter((row) => wanted.test(row)).length === 1, `Of ${wanted}: ${rows.join(' | ')}`);
    check(rows.length === 4, `A file and three problems were expected: ${rows.join(' | ')}`);
    await ctx.picture('json-problems');
  });
  await ctx.step('a quick fix puts the batch right', async () => {
    await fix(ctx, '1000', 'Set training.batchSize to "full"');
    await ctx.eventually(
      async () => (await problems(page).filter({ hasText: 'batch of 1000' }).count()) === 0,
      async () => (await problems(page).allInnerTexts()).join(' | '),
    );
    check(
      /"batchSize":\s*"full"/.test((await text(page).innerText()).replaceAll('\u00a0', ' ')),
      await text(page).innerText(),
    );
  });
  await ctx.step('hovering a kind says what it is', async () => {
    await text(page).getByText('"heNormal"').first().hover();
    const hover = page.locator('.monaco-hover-content').filter({ hasText: 'He, Zhang, Ren' });
    await hover.first().waitFor({ timeout: patience * 1000 });
    await ctx.picture('json-hover');
    await page.mouse.move(5, 5);
  });
  await ctx.step('a misspelt kind is said once and offered right', async () => {
    await openText(ctx, 'misspelt.initlab.json');
    await runCommand(page, 'Problems: Focus on Problems View');
    await ctx.eventually(
      async () => (await problems(page).count()) >= 2,
      async () => `The problems: ${(await problems(page).allInnerTexts()).join(' | ')}`,
    );
    await page.waitForTimeout(500);
    const rows = await problems(page).allInnerTexts();
    check(rows.length === 2, `A file and one problem were expected: ${rows.join(' | ')}`);
    await fix(ctx, '"heNormel"', 'Set initializers[0].kind to "heNormal"');
    await ctx.eventually(
      async () => (await problems(page).count()) === 0,
      async () => (await problems(page).allInnerTexts()).join(' | '),
    );
  });
  await ctx.step('a list of initializers is offered to complete', async () => {
    await text(page).getByText('"heNormal"').first().click({ force: true });
    await page.keyboard.press('End');
    await page.keyboard.type(',\n{ "kind": "');
    await page.keyboard.press('Control+Space');
    const row = page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'glorotUniform' });
    await row.first().waitFor({ timeout: patience * 1000 });
    await ctx.picture('json-suggest');
    await page.keyboard.press('Escape');
    for (let times = 0; times < 12; times++) await page.keyboard.press('Control+Z');
  });
  await ctx.step('Run above the text runs in the experiment editor', async () => {
    await ctx.closeAll();
    await ctx.write('careless.initlab.json', lines({ ...circles, training: { ...circles.training, steps: 2000 } }));
    await openText(ctx, 'careless.initlab.json');
    const lens = page.locator('.codelens-decoration a').filter({ hasText: 'Compare 4 initializers' });
    await lens.first().waitFor();
    await runCommand(page, 'View: Hide Panel').catch(() => undefined);
    await ctx.picture('json-lenses');
    await lens.first().click();
    await ctx.shownEditor();
    await ctx.editor.progressSays(/finished/);
    await ctx.picture('json-compare');
  });
  await textAlone(ctx);
}

/** A window of its own where experiments are opened as text alone: the first one has to wake the extension. */
async function textAlone(outer) {
  const settings = { 'workbench.editorAssociations': { '*.initlab.json': 'default' } };
  const ctx = await Walk.start(outer.vsix, { settings, steps: outer.steps });
  const { page } = ctx;
  try {
    await ctx.step('an experiment that is open as text alone has its lenses and its checks', async () => {
      await ctx.write('alone.initlab.json', await circlesExperiment({ training: { steps: 2000, batchSize: 1000 } }));
      await ctx.openFolder();
      await quickOpen(page, 'alone.initlab.json');
      await page.locator('.codelens-decoration a').filter({ hasText: 'Open in Init Lab' }).first().waitFor();
      await page.locator('.cdr.squiggly-warning, .cdr.squiggly-error').first().waitFor();
    });
  } catch (error) {
    await ctx.picture('failed-text-alone').catch(() => undefined);
    throw error;
  } finally {
    await ctx.stop();
    outer.steps.onFailure = () => outer.picture('failed');
  }
}
