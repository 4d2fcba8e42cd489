import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/lib/browser.mjs';
import { outDirectory } from '../../scripts/lib/project.mjs';
import { patience } from './late.mjs';

const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser of this machine, without a window unless `INIT_LAB_HEADED` is set. */
export async function launchBrowser() {
  const executablePath = findBrowser();
  if (executablePath === undefined)
    throw new Error('No Chromium, Chrome or Edge was found; INIT_LAB_BROWSER may name one.');
  return chromium.launch({ executablePath, headless: process.env.INIT_LAB_HEADED === undefined, args: quietFlags });
}

/**
 * Collects the ids of the webviews of one extension: an outer frame names both its id and the extension, the frame
 * within it that holds the extension's document names only the id.
 */
function watchWebviews(page, extensionId) {
  const ids = new Set();
  const note = (frame) => {
    const query = URL.canParse(frame.url()) ? new URL(frame.url()).searchParams : undefined;
    if (query?.get('extensionId')?.toLowerCase() === extensionId) ids.add(query.get('id'));
  };
  page.on('frameattached', note);
  page.on('framenavigated', note);
  return (text) =>
    text.includes('/dist/webview/') ||
    text.toLowerCase().includes(`extensionid=${extensionId}`) ||
    [...ids].some((id) => text.includes(id));
}

/**
 * Opens a page and watches what goes wrong in it.
 * @param {import('playwright-core').Browser} browser
 * @param {{ extensionId: string, width?: number, height?: number }} options
 * @returns {Promise<{ page: import('playwright-core').Page, problems: string[] }>} `problems` fills up with console
 *   errors (those of the content security policy among them) and uncaught exceptions of the extension's frames; the
 *   workbench's own (it may find no network) are left out
 */
export async function openPage(browser, options) {
  const page = await browser.newPage({ viewport: { width: options.width ?? 1600, height: options.height ?? 1000 } });
  page.setDefaultTimeout(patience * 1000);
  const isOurs = watchWebviews(page, options.extensionId);
  const problems = [];
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url, lineNumber } = message.location();
    if (isOurs(`${url} ${message.text()}`)) problems.push(`console: ${message.text()} at ${url}:${lineNumber}`);
  });
  page.on('pageerror', (error) => {
    const text = error.stack ?? error.message;
    if (isOurs(text)) problems.push(`uncaught: ${text}`);
  });
  return { page, problems };
}

/** Keeps a picture of the page as `out/screenshots/<name>.png`. */
export async function screenshot(page, name) {
  const folder = join(outDirectory, 'screenshots');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return path;
}
