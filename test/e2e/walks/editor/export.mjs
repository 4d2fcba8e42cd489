import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { outDirectory } from '../../../../scripts/lib/project.mjs';
import { acceptSaveDialog, runWithAnswers } from '../../../host/workbench.mjs';
import { check } from '../../context.mjs';

/** Waits for the one file of the folder that ends so; answers its path. */
async function fileEnding(ctx, ending) {
  let found;
  await ctx.eventually(
    async () => (found = (await readdir(ctx.workspace)).find((name) => name.endsWith(ending))) !== undefined,
    () => `No file ends in ${ending}.`,
  );
  return join(ctx.workspace, found);
}

/** Runs a command that ends in a save dialog, with the answers to its questions. */
async function exportBy(ctx, command, answers, ending) {
  await runWithAnswers(ctx.page, command, answers);
  await acceptSaveDialog(ctx.page, () => ctx.picture(`export-${ending.replaceAll('.', '-')}`));
  return fileEnding(ctx, ending);
}

/** How many colours a picture has, and its size; the page decodes it. */
function decode(ctx, bytes, type) {
  return ctx.page.evaluate(
    async ([base64, kind]) => {
      const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([data], { type: kind }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
      return { width: bitmap.width, height: bitmap.height, colors: new Set(pixels).size };
    },
    [bytes.toString('base64'), type],
  );
}

/** What a browser's XML parser makes of a text: the root's name, or the complaint. */
function parseXml(ctx, text) {
  return ctx.page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
    const broken = parsed.querySelector('parsererror');
    return {
      root: broken ? broken.textContent : parsed.documentElement.localName,
      texts: [...parsed.querySelectorAll('text')].map((one) => one.textContent),
      paths: parsed.querySelectorAll('path').length,
      images: parsed.querySelectorAll('image').length,
    };
  }, text);
}

/** The table that the cost panel shows instead of its chart: rows of cells as text. */
async function shownTable({ editor }) {
  const toggle = editor.cost.locator('vscode-toolbar-button[icon=table]');
  await toggle.click();
  const rows = await editor.cost
    .locator('.table tr')
    .evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
  await toggle.click();
  return rows;
}

/** A number as the table writes it. */
const plain = (text) => Number(text.replaceAll('\u202f', '').replaceAll('−', '-'));

async function charts(ctx) {
  await ctx.step('a chart saved as PNG is no blank picture', async () => {
    const file = await exportBy(ctx, 'Init Lab: Export Chart…', ['Cost', 'PNG'], 'cost.png');
    const { width, height, colors } = await decode(ctx, await readFile(file), 'image/png');
    check(width > 1000 && height > 600 && colors > 50, `${width} × ${height} pixels with ${colors} colours.`);
    return `${width} × ${height}, ${colors} colours`;
  });
  await ctx.step('a chart saved as SVG is well-formed, of vectors and text', async () => {
    const text = await readFile(
      await exportBy(ctx, 'Init Lab: Export Chart…', ['Cost', 'SVG for print'], 'cost.svg'),
      'utf8',
    );
    const { root, texts, paths, images } = await parseXml(ctx, text);
    check(root === 'svg', root);
    check(images === 0 && paths > 10, `${paths} paths and ${images} images.`);
    for (const label of ['Train cost by step', 'Zeros', 'He normal', 'step'])
      check(texts.includes(label), `"${label}" is not among ${texts.join(', ')}.`);
  });
  await ctx.step('the menu beside a chart opens, moves and closes by keyboard, and copies the picture', async () => {
    await ctx.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { frame, cost } = ctx.editor;
    const items = cost.getByRole('menuitem');
    // The focus may be the workbench's for a moment: it closes notifications on Escape as well.
    const openMenu = () =>
      ctx.eventually(
        async () => {
          await cost.getByRole('button', { name: 'Picture of Cost' }).focus();
          await ctx.page.keyboard.press('Enter');
          return items
            .first()
            .waitFor({ timeout: 1000 })
            .then(
              () => true,
              () => false,
            );
        },
        () => 'The menu did not open.',
      );
    await openMenu();
    await ctx.page.keyboard.press('ArrowDown');
    await ctx.picture('chart-menu');
    check(await items.nth(1).evaluate((item) => item.matches(':focus')), 'The arrow did not move to the second entry.');
    await ctx.page.keyboard.press('Escape');
    check(!(await items.first().isVisible()), 'Escape did not close the menu.');
    await openMenu();
    await ctx.page.keyboard.press('Enter');
    await cost.getByText('The image was copied.').waitFor({ state: 'attached' });
    const types = await frame.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types));
    check(types.includes('image/png'), `The clipboard has ${types.join(', ') || 'nothing'}.`);
  });
  await ctx.step("a chart's context menu offers to copy and to export it", async () => {
    await ctx.editor.plot.click({ button: 'right' });
    const copy = ctx.page.getByRole('menuitem', { name: 'Copy Chart as Image' });
    await copy.waitFor();
    await ctx.picture('chart-context-menu');
    await ctx.page.keyboard.press('Escape');
    await copy.waitFor({ state: 'hidden' });
  });
}

