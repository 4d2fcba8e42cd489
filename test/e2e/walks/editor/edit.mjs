import { runCommand } from '../../../host/workbench.mjs';
import { check } from '../../context.mjs';

/**
 * Changes in the rail, undo, a bad value, and a long run that is stopped. It leaves an orthogonal initializer and 5 000
 * 000 steps.
 */
export async function edit(ctx) {
  const { editor, page } = ctx;
  await ctx.step('an initializer is added from the catalogue', async () => {
    const before = await editor.initializers.count();
    await editor.button('Add initializer').click();
    await editor.frame.getByRole('combobox', { name: 'Search the catalogue of initializers' }).fill('orthogonal');
    await ctx.picture('catalogue');
    await page.keyboard.press('Enter');
    await editor.initializers.nth(before).waitFor();
    await editor.initializers.nth(before).getByText('Orthogonal').first().waitFor();
    check((await editor.initializers.count()) === before + 1, 'One initializer more was expected.');
  });
  await ctx.step('a value is edited', async () => {
    await editor.fill('Learning rate', '0.02');
    await editor.frame.getByText('The experiment changed since this run.').waitFor();
    check((await editor.field('Learning rate').inputValue()) === '0.02', 'The learning rate is not 0.02.');
  });
  await ctx.step('the edit is undone', async () => {
    await editor.field('Learning rate').blur();
    await runCommand(page, 'Undo');
    const value = () => editor.field('Learning rate').inputValue();
    await ctx.eventually(
      async () => (await value()) === '0.01',
      async () => `The learning rate is ${await value()}, not 0.01.`,
    );
  });
  await ctx.step('a bad value says what is wrong beside its field', async () => {
    await editor.fill('Learning rate', '-1');
    await editor.frame
      .locator('il-text-field', { has: editor.field('Learning rate') })
      .getByRole('alert')
      .waitFor();
    await ctx.picture('bad-value');
    await editor.field('Learning rate').press('Escape');
    check((await editor.field('Learning rate').inputValue()) === '0.01', 'Escape did not bring 0.01 back.');
  });
  await ctx.step('Stop ends a long run', async () => {
    await editor.fill('Training steps', '5000000');
    await editor.button('Run').first().click();
    // What was typed just before counts.
    await editor.progressSays(/of 5\D000\D000 .*left/);
    await editor.button('Stop').click();
    return editor.progressSays(/stopped/);
  });
}
