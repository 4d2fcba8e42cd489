// Takes the pictures of the walkthrough from the packaged extension. They are in its package: a palette of 96 colours
// (with any image tool) keeps them at a third of their size. Usage: node scripts/walkthroughPictures.mjs [file.vsix]
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Walk } from '../test/e2e/context.mjs';
import { acceptSaveDialog, runCommand } from '../test/host/workbench.mjs';
import { root } from './lib/project.mjs';

const folder = join(root, 'media', 'walkthrough');
await mkdir(folder, { recursive: true });
const ctx = await Walk.start(resolve(process.argv[2] ?? join(root, 'init-lab.vsix')));
const { page } = ctx;

/** Keeps a part of the page as `media/walkthrough/<name>.png`. */
async function keep(name, clip) {
  await page.waitForTimeout(700);
  await page.screenshot({ path: join(folder, `${name}.png`), clip });
}

/** Where a part of the workbench is. */
const boxOf = (selector) => page.locator(selector).first().boundingBox();

try {
  await page.setViewportSize({ width: 1280, height: 860 });
  await ctx.openFolder();
  await ctx.pickAndSee('Circles', 20);
  await ctx.editor.progressSays(/finished/, 120_000);
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await keep('compare', await boxOf('.part.editor'));
  await page.setViewportSize({ width: 1280, height: 1000 });
  await ctx.editor.button('Hide the experiment').click();
  await keep('read', await boxOf('.part.editor'));
  await ctx.editor.button('Show the experiment').click();
  await page.setViewportSize({ width: 1000, height: 760 });
  await ctx.editor.button('Add initializer').click();
  await ctx.editor.frame.getByRole('combobox', { name: 'Search the catalogue of initializers' }).fill('orthogonal');
  await keep('change', await boxOf('.part.editor'));
  await page.keyboard.press('Escape');
  await ctx.editor.button('Save in Workspace').click();
  await acceptSaveDialog(page, async () => undefined);
  await page.waitForTimeout(1500);
  await page.setViewportSize({ width: 1280, height: 860 });
  await ctx.shownEditor();
  await ctx.editor.fill('Learning rate', '0.03');
  await ctx.editor.button('Run').first().click();
  await page.waitForTimeout(500);
  await ctx.editor.progressSays(/finished/, 120_000);
  await page.getByRole('tab', { name: 'Init Lab' }).first().click();
  await page.waitForTimeout(1500);
  await page.mouse.move(640, 500);
  // Without the title bar, which has the name of a folder that nobody knows.
  await keep('keep', { x: 0, y: 32, width: 1280, height: 828 });
} finally {
  await ctx.stop();
}
