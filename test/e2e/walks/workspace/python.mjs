import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../../context.mjs';
import { root } from '../../../../scripts/lib/project.mjs';
import { patience } from '../../../host/late.mjs';
import { pickEntry, quickOpen, runWithAnswers, setTheme, themes } from '../../../host/workbench.mjs';

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

const experimentOf = (model, data, changes) => ({
  version: 1,
  name: model.split(':')[1],
  model: { python: model, arguments: changes },
  data: { python: data },
  loss: 'categoricalCrossEntropy',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  training: { steps: 10, recordEvery: 5 },
  random: { seeds: [0] },
  initializers: [{ kind: 'asWritten' }, { kind: 'heNormal' }, { kind: 'zeros' }],
});

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
  await ctx.step('a deep transformer trains, and its findings are listed', async () => {
    await ctx.closeAll();
    await copyModel(ctx, 'gpt.py');
    await ctx.write('gpt.initlab.json', experimentOf('gpt.py:GPT', 'gpt.py:make_batch', { layers: 12 }));
    const editor = await ctx.openExperiment('gpt.initlab.json');
    await editor.button('Run').click();
    await editor.progressSays(/finished/, 4 * patience * 1000);
    await editor.frame.locator('il-findings').getByText('in_proj_weight').first().waitFor();
    await lookInAllThemes(ctx, 'python-gpt');
  });
  await ctx.step('the tree of modules is searched by keyboard, and shows the calls of a module', async () => {
    const { frame } = ctx.editor;
    const picker = frame.locator('il-module-picker');
    await picker.locator('button.chosen').click();
    await frame.getByRole('tree').waitFor();
    await ctx.look('python-tree');
    await page.keyboard.type('11.c_fc');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await frame.getByRole('tree').waitFor({ state: 'detached' });
    const chosen = await picker.locator('button.chosen').innerText();
    check(chosen.includes('layers.11.c_fc'), `The chosen module is "${chosen}".`);
    await frame.locator('il-columns .caption', { hasText: 'layers.11.c_fc' }).first().waitFor();
  });
  await ctx.step('a finding opens its line', async () => {
    await ctx.editor.frame
      .locator('il-findings')
      .getByRole('button', { name: /Open gpt\.py:\d+/ })
      .first()
      .click();
    await page.getByRole('tab', { name: /gpt\.py/, selected: true }).waitFor();
    await ctx.picture('python-finding-line');
  });
  await ctx.step('Check Initialization says what it finds in a report', async () => {
    await openModel(ctx, 'gpt.py');
    await lens(page, 'Check Initialization', 1).click();
    await page
      .locator('.tabs-container .tab')
      .filter({ hasText: 'GPT' })
      .first()
      .waitFor({ timeout: 2 * patience * 1000 });
    await ctx.heading('Initialization of gpt.py:GPT');
    await ctx.picture('python-report');
  });
  await ctx.step('the link above a model runs the experiment that there is of it', async () => {
    await openModel(ctx, 'gpt.py');
    await lens(page, 'Compare Initializers', 1).click();
    const editor = await ctx.shownEditor();
    await editor.progressSays(/finished/, 4 * patience * 1000);
    await ctx.picture('python-again');
  });
  await ctx.step('a function that builds a Keras model is compared like a class of PyTorch', async () => {
    await openModel(ctx, 'mlp.py');
    await lens(page, 'Compare Initializers').click();
    const editor = await ctx.shownEditor();
    await editor.progressSays(/finished/, 4 * patience * 1000);
    await editor.frame.getByText(/^keras 3/).waitFor();
    await lookInAllThemes(ctx, 'python-keras');
  });
  await ctx.step('a sweep over an argument of the model runs to its end', async () => {
    const sweep = [{ path: '/model/arguments/width', values: [4, 8] }];
    await copyModel(ctx, 'cnn.py');
    await ctx.write('widths.initlab.json', { ...experimentOf('cnn.py:Net', 'cnn.py:make_batches', {}), sweep });
    const editor = await ctx.openExperiment('widths.initlab.json');
    await editor.button('Run').click();
    await editor.progressSays(/finished/, 4 * patience * 1000);
    await ctx.picture('python-sweep');
  });
  await ctx.step('a model in a notebook is compared from the link in its cell', async () => {
    await openModel(ctx, 'notebook.ipynb');
    await lens(page, 'Compare Initializers').waitFor({ timeout: patience * 1000 });
    await ctx.picture('python-notebook');
    await lens(page, 'Compare Initializers').click();
    const editor = await ctx.shownEditor();
    await editor.progressSays(/finished/, 4 * patience * 1000);
    await editor.frame.getByRole('button', { name: 'Accuracy', exact: true }).click();
    await ctx.picture('python-notebook-run');
  });
  await ctx.step('an initializer goes back into the model, after a look at the changes', async () => {
    await ctx.write('back.initlab.json', experimentOf('cnn.py:Net', 'cnn.py:make_batches', {}));
    await ctx.openExperiment('back.initlab.json');
    await runWithAnswers(page, 'Init Lab: Apply to Model…', ['He normal']);
    await page.locator('.monaco-diff-editor').getByText('init_weights(self)').first().waitFor();
    await ctx.picture('python-apply');
    await page.getByRole('button', { name: 'Apply Changes' }).first().click();
    await page.getByRole('tab', { name: /^cnn\.py/, selected: true }).waitFor();
    await page.locator('.view-lines').getByText('init_weights(self)').first().waitFor();
    await ctx.picture('python-applied');
    await page.keyboard.press('Control+S');
    await ctx.eventually(
      async () => (await readFile(join(ctx.workspace, 'cnn.py'), 'utf8')).includes('init_weights(self)'),
      () => 'cnn.py has no call of init_weights.',
    );
  });
  await ctx.step('a model is compared with a checkpoint of it', async () => {
    await openModel(ctx, 'cnn.py');
    const save = 'import torch, cnn; s = cnn.Net().state_dict(); s.pop("head.bias"); torch.save(s, "cnn.pt")';
    execFileSync(interpreter, ['-c', save], { cwd: ctx.workspace });
    await runWithAnswers(page, 'Init Lab: Compare Model with Checkpoint…', ['Net']);
    await page.locator('.quick-input-widget').getByText('Select a Checkpoint').waitFor();
    await pickEntry(page, 'cnn.pt');
    await ctx.heading(/cnn\.pt/);
    await ctx.picture('python-audit');
  });
}
