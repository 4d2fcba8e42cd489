import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/project.mjs';
import { patience } from '../../host/late.mjs';
import { quickOpen, setTheme, themes } from '../../host/workbench.mjs';

const lens = (page, title, index = 0) => page.locator('.codelens-decoration a').filter({ hasText: title }).nth(index);
const dialog = (page) => page.locator('.monaco-dialog-box');

/** An interpreter with a framework: the one that is named, or the environment that `npm test` makes. */
function findInterpreter() {
  const cache = join(root, 'node_modules', '.cache');
  const made = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('python-')) : [];
  return [
    process.env.INITLAB_TEST_PYTHON ?? '',
    ...made
      .filter((name) => existsSync(join(cache, name, 'complete')))
      .map((name) => join(cache, name, 'bin', 'python')),
  ].find((path) => path !== '' && existsSync(path));
}

const interpreter = findInterpreter();

/** Code of an environment that starts processes is not taken from the settings of a user, but of the workspace. */
async function useInterpreter(ctx) {
  await mkdir(join(ctx.workspace, '.vscode'), { recursive: true });
  const settings = JSON.stringify({ 'initLab.python.interpreter': interpreter });
  await writeFile(join(ctx.workspace, '.vscode', 'settings.json'), settings);
}

const copyModel = (ctx, name) => copyFile(join(root, 'test', 'e2e', 'models', name), join(ctx.workspace, name));

async function lookInAllThemes(ctx, name) {
  for (const theme of Object.values(themes)) {
    await setTheme(ctx.page, theme);
    await ctx.look(`${name}-${theme.className}`);
  }
  await setTheme(ctx.page, themes.dark);
}

async function openModel(ctx, name) {
  await copyModel(ctx, name);
  await ctx.closeAll();
  await quickOpen(ctx.page, name);
}

/** Models of the user's own, from the lens above their class to curves, histograms and findings. */
export async function python(ctx) {
  const { page } = ctx;
  if (interpreter === undefined) {
    console.log('There is no Python with PyTorch (INITLAB_TEST_PYTHON): runs of Python models are left out.');
    return;
  }
  await useInterpreter(ctx);
  await ctx.step('a lens stands above every model of a Python file', async () => {
    await openModel(ctx, 'cnn.py');
    await lens(page, 'Compare Initializers', 1).waitFor({ timeout: patience * 1000 });
    await ctx.picture('python-lens');
  });
  await ctx.step('the first run of a folder asks for consent, and the model trains on its own batches', async () => {
    await lens(page, 'Compare Initializers', 1).click();
    const run = dialog(page).getByRole('button', { name: 'Run', exact: true });
    await run.waitFor();
    await ctx.picture('python-consent');
    await run.click();
    const editor = await ctx.shownEditor();
    await editor.progressSays(/finished/, 4 * patience * 1000);
    await editor.frame.getByText('categoricalCrossEntropy, from the first batch').waitFor();
    await lookInAllThemes(ctx, 'python-cnn');
  });
}
