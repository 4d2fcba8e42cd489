import { setTheme, themes } from '../../../host/workbench.mjs';

/** Pictures of the finished circles in every colour theme, wide and narrow. */
export async function lookAtThemes(ctx) {
  for (const [name, theme] of Object.entries(themes)) {
    await ctx.step(`theme ${theme.name}`, async () => {
      await setTheme(ctx.page, theme);
      await ctx.look(name);
    });
  }
  await setTheme(ctx.page, themes.dark);
}