async function data(ctx) {
  await ctx.step("the curves as CSV have the numbers of the chart's table", async () => {
    const [head, ...rows] = parse(
      await readFile(await exportBy(ctx, 'Init Lab: Export Data…', ['Curves'], 'curves.csv'), 'utf8'),
    );
    const [, ...shown] = await shownTable(ctx);
    const column = (name) => head.indexOf(name);
    const costs = (initializer, step) =>
      rows.find((row) => row[column('initializer')] === String(initializer) && row[column('step')] === String(step))?.[
        column('train cost')
      ];
    check(shown.length > 10, `The table has ${shown.length} rows.`);
    for (const [step, ...values] of shown) {
      values.forEach((text, initializer) => {
        const cost = Number(costs(initializer, plain(step)));
        // The table has three digits.
        check(
          Math.abs(cost - plain(text)) <= 0.006 * Math.abs(cost),
          `Step ${step} of initializer ${initializer}: ${cost} in the file, ${text} in the table.`,
        );
      });
    }
    return `${rows.length} rows; ${shown.length} steps compared`;
  });
  await ctx.step('weights are saved as an array that begins as NumPy writes it', async () => {
    const bytes = await readFile(
      await exportBy(ctx, 'Init Lab: Export Weights…', ['He normal', '.npy', 'hidden.0.kernel'], 'hidden.0.kernel.npy'),
    );
    check(bytes.subarray(0, 6).equals(Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59])), 'It is no .npy file.');
    check(bytes.toString('latin1').includes("'shape': (10, 2)"), bytes.toString('latin1', 10, 100));
  });
}

async function reports(ctx) {
  await ctx.step('the HTML report stands alone: no script, no address, all charts', async () => {
    const text = await readFile(await exportBy(ctx, 'Init Lab: Export Report…', ['HTML'], 'report.html'), 'utf8');
    check(!/<script|\s(src|href)="(?!data:)/.test(text), 'It refers to something outside.');
    const page = await ctx.browser.newPage({ viewport: { width: 1100, height: 900 } });
    const problems = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.setContent(text);
    const { charts: count, font } = await page.evaluate(() => ({
      charts: document.querySelectorAll('figure svg').length,
      font: getComputedStyle(document.querySelector('h1')).fontSize,
    }));
    await page.screenshot({ path: join(outDirectory, 'screenshots', 'report.png'), fullPage: true });
    await page.close();
    check(problems.length === 0, problems.join('\n'));
    check(count >= 9, `${count} charts.`);
    check(parseFloat(font) > 25, `The style sheet is not applied: the title has ${font}.`);
    return `${count} charts, ${(text.length / 1e6).toFixed(2)} MB`;
  });
  await ctx.step('the Markdown report has every picture that it names beside it', async () => {
    const file = await exportBy(ctx, 'Init Lab: Export Report…', ['Markdown'], 'report.md');
    const text = await readFile(file, 'utf8');
    const names = [...text.matchAll(/\]\(([^)]+\.svg)\)/g)].map(([, address]) => decodeURIComponent(address));
    check(names.length >= 9, `${names.length} pictures.`);
    for (const name of names)
      check((await parseXml(ctx, await readFile(join(ctx.workspace, name), 'utf8'))).root === 'svg', name);
  });
}

/** Everything that leaves the editor as a file or a picture. */
export async function exportAll(ctx) {
  await ctx.closeAll();
  await ctx.step('a finished run to export', async () => {
    await ctx.pickAndSee('Circles');
    await ctx.editor.progressSays(/finished/);
  });
  await charts(ctx);
  await data(ctx);
  await reports(ctx);
}
