import { setTheme, themes } from '../../../host/workbench.mjs';
import { check, circlesExperiment } from '../../context.mjs';

/** A network with layers that are not dense: chosen in the rail, trained, and shown layer by layer. */
export async function layers(ctx) {
  const circles = await circlesExperiment();
  await ctx.closeAll();
  await ctx.write('blocks.initlab.json', {
    ...circles,
    name: 'Blocks',
    network: { ...circles.network, hidden: [10, 10, 10] },
    training: { ...circles.training, steps: 300 },
  });
  const editor = await ctx.openExperiment('blocks.initlab.json');
  const chips = editor.frame.locator('il-layer-flow .chip');
  const kind = async (index, name) => {
    await chips.nth(index).click();
    const settings = editor.frame.locator('#layer-settings');
    await settings.getByRole('combobox', { name: 'Kind' }).selectOption({ label: name });
  };
  await ctx.step('layers become a batch normalization and the end of a residual block', async () => {
    await kind(1, 'Batch normalization');
    await editor.frame.getByRole('button', { name: 'Hidden layer 1: Batch normalization' }).waitFor();
    await chips.nth(1).click();
    await kind(2, 'End of a residual block');
    await editor.frame.getByRole('button', { name: 'Hidden layer 2: End of a residual block' }).waitFor();
    await ctx.look('layers-rail');
  });
  await ctx.step('a block that begins before the network says so beside its field', async () => {
    await editor.fill('Layers', '7');
    await editor.frame
      .getByText(/network\.hidden\[2\]\.layers/)
      .first()
      .waitFor();
    await editor.fill('Layers', '1');
  });
  await ctx.step('it trains, and every layer has its histogram', async () => {
    await editor.button('Run').first().click();
    await editor.progressSays(/finished/);
    const picker = editor.frame.getByRole('radiogroup', { name: 'Layer shown' });
    await picker.getByRole('radio', { name: 'hidden 1: Batch normalization, 10 units' }).click();
    await editor.frame.getByText('scale, 10').first().waitFor();
    await picker.getByRole('radio', { name: 'hidden 2: End of a residual block, 10 units' }).click();
    await editor.frame.getByText('no weights').first().waitFor();
    check((await picker.getByRole('radio').count()) === 5, 'A button for every layer and one for all were expected.');
    await picker.getByRole('radio', { name: 'All layers' }).click();
    for (const theme of Object.values(themes)) {
      await setTheme(ctx.page, theme);
      await ctx.look(`layers-run-${theme.className}`);
    }
    await setTheme(ctx.page, themes.dark);
  });
}
