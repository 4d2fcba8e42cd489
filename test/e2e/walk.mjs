// Walks through the packaged extension in a browser the way a user would.
// Usage: node test/e2e/walk.mjs [file.vsix]
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { outDirectory, root } from '../../scripts/lib/project.mjs';
import { launchBrowser, openPage, screenshot } from '../host/browser.mjs';
import { startCodeServer, workbenchAddress } from '../host/codeServer.mjs';
import { acceptSaveDialog, closeActiveEditor, discardActiveEditor, pickEntry, quickOpen, runCommand, setTheme, themes, waitForWorkbench, webviewFrame } from '../host/workbench.mjs';
import { Editor } from './editor.mjs';
import { longTasks, seesLongTasks, watchLongTasks } from './longTasks.mjs';
import { processesOf } from './processes.mjs';
import { Steps } from './steps.mjs';

const vsix = resolve(process.argv[2] ?? join(root, 'init-lab.vsix'));
const extensionId = 'init-lab.init-lab';
const largestPackage = 3e6;
/** Seconds of streaming over which no task of the webview may last 50 ms. */
const watchedSeconds = 6;
/** What the circles experiment comes to, from NumPy: train and test accuracy in percent. */
const circles = [['Zeros', '50', '50'], ['randn × 10', '83', '86'], ['He normal', '99.3', '96'], ['Xavier uniform', '61', '58']];

/** The circles experiment, long enough to be looked at while it trains. */
async function longExperiment() {
  const experiment = JSON.parse(await readFile(join(root, 'examples', 'circles.initlab.json'), 'utf8'));
  return { ...experiment, name: 'Long', training: { ...experiment.training, steps: 3_000_000 } };
}

function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** Waits for a condition; `message` says what is there instead. */
async function eventually(condition, message, seconds = 10) {
  for (const end = Date.now() + seconds * 1000; !(await condition()); ) {
    if (Date.now() > end) throw new Error(await message());
    await page.waitForTimeout(50);
  }
}

const workspace = await mkdtemp(join(tmpdir(), 'init-lab-walk-'));
await writeFile(join(workspace, 'long.initlab.json'), JSON.stringify(await longExperiment(), undefined, 2));
// As many workers as initializers, so that all of them stream at once on a machine with fewer cores too.
const settings = { 'workbench.colorTheme': themes.dark.name, 'window.autoDetectColorScheme': false, 'initLab.training.workers': circles.length };
const server = await startCodeServer({ vsix, graceSeconds: 2, settings, log: join(outDirectory, 'walk.log') });
const browser = await launchBrowser();
const { page, problems } = await openPage(browser, { extensionId });
const steps = new Steps(() => screenshot(page, 'failed'));
/** What the command line of a trainer holds. */
const trainer = join(server.data, 'extensions', extensionId);
let editor;

async function look(name) {
  for (const [width, height] of [[1600, 1000], [900, 900]]) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(500);
    await screenshot(page, `${name}-${width}`);
  }
  await page.setViewportSize({ width: 1600, height: 1000 });
}

async function shownEditor() {
  editor = new Editor(await webviewFrame(page, 'il-experiment'));
}

async function closeEditor(close = closeActiveEditor) {
  await close(page);
  await eventually(() => editor.frame.isDetached(), () => 'The editor is still there.');
}

/** The longest task of the webview while four initializers stream. */
async function longestTask() {
  await watchLongTasks(editor.frame);
  check(await seesLongTasks(editor.frame), 'A task of 120 ms, made to be seen, was not noticed.');
  await page.waitForTimeout(watchedSeconds * 1000);
  await editor.progressSays(/left/);
  const { ours, others, frames } = await longTasks(editor.frame);
  check(frames > watchedSeconds * 5, `Only ${frames} frames were drawn in ${watchedSeconds} s.`);
  return { longest: Math.max(0, ...ours), ours, others, frames };
}

