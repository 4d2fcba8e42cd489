// The few things that tests do with the workbench itself; what they do with the extension is theirs.
const quickInput = '.quick-input-widget';

/** Waits until the workbench is drawn and its extension host has answered. */
export async function waitForWorkbench(page) {
  await page.locator('.monaco-workbench .part.editor').first().waitFor({ timeout: 60_000 });
  await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
}

/** The entry of the open quick pick with exactly this label; others may only contain it. */
function entry(page, label) {
  const exact = page.locator('.label-name').getByText(label, { exact: true });
  return page.locator(`${quickInput} .monaco-list-row`).filter({ has: exact }).first();
}

/** Opens the command palette; F1 is lost while a webview takes the focus, so it may need a second go. */
async function openPalette(page, input) {
  for (let attempt = 0; attempt < 5; attempt++) {
    await page.keyboard.press('F1');
    if (await input.waitFor({ timeout: 3000 }).then(() => true, () => false)) return;
  }
  throw new Error('The command palette did not open.');
}

/**
 * Runs a command by its title, the way people do: F1, type, pick. The palette lists what is registered when it opens,
 * so a command of an extension that is still being loaded needs it opened anew.
 */
export async function runCommand(page, title) {
  const input = page.locator(`${quickInput} input`);
  for (let attempt = 0; ; attempt++) {
    await openPalette(page, input);
    await input.fill(`>${title}`);
    const found = await entry(page, title).click({ timeout: 4000 }).then(() => true, () => false);
    if (found) return;
    if (attempt === 7) throw new Error(`The command palette has no "${title}".`);
    await page.keyboard.press('Escape');
  }
}

/** Picks an entry of the open quick pick. */
export async function pickEntry(page, label) {
  await entry(page, label).click({ timeout: 20_000 });
}

/** Opens a file of the folder through Quick Open. A file that was written just before needs it opened anew. */
export async function quickOpen(page, fileName) {
  const input = page.locator(`${quickInput} input`);
  for (let attempt = 0; ; attempt++) {
    await page.keyboard.press('Control+P');
    await input.waitFor({ timeout: 10_000 });
    await input.fill(fileName);
    if (await entry(page, fileName).click({ timeout: 5000 }).then(() => true, () => false)) return;
    if (attempt === 4) throw new Error(`Quick Open has no "${fileName}".`);
    await page.keyboard.press('Escape');
  }
}

/**
 * The innermost frame that shows an element: webviews are frames within frames.
 * @param {import('playwright-core').Page} page
 * @param {string} selector an element of ours that is visible there
 */
export async function webviewFrame(page, selector, timeout = 30_000) {
  const end = Date.now() + timeout;
  do {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      if (await frame.locator(selector).first().isVisible().catch(() => false)) return frame;
    }
    await page.waitForTimeout(50);
  } while (Date.now() < end);
  throw new Error(`No frame shows ${selector} after ${timeout} ms; frames: ${page.frames().map(frame => frame.url()).join(', ')}`);
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
  await entry(page, theme.name).click({ timeout: 20_000 });
  await page.locator(quickInput).waitFor({ state: 'hidden' });
  await page.locator(`.monaco-workbench.${theme.className}`).waitFor({ timeout: 20_000 });
}

/** Accepts what the workbench's own save dialog proposes; `look` is called while it shows. */
export async function acceptSaveDialog(page, look) {
  const dialog = page.locator(quickInput);
  const ok = dialog.getByRole('button', { name: 'OK' });
  await ok.waitFor({ timeout: 20_000 });
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
