// `node webview/dev/shots.mjs [name …]`: pictures of the editor in all themes and two sizes, into out/shots; prints
// long tasks and errors of the page.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { scenes } from './scenes.mjs';
import { serveHarness } from './serve.mjs';

const out = fileURLToPath(new URL('../../out/shots/', import.meta.url));
await mkdir(out, { recursive: true });
const wanted = process.argv.slice(2);
const { server, address } = await serveHarness({ minify: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

for (const { name, query, width = 1600, height = 1000, act } of scenes) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const page = await browser.newPage({ viewport: { width, height } });
  page.on(
    'console',
    (message) => ['error', 'warning'].includes(message.type()) && console.log(`  ${name}: ${message.text()}`),
  );
  page.on('pageerror', (error) => console.log(`  ${name}: ${error.stack}`));
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        window.longTasks.push(`${Math.round(entry.startTime)}+${Math.round(entry.duration)}`);
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(`${address}?${query}`);
  await page.waitForSelector('il-rail, il-experiment');
  await page.waitForTimeout(700);
  await act?.(page);
  await page.waitForTimeout(200);
  await page.screenshot({ path: `${out}${name}.png` });
  console.log(`${name}: long tasks (start+ms) ${(await page.evaluate(() => window.longTasks.join(' '))) || 'none'}`);
  await page.close();
}
await browser.close();
server.close();
