import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outDirectory, root } from '../../scripts/lib/project.mjs';
import { launchBrowser, openPage, screenshot } from '../host/browser.mjs';
import { LateError, patience } from '../host/late.mjs';
import { startCodeServer, workbenchAddress } from '../host/codeServer.mjs';
import {
  closeActiveEditor,
  quickOpen,
  runCommand,
  runWithAnswers,
  themes,
  waitForWorkbench,
  webviewFrame,
} from '../host/workbench.mjs';
import { Editor } from './editor.mjs';
import { Steps } from './steps.mjs';

/** The extension's id, as its webviews name it. */
export const extensionId = 'init-lab.init-lab';
/** Initializers of the circles experiment: as many curves as are expected, and as many workers as the walk gives. */
export const circleCount = 4;
const widths = [
  [1600, 1000],
  [900, 900],
];

/** Throws with `message` unless `condition` holds. */
export function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** The circles experiment as the example has it, with some of its keys replaced. */
export async function circlesExperiment(changes = {}) {
  const experiment = JSON.parse(await readFile(join(root, 'examples', 'circles.initlab.json'), 'utf8'));
  return { ...experiment, ...changes };
}

/**
 * What every part of the walk is given: one browser page with the workbench on a folder of its own, the steps that are
 * counted, and what is done again and again with the experiment editor.
 */
export class Walk {
  /** Tells when an editor was shown last by `shownEditor`. @type {Editor} */
  editor;

  constructor(parts) {
    Object.assign(this, parts);
    this.steps.onFailure = () => screenshot(this.page, 'failed');
    /** What the command line of a trainer holds. */
    this.trainer = join(this.server.data, 'extensions', extensionId);
  }

  /**
   * Starts the server with the packaged extension and a browser page; the folder that is opened is empty. `steps` goes
   * on counting.
   */
  static async start(vsix, { settings = {}, trust = false, steps = new Steps() } = {}) {
    const workspace = await mkdtemp(join(tmpdir(), 'init-lab-walk-'));
    // As many workers as initializers, so that all of them stream at once on a machine with fewer cores too.
    const all = {
      'workbench.colorTheme': themes.dark.name,
      'window.autoDetectColorScheme': false,
      'initLab.training.workers': circleCount,
      ...settings,
    };
    const server = await startCodeServer({
      vsix,
      graceSeconds: 2,
      settings: all,
      trust,
      log: join(outDirectory, 'walk.log'),
    });
    const browser = await launchBrowser();
    const { page, problems } = await openPage(browser, { extensionId });
    return new Walk({ vsix, workspace, server, browser, page, problems, steps });
  }

