import { runCommand } from '../../../host/workbench.mjs';
import { check } from '../../context.mjs';

/** Every verdict of the finished circles opens to its reason, shows its picture, and is acted on. */
export async function explain(ctx) {
  const { page } = ctx;
  const why = () => ctx.editor.frame.locator('il-why');
  const verdict = (name) => ctx.editor.frame.locator('il-columns .column', { hasText: name }).locator('.why');
  const reason = (kind) => why().locator(`[data-reason=${kind}]`);

  await page.setViewportSize({ width: 1280, height: 800 });
  await ctx.step('the verdict on zeros opens to its reason, with the numbers of the run', async () => {
    await verdict('Zeros').focus();
    await page.keyboard.press('Enter');
    await reason('symmetric').waitFor();
    const text = await reason('symmetric').innerText();
    check(/\b10 neurons of hidden 0 have 1 distinct set of weights\b/.test(text), `The reason says: ${text}`);
    check(
      await why().evaluate((element) => element.shadowRoot.activeElement?.tagName === 'H2'),
      'The heading of the explanation does not have the focus.',
    );
    await ctx.picture('explain-zeros');
  });

  await ctx.step('its picture is shown and marked', async () => {
    await reason('symmetric').locator('.jump').click();
    const marked = ctx.editor.frame.locator('il-columns [data-marked]');
    await marked.waitFor();
    check(
      (await marked.count()) === 1 && (await marked.getAttribute('data-chart')) === 'kernel-0-hidden.0',
      'Not the weights of the first layer are marked.',
    );
    await ctx.picture('explain-zeros-marked');
  });

  await ctx.step('Escape puts it away, back to the verdict', async () => {
    await why().locator('summary').first().focus();
    await page.keyboard.press('Escape');
    await why().waitFor({ state: 'detached' });
    check(
      await verdict('Zeros').evaluate((element) => element.getRootNode().activeElement === element),
      'The verdict does not have the focus again.',
    );
  });

  await ctx.step(
    'randn × 10: the infinite naive loss, the loss at the start and the growing signal are explained too',
    async () => {
      await verdict('randn').click();
      for (const kind of ['naiveLoss', 'startCost', 'signalGrows']) await reason(kind).locator('summary').click();
      await ctx.picture('explain-randn');
      await reason('signalGrows').locator('.jump').click();
      await ctx.editor.frame.locator('il-variance[data-marked]').waitFor();
      await ctx.picture('explain-randn-marked');
    },
  );

  await ctx.step('a narrow window has it under the pictures', async () => {
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await page.setViewportSize({ width: 620, height: 900 });
    await page.waitForTimeout(700);
    await verdict('Xavier').click();
    await reason('slow').waitFor();
    await ctx.picture('explain-620');
    await page.setViewportSize({ width: 1600, height: 1000 });
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await ctx.picture('explain-1600');
  });

  await ctx.step('what there is to try edits the experiment and runs it, and undo takes it back', async () => {
    await reason('slow').locator('.try', { hasText: 'Use learning rate 0.1' }).click();
    await ctx.editor.frame.locator('#side-experiment').click();
    await ctx.eventually(
      async () => (await ctx.editor.field('Learning rate').inputValue()) === '0.1',
      async () => `The learning rate is ${await ctx.editor.field('Learning rate').inputValue()}.`,
    );
    await ctx.eventually(
      async () => /finished/i.test(await ctx.editor.frame.locator('il-progress').innerText()),
      async () => `The run says: ${await ctx.editor.frame.locator('il-progress').innerText()}`,
    );
    await ctx.editor.frame.locator('#side-why').click();
    await ctx.picture('explain-tried');
    await ctx.editor.frame.locator('#side-experiment').click();
    await runCommand(page, 'Undo');
    await ctx.eventually(
      async () => (await ctx.editor.field('Learning rate').inputValue()) === '0.01',
      async () => `After undo the learning rate is ${await ctx.editor.field('Learning rate').inputValue()}.`,
    );
    await ctx.editor.frame.locator('#side-why').click();
    await why().locator('summary').first().focus();
    await page.keyboard.press('Escape');
    await why().waitFor({ state: 'detached' });
  });

  await ctx.step('the circles are as they were', async () => {
    await ctx.editor.frame.locator('il-variance h2 button').click();
    await ctx.editor.button('Run').first().click();
    await ctx.editor.progressSays(/finished/);
  });
}
