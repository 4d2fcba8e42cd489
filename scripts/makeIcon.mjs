// Draws media/icon.png, the icon of the Marketplace, from media/icon.svg: node scripts/makeIcon.mjs
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from './lib/browser.mjs';
import { root } from './lib/project.mjs';

/** Pixels on a side. */
const size = 256;

const svg = await readFile(join(root, 'media', 'icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: await findBrowser() });
try {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`,
  );
  await page.screenshot({ path: join(root, 'media', 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