/** Picks a preset and waits for its first curve point; answers the time between. */
async function pickAndSee(preset, seconds) {
  await runCommand(page, 'Init Lab: Compare Initializers');
  await pickEntry(page, preset);
  const start = performance.now();
  await shownEditor();
  await editor.firstPoint(seconds * 1000);
  return `${(performance.now() - start).toFixed(0)} ms after the pick`;
}

async function open() {
  await steps.step('the package is under 3 MB', async () => {
    const { size } = await stat(vsix);
    check(size < largestPackage, `${vsix} has ${size} bytes.`);
    return `${(size / 1e6).toFixed(2)} MB`;
  });
  await steps.step('the workbench opens', async () => {
    await page.goto(workbenchAddress(server, workspace));
    await waitForWorkbench(page);
    // Themes are contributed by extensions: with this one worn, what extensions contribute is there.
    await page.locator(`.monaco-workbench.${themes.dark.className}`).waitFor();
  });
}

async function compare() {
  // VS Code in a browser takes its time for the first webview of a window; the second one is what is felt from then on.
  await steps.step('F1, the command, Moons: the first curve point, in the first webview of the window', () => pickAndSee('Moons', 15));
  await closeEditor(discardActiveEditor);
  await steps.step('F1, the command, Circles: the first curve point', () => pickAndSee('Circles', 5));
  await steps.step('the run goes to its end', () => editor.progressSays(/finished/, 120_000));
  await steps.step('the chart has a line of each initializer', async () => {
    let colors = [];
    await eventually(async () => (colors = await editor.curveColors()).length >= circles.length, () => `Colours of the chart: ${colors.join(', ')}.`);
  });
  await steps.step('the summary has the accuracies that NumPy gives', async () => {
    for (const [label, train, test] of circles) {
      const row = editor.summary.getByRole('row').filter({ hasText: label });
      const cells = (await row.getByRole('cell').allInnerTexts()).map(text => text.replace(/\s*%/, ''));
      check(Number(cells[2]) === Number(train) && Number(cells[3]) === Number(test), `${label}: ${cells.join(' | ')}`);
    }
  });
}

async function themesAndWidths() {
  for (const [name, theme] of Object.entries(themes)) {
    await steps.step(`theme ${theme.name}`, async () => {
      await setTheme(page, theme);
      await look(name);
    });
  }
  await setTheme(page, themes.dark);
}

async function edit() {
  await steps.step('an initializer is added from the catalogue', async () => {
    const before = await editor.initializers.count();
    await editor.button('Add initializer').click();
    await editor.frame.getByRole('combobox', { name: 'Search the catalogue of initializers' }).fill('orthogonal');
    await screenshot(page, 'catalogue');
    await page.keyboard.press('Enter');
    await editor.initializers.nth(before).waitFor();
    await editor.initializers.nth(before).getByText('Orthogonal').first().waitFor();
    check((await editor.initializers.count()) === before + 1, 'One initializer more was expected.');
  });
  await steps.step('a value is edited', async () => {
    await editor.fill('Learning rate', '0.02');
    await editor.frame.getByText('The experiment changed since this run.').waitFor();
    check((await editor.field('Learning rate').inputValue()) === '0.02', 'The learning rate is not 0.02.');
  });
  await steps.step('the edit is undone', async () => {
    await editor.field('Learning rate').blur();
    await runCommand(page, 'Undo');
    const value = () => editor.field('Learning rate').inputValue();
    await eventually(async () => (await value()) === '0.01', async () => `The learning rate is ${await value()}, not 0.01.`);
  });
  await steps.step('a bad value says what is wrong beside its field', async () => {
    await editor.fill('Learning rate', '-1');
    await editor.frame.locator('il-text-field', { has: editor.field('Learning rate') }).getByRole('alert').waitFor();
    await screenshot(page, 'bad-value');
    await editor.field('Learning rate').press('Escape');
    check((await editor.field('Learning rate').inputValue()) === '0.01', 'Escape did not bring 0.01 back.');
  });
  await steps.step('Stop ends a long run', async () => {
    await editor.fill('Training steps', '5000000');
    await editor.button('Run').first().click();
    // What was typed just before counts.
    await editor.progressSays(/of 5\D000\D000 .*left/);
    await editor.button('Stop').click();
    return editor.progressSays(/stopped/);
  });
}

