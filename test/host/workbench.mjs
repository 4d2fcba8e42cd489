// The few things that tests do with the workbench itself; what they do with the extension is theirs.
import { LateError, patience } from './late.mjs';

const quickInput = '.quick-input-widget';

/** Waits until the workbench is drawn and its extension host has answered. */
export async function waitForWorkbench(page) {
  await page
    .locator('.monaco-workbench .part.editor')
    .first()
    .waitFor({ timeout: patience * 1000 });
  await page
    .locator('.statusbar-item')
    .first()
    .waitFor({ timeout: patience * 1000 });
}

/** The entry of the open quick pick with exactly this label; others may only contain it. */
function entry(page, label) {
  const exact = page.locator('.label-name').getByText(label, { exact: true });
  return page.locator(`${quickInput} .monaco-list-row`).filter({ has: exact }).first();
}

/**
 * Opens Quick Open by a key, types and picks the entry; whether that worked. An editor that is just being shown takes
 * the focus when it is ready, which swallows the key, or closes what has opened before anything is typed.
 */
async function pickAfter(page, key, text, label) {
  const input = page.locator(`${quickInput} input`);
  await page.keyboard.press(key);
  try {
    await input.fill(text, { timeout: 3000 });
    await entry(page, label).click({ timeout: 5000 });
    return true;
  } catch {
    await page.keyboard.press('Escape');
    return false;
  }
}

/**
 * Runs a command by its title, the way people do: F1, type, pick. The palette lists what is registered when it opens,
 * so a command of an extension that is still being loaded needs it opened anew.
 */
export async function runCommand(page, title) {
  for (let attempt = 0; attempt < 8; attempt++) if (await pickAfter(page, 'F1', `>${title}`, title)) return;
  throw new LateError(`The command palette has no "${title}".`);
}

/**
 * Runs a command and answers its questions; whether every answer was there to be picked. What takes the focus on a busy
 * machine (an editor that has become ready, a notification) closes a question, and the command ends without a word.
 */
async function answered(page, title, answers) {
  await runCommand(page, title);
  try {
    for (const answer of answers) await entry(page, answer).click({ timeout: 15_000 });
    return true;
  } catch {
    await page.keyboard.press('Escape');
    return false;
  }
}

/** Runs a command and picks an entry in each of the lists that it asks with. */
export async function runWithAnswers(page, title, answers) {
  for (let attempt = 0; attempt < 5; attempt++) if (await answered(page, title, answers)) return;
  throw new LateError(`"${title}" does not ask for ${answers.join(', then ')}.`);
}

/** Picks an entry of the open quick pick. */
export async function pickEntry(page, label) {
  await entry(page, label).click({ timeout: patience * 1000 });
}

/** Opens a file of the folder through Quick Open. A file that was written just before needs it opened anew. */
export async function quickOpen(page, fileName) {
  for (let attempt = 0; attempt < 6; attempt++) if (await pickAfter(page, 'Control+P', fileName, fileName)) return;
  throw new LateError(`Quick Open has no "${fileName}".`);
}

/**
 * The innermost frame that shows an element: webviews are frames within frames.
 * @param {import('playwright-core').Page} page
 * @param {string} selector an element of ours that is visible there
 */
export async function webviewFrame(page, selector, timeout = patience * 1000) {
  const end = Date.now() + timeout;
  do {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      if (
        await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false)
      )
        return frame;
    }
    await page.waitForTimeout(50);
  } while (Date.now() < end);
  throw new LateError(
    `No frame shows ${selector} after ${timeout} ms; frames: ${page
      .frames()
      .map((frame) => frame.url())
      .join(', ')}`,
  );
}

/** The colour themes to look at, by name and by the class that each puts on the workbench. */
export const themes = {
  dark: { name: 'Dark Modern', className: 'vs-dark' },
  light: { name: 'Light Modern', className: 'vs' },
  highContrast: { name: 'Dark High Contrast', className: 'hc-black' },
  highContrastLight: { name: 'Light High Contrast', className: 'hc-light' },
};

/** Picks a colour theme and waits until the workbench wears it. */
export async function setTheme(page, theme) {
  await runCommand(page, 'Preferences: Color Theme');
  const input = page.locator(`${quickInput} input`);
  await input.fill(theme.name);
  await entry(page, theme.name).click({ timeout: patience * 1000 });
  await page.locator(quickInput).waitFor({ state: 'hidden' });
  await page.locator(`.monaco-workbench.${theme.className}`).waitFor({ timeout: patience * 1000 });
}

/** Accepts what the workbench's own save dialog proposes; `look` is called while it shows. */
export async function acceptSaveDialog(page, look) {
  const dialog = page.locator(quickInput);
  const ok = dialog.getByRole('button', { name: 'OK' });
  await ok.waitFor({ timeout: patience * 1000 });
  await look();
  // The first OK may be answered with the question whether the folder shall be made.
  for (let times = 0; times < 3 && (await ok.isVisible()); times++) {
    await ok.click();
    await page.waitForTimeout(500);
  }
}

/** Closes the editor in front and throws away what is not saved. */
export async function discardActiveEditor(page) {
  await runCommand(page, 'View: Revert and Close Editor');
}

/** Closes the editor in front. */
export async function closeActiveEditor(page) {
  await runCommand(page, 'View: Close Editor');
}