  async stop() {
    await this.browser.close();
    await this.server.stop();
    await rm(this.workspace, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Does one step of the walk: see `Steps.step`. */
  step(name, work) {
    return this.steps.step(name, work);
  }

  /** Waits for a condition; `message()` says what is there instead. */
  async eventually(condition, message, seconds = patience) {
    for (const end = Date.now() + seconds * 1000; !(await condition());) {
      if (Date.now() > end) throw new LateError(await message());
      await this.page.waitForTimeout(50);
    }
  }

  /** The frames where `find(frame)`, a locator, finds something. Frames come and go while they are asked. */
  async framesWith(find) {
    const frames = this.page.frames();
    const counts = await Promise.all(
      frames.map((frame) =>
        find(frame)
          .count()
          .catch((error) => {
            if (frame.isDetached() || isLeaving(error)) return 0;
            throw error;
          }),
      ),
    );
    return frames.filter((_, at) => counts[at] > 0);
  }

  /** Waits until a frame of the page has a heading: a report, for one. */
  heading(name) {
    return this.eventually(
      async () => (await this.framesWith((frame) => frame.getByRole('heading', { name }))).length > 0,
      () => `No page has the heading ${name}.`,
    );
  }

  /** Opens a folder (absent: the walk's own) in the workbench; what extensions contribute is there when it answers. */
  async openFolder(folder = this.workspace) {
    await this.page.goto(workbenchAddress(this.server, folder));
    await waitForWorkbench(this.page);
    // Themes are contributed by extensions: with this one worn, what extensions contribute is there.
    await this.page.locator(`.monaco-workbench.${themes.dark.className}`).waitFor();
  }

  /**
   * Waits until the workbench has written down that an editor is open: a page that is reloaded before comes back
   * without what was opened last. It writes in an idle moment every five seconds, and a headless browser that has
   * nothing to draw finds none, so something is drawn meanwhile: Quick Open comes and goes.
   */
  async editorIsKept(title) {
    await this.page.getByRole('tab', { name: title }).click();
    await this.eventually(
      async () => {
        await this.page.keyboard.press('Control+P');
        await this.page.waitForTimeout(700);
        await this.page.keyboard.press('Escape');
        await this.page.waitForTimeout(700);
        return this.page.evaluate(isWrittenDown, title);
      },
      () => `The workbench has not written down its editor "${title}".`,
    );
  }

  /** Writes an experiment (or any text) into the folder and answers its full path. */
  async write(name, content) {
    const file = join(this.workspace, name);
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    return file;
  }

  /** Keeps a picture as `out/screenshots/<name>.png`. */
  picture(name) {
    return screenshot(this.page, name);
  }

  /** Keeps a wide and a narrow picture. */
  async look(name) {
    for (const [width, height] of widths) {
      await this.page.setViewportSize({ width, height });
      await this.page.waitForTimeout(500);
      await screenshot(this.page, `${name}-${width}`);
    }
    await this.page.setViewportSize({ width: widths[0][0], height: widths[0][1] });
  }

  /** The experiment editor that is shown now, which becomes `editor`. */
  async shownEditor() {
    this.editor = new Editor(await webviewFrame(this.page, 'il-experiment'));
    return this.editor;
  }

  /** Opens a file of the folder in the experiment editor. */
  async openExperiment(name) {
    await quickOpen(this.page, name);
    return this.shownEditor();
  }

  /** Closes the editor in front, which is the experiment editor, and waits until it has gone. */
  async closeEditor(close = closeActiveEditor) {
    await close(this.page);
    await this.eventually(
      () => this.editor.frame.isDetached(),
      () => 'The editor is still there.',
    );
  }

  /** Closes all editors and throws away what is not saved, so that a part starts with an empty workbench. */
  async closeAll() {
    const { page } = this;
    await runCommand(page, 'View: Close All Editors');
    const tabs = page.locator('.editor-group-container .tab');
    const discard = page.locator('.monaco-dialog-box').getByRole('button', { name: "Don't Save" });
    await this.eventually(
      async () => {
        if (await discard.isVisible()) await discard.click();
        return (await tabs.count()) === 0;
      },
      () => 'Some editors did not close.',
    );
  }

  /** Picks a preset and waits for its first curve point; answers the time between, a figure for people. */
  async pickAndSee(preset) {
    await runWithAnswers(this.page, 'Init Lab: Compare Initializers', [preset]);
    const start = performance.now();
    await this.shownEditor();
    await this.editor.firstPoint();
    return `${(performance.now() - start).toFixed(0)} ms after the pick`;
  }
}

/** Whether an error says that a frame went, or went to another page, while it was asked. */
function isLeaving(error) {
  return /detached|context was destroyed|navigation/i.test(error.message);
}

/** Runs in the page of the workbench: whether what it keeps of its editors has a text. */
async function isWrittenDown(text) {
  const databases = (await indexedDB.databases()).filter(({ name }) => name.startsWith('vscode-web-state-db'));
  const values = databases.map(
    ({ name }) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database
            .transaction('ItemTable')
            .objectStore('ItemTable')
            .get('memento/workbench.parts.editor');
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            database.close();
            resolve(reading.result ?? '');
          };
        };
      }),
  );
  return (await Promise.all(values)).some((value) => JSON.stringify(value).includes(text));
}