async function save() {
  const file = join(workspace, 'experiments', 'circles.initlab.json');
  await steps.step('Save in Workspace writes the file', async () => {
    await editor.button('Save in Workspace').click();
    await acceptSaveDialog(page, () => screenshot(page, 'save'));
    await page.getByRole('tab', { name: 'circles.initlab.json' }).first().waitFor();
    await eventually(() => stat(file).then(() => true, () => false), () => `${file} is not there.`);
    const experiment = JSON.parse(await readFile(file, 'utf8'));
    check(experiment.initializers.length === 5 && experiment.initializers[4].kind === 'orthogonal', 'The added initializer is not in the file.');
    check(experiment.optimizer.learningRate === 0.01 && experiment.training.steps === 5_000_000, 'The values in the file are others.');
  });
  await steps.step('the saved file opens in the same editor, its run kept', async () => {
    await shownEditor();
    await editor.progressSays(/stopped/);
  });
  await steps.step('closed and opened again it is an experiment', async () => {
    await closeEditor();
    await quickOpen(page, 'circles.initlab.json');
    await shownEditor();
    await editor.initializers.nth(4).waitFor();
    await screenshot(page, 'reopened');
  });
}

async function stream() {
  await steps.step('a long experiment trains', async () => {
    await closeEditor();
    await quickOpen(page, 'long.initlab.json');
    await shownEditor();
    await editor.button('Run').first().click();
    await editor.firstPoint(20_000);
    await editor.progressSays(/left/);
  });
  await steps.step('all initializers train at once', async () => {
    const waiting = editor.summary.getByText('waiting');
    await eventually(async () => (await editor.summary.getByRole('row').count()) === circles.length + 1 && (await waiting.count()) === 0, () => editor.summary.innerText());
  });
  await steps.step('no task over 50 ms while four initializers stream', async () => {
    let found = await longestTask();
    const words = () => `longest ${found.longest} ms in ${watchedSeconds} s, ${found.frames} frames; the workbench's own: ${found.others.join(', ') || 'none'}`;
    // A machine that is busy with something else may once be late.
    if (found.longest > 50) {
      console.log(`        once more: ${words()}; ours: ${found.ours.join(', ')}`);
      found = await longestTask();
    }
    await screenshot(page, 'streaming');
    check(found.longest <= 50, `${words()}; ours: ${found.ours.join(', ')}`);
    return found.longest === 0 ? `none; ${words()}` : words();
  });
  await steps.step('hidden and shown again, the editor has the whole run', async () => {
    await quickOpen(page, 'circles.initlab.json');
    await eventually(() => editor.frame.isDetached(), () => 'The editor is still there.');
    await quickOpen(page, 'long.initlab.json');
    await shownEditor();
    await editor.firstPoint(10_000);
    await editor.progressSays(/left/);
    check(problems.length === 0, problems.join('\n'));
    await screenshot(page, 'shown-again');
  });
  await steps.step('the closed window leaves no process', async () => {
    check((await processesOf(trainer)).length > 0, 'The trainer was expected to run.');
    await page.goto('about:blank');
    await eventually(async () => (await processesOf(trainer)).length === 0, async () => `Still there: ${(await processesOf(trainer)).join(', ')}.`, 20);
  });
}

let walked = false;
try {
  await open();
  await compare();
  await themesAndWidths();
  await edit();
  await save();
  await stream();
  await steps.step('no console error and no content security violation of ours', async () => check(problems.length === 0, problems.join('\n')));
  walked = true;
} catch (error) {
  console.error(error);
  if (problems.length > 0) console.error(`Problems of our frames:\n${problems.join('\n')}`);
} finally {
  await browser.close();
  await server.stop();
  await rm(workspace, { recursive: true, force: true, maxRetries: 5 });
  await steps.write('walk');
}
process.exitCode = walked && steps.failed === 0 ? 0 : 1;
