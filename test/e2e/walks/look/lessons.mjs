import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../../scripts/lib/project.mjs';
import { quickOpen, runWithAnswers } from '../../../host/workbench.mjs';
import { check, circlesExperiment } from '../../context.mjs';
import { findings, worst } from './accessibility.mjs';

/** A lesson is gone through from its first page to its last by keyboard alone. */
export async function lessons(ctx) {
  const { page } = ctx;
  const lesson = () => ctx.editor.frame.locator('il-lesson');
  const heading = async (text) =>
    ctx.eventually(
      async () => (await lesson().locator('h2').innerText()) === text,
      async () => `The page is "${await lesson().locator('h2').innerText()}", not "${text}".`,
    );
  /** Goes on by Tab until what has the focus is called so, and presses the key. */
  const pressOn = async (name, key = 'Enter') => {
    for (let count = 0; count < 40; count++) {
      await page.keyboard.press('Tab');
      const focused = await lesson().evaluate((element) => {
        let active = element.shadowRoot.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active
          ? `${active.getAttribute('aria-label') ?? ''} ${active.closest('label')?.textContent ?? active.textContent}`
          : '';
      });
      if (focused.includes(name)) return page.keyboard.press(key);
    }
    throw new Error(`By Tab nothing called "${name}" is reached.`);
  };
  const axe = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  const accessible = async () => {
    const bad = (await findings(ctx.editor.frame, axe)).filter(({ impact }) => worst.includes(impact));
    check(bad.length === 0, bad.map(({ text }) => text).join('\n'));
  };
  const next = async (title) => {
    await pressOn('Next');
    await heading(title);
  };

  await ctx.step('a lesson opens with its experiment, which is not run yet', async () => {
    await ctx.closeAll();
    await page.setViewportSize({ width: 1280, height: 800 });
    await runWithAnswers(page, 'Init Lab: Start a Lesson', ['Why zeros never learn']);
    await ctx.shownEditor();
    await heading('One network, four starts');
    check((await ctx.editor.frame.locator('il-cost').count()) === 0, 'The experiment runs before the lesson says so.');
    await ctx.picture('lesson-1');
  });

  await ctx.step('predictions are made, a page with one keeps the next closed until then', async () => {
    await lesson().locator('h2').focus();
    await next('Zeros');
    check(
      await lesson().getByRole('button', { name: 'Next' }).isDisabled(),
      'The next page is open before the prediction.',
    );
    // The first radio of a group without a choice takes the focus; the arrow keys choose.
    await pressOn('Well below', 'ArrowUp');
    await lesson()
      .getByRole('radio', { name: /does not learn at all/ })
      .and(ctx.editor.frame.locator(':checked'))
      .waitFor();
    await ctx.picture('lesson-2-choice');
    await accessible();
    await next('Ten times too large');
    await pressOn('Expected cost at step 0', 'End');
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'Home']) await page.keyboard.press(key);
    await ctx.picture('lesson-3-curve');
    await accessible();
    await pressOn('Submit prediction');
    await lesson().getByText('Your curve is saved.').waitFor();
    await next('Run it');
    await pressOn('randn × 10: large weights', 'ArrowDown');
  });

  await ctx.step('the run is judged against the predictions', async () => {
    await pressOn('Run the four trials');
    await lesson()
      .getByText(/^The run ended after/)
      .waitFor();
    await ctx.picture('lesson-4-run');
    await next('What happened');
    check((await lesson().locator('.seen').count()) === 3, 'Not all three predictions are answered.');
    const said = await lesson().locator('.page').innerText();
    check((said.match(/That is what happened\./g) ?? []).length === 2, `It says: ${said}`);
    check(
      /The largest difference is at step 0: you expected 1, but the cost of randn × 10 was 1\D774\./.test(
        said.replaceAll('1.00', '1'),
      ),
      `It says: ${said}`,
    );
    await page.waitForTimeout(500);
    await ctx.picture('lesson-5-seen');
    await accessible();
  });

  await ctx.step('the reason and its picture are opened from the lesson, which goes on after it', async () => {
    await next('Why');
    await pressOn('The weights of Zeros');
    await ctx.editor.frame.locator('il-columns [data-marked]').waitFor();
    await ctx.picture('lesson-6-why');
    await pressOn('Zeros: the reason');
    await ctx.editor.frame.locator('il-why [data-reason=symmetric]').waitFor();
    await page.keyboard.press('Escape');
    await heading('Why');
  });

  await ctx.step('the last page leads to the next lesson, and the progress is kept', async () => {
    await lesson().locator('h2').focus();
    await next('A next question');
    await ctx.picture('lesson-7-end');
    await pressOn('Next lesson');
    await page
      .getByRole('tab', { name: /too-small|zero/i })
      .first()
      .waitFor();
    await ctx.shownEditor();
    await ctx.closeAll();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>Init Lab: Start a Lesson');
    await page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'Start a Lesson' }).first().click();
    await page
      .locator('.quick-input-widget .monaco-list-row', { hasText: 'Why zeros never learn' })
      .filter({ hasText: 'done' })
      .waitFor();
    await ctx.picture('lesson-list');
    await page.keyboard.press('Escape');
  });

  await ctx.step('a lesson beside an experiment is there; its mistakes are told with line and reason', async () => {
    await ctx.write('own.initlab.json', await circlesExperiment());
    await ctx.write(
      'own.lesson.md',
      '---\nlesson: 1\ntitle: My own\nsummary: Of this folder.\n---\n\n## Only page\n\n::why[Reason]{of="Zeros"}\n',
    );
    await ctx.openExperiment('own.initlab.json');
    await ctx.editor.frame.locator('#side-lesson').click();
    await heading('Only page');
    await ctx.write(
      'own.lesson.md',
      '---\nlesson: 1\ntitle: My own\nsummary: Of this folder.\n---\n\n## Only page\n\n::why[Reason]{of="Zeroes"}\n',
    );
    await quickOpen(page, 'own.lesson.md');
    await page.locator('.squiggly-error').first().waitFor();
    await page.keyboard.press('F8');
    await page.getByText('did you mean "Zeros"').first().waitFor();
    await ctx.picture('lesson-mistake');
    await ctx.closeAll();
  });
  await page.setViewportSize({ width: 1600, height: 1000 });
}
