import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { outDirectory, root } from '../../../../scripts/lib/project.mjs';
import { openPage, screenshot } from '../../../host/browser.mjs';
import { startCodeServer, workbenchAddress } from '../../../host/codeServer.mjs';
import { quickOpen, runCommand, waitForWorkbench, webviewFrame } from '../../../host/workbench.mjs';
import { check, extensionId } from '../../context.mjs';
import { Editor } from '../../editor.mjs';
import { patience } from '../../../host/late.mjs';

/** Made-up images in the four files of the published form: noise, so that they stay large when packed. */
function madeUpFiles(address) {
  const idx = (magic, sizes, value) => {
    const header = Buffer.alloc(4 * (sizes.length + 1));
    [magic, ...sizes].forEach((number, at) => header.writeUInt32BE(number, 4 * at));
    const count = sizes.reduce((product, size) => product * size, 1);
    return gzipSync(Buffer.concat([header, Buffer.from(Array.from({ length: count }, (_, i) => value(i)))]));
  };
  let state = 1;
  const noise = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 24;
  const contents = new Map([
    ['train-images-idx3-ubyte.gz', idx(0x803, [300, 28, 28], noise)],
    ['train-labels-idx1-ubyte.gz', idx(0x801, [300], (i) => i % 10)],
    ['t10k-images-idx3-ubyte.gz', idx(0x803, [60, 28, 28], noise)],
    ['t10k-labels-idx1-ubyte.gz', idx(0x801, [60], (i) => i % 10)],
  ]);
  const files = [...contents].map(([name, bytes]) => ({
    name,
    address: `${address}${name}`,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  return { contents, source: { folder: 'fashion-mnist', licence: 'MIT', files } };
}

/** A server of the made-up files that can stall half-way or send other bytes; it notes what is asked of it. */
async function serveFiles() {
  const state = { how: 'well', asked: [] };
  let contents = new Map();
  const server = createServer((request, response) => {
    const name = request.url.slice(1);
    const body = contents.get(name);
    state.asked.push([name, request.headers.range]);
    if (body === undefined) return void response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': body.length - from,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
    });
    if (state.how === 'stalls') return void response.write(body.subarray(from, from + (body.length >> 1)));
    response.end(state.how === 'lies' ? Buffer.alloc(body.length - from, 7) : body.subarray(from));
  });
  await new Promise((fulfil) => server.listen(0, '127.0.0.1', fulfil));
  const made = madeUpFiles(`http://127.0.0.1:${server.address().port}/`);
  contents = made.contents;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { state, source: made.source, close };
}

/**
 * A workbench that runs the extension of this folder as one that is developed: only such a one takes the sources of a
 * test.
 */
async function openDeveloped(ctx, sources, trust) {
  const settings = { 'workbench.colorTheme': 'Dark Modern', 'window.autoDetectColorScheme': false };
  const server = await startCodeServer({
    settings,
    trust,
    options: ['enable-smoke-test-driver'],
    graceSeconds: 2,
    environment: { INIT_LAB_TEST_SOURCES: sources },
    log: join(outDirectory, 'data.log'),
  });
  const { page } = await openPage(ctx.browser, { extensionId });
  const entries = [['extensionDevelopmentPath', `vscode-remote://127.0.0.1:${server.port}${root}`]];
  await page.goto(`${workbenchAddress(server, ctx.workspace)}&payload=${encodeURIComponent(JSON.stringify(entries))}`);
  await waitForWorkbench(page);
  return {
    server,
    page,
    downloads: join(server.data, 'user', 'User', 'globalStorage', extensionId, 'datasets', 'fashion-mnist'),
    dialog: page.locator('.monaco-dialog-box'),
    // As toasts, or in the centre where they have faded.
    toasts: page.locator('.notification-list-item'),
    close: async () => {
      await page.close();
      await server.stop();
    },
  };
}

async function openExperiment(page) {
  await quickOpen(page, 'images.initlab.json');
  return new Editor(await webviewFrame(page, 'il-experiment'));
}

const experiment = {
  version: 1,
  name: 'Images',
  dataset: { kind: 'fashionMnist' },
  network: { hidden: [32] },
  loss: 'categoricalCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  training: { steps: 20, batchSize: 32 },
  initializers: [{ kind: 'heNormal' }],
};

/** Downloads: offered with size and address, refused, cancelled, of a wrong checksum, and whole; none without trust. */
export async function data(ctx) {
  const files = await serveFiles();
  const sources = await ctx.write('sources.json', { fashionMnist: files.source });
  await ctx.write('images.initlab.json', experiment);
  const total = files.source.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const kept = async (downloads) => readdir(downloads).catch(() => []);
  try {
    await ctx.step('a workspace that is not trusted is offered no download', async () => {
      const bench = await openDeveloped(ctx, sources, true);
      try {
        // The host of an extension under development does not ask: it starts restricted.
        await bench.page
          .getByText('Restricted Mode')
          .first()
          .waitFor({ timeout: patience * 1000 });
        const editor = await openExperiment(bench.page);
        await editor.button('Run').click();
        await editor.frame
          .getByText(/Fashion-MNIST/)
          .and(editor.frame.getByText(/not on this machine/))
          .first()
          .waitFor({ timeout: patience * 1000 });
        check(!(await bench.dialog.isVisible()), 'A dialog asks for something.');
        check(files.state.asked.length === 0, `The server was asked for ${files.state.asked}.`);
      } catch (error) {
        await screenshot(bench.page, 'data-untrusted-failed');
        throw error;
      } finally {
        await bench.close();
      }
    });
    const bench = await openDeveloped(ctx, sources, false);
    const { page, dialog, toasts } = bench;
    try {
      const editor = await openExperiment(page);
      const ask = async (answer) => {
        await editor.button('Run').click();
        await dialog.waitFor({ timeout: patience * 1000 });
        await dialog.getByRole('button', { name: answer, exact: true }).click();
      };
      await ctx.step(
        'the dialog says size, address and place, and nothing is fetched before it is answered',
        async () => {
          await editor.button('Run').click();
          await dialog.waitFor({ timeout: patience * 1000 });
          const text = await dialog.innerText();
          const size = `${(total / 1000).toFixed(total < 99_950 ? 1 : 0)}`;
          for (const part of [
            'Fashion-MNIST',
            size,
            files.source.files[0].address.replace(/[^/]*$/, ''),
            'not in the workspace',
          ])
            check(text.includes(part), `The dialog does not say ${part}: ${text}`);
          await screenshot(page, 'data-dialog');
          await dialog.getByRole('button', { name: 'Cancel' }).click();
          await page.waitForTimeout(500);
          check(files.state.asked.length === 0, `The server was asked for ${files.state.asked}.`);
        },
      );
      await ctx.step('a download shows how far it is and can be cancelled; its beginning is kept', async () => {
        files.state.how = 'stalls';
        await ask('Download');
        await runCommand(page, 'Notifications: Show Notifications');
        const toast = toasts
          .filter({ hasText: 'Downloading' })
          .filter({ hasText: /\d of \d/ })
          .or(toasts.filter({ hasText: /Downloading.* of / }))
          .first();
        await toast.waitFor({ timeout: patience * 1000 });
        await screenshot(page, 'data-progress');
        await toast.hover();
        await toast.getByText('Cancel', { exact: true }).click();
        await toast.waitFor({ state: 'detached', timeout: patience * 1000 });
        check(
          (await kept(bench.downloads)).join() === 'train-images-idx3-ubyte.gz.part',
          `Kept: ${await kept(bench.downloads)}`,
        );
      });
      await ctx.step('other bytes than the published ones are thrown away, and the user is told', async () => {
        files.state.how = 'lies';
        await ask('Download');
        await runCommand(page, 'Notifications: Show Notifications');
        await toasts
          .filter({ hasText: 'SHA-256' })
          .first()
          .waitFor({ timeout: patience * 1000 });
        await screenshot(page, 'data-checksum');
        check((await kept(bench.downloads)).length === 0, `Kept: ${await kept(bench.downloads)}`);
        check(
          files.state.asked.some(([, range]) => range !== undefined),
          'The download did not go on where it was cancelled.',
        );
      });
      await ctx.step('a whole download is kept outside the workspace, and the run goes to its end', async () => {
        files.state.how = 'well';
        await ask('Download');
        await editor.progressSays(/finished/);
        check((await kept(bench.downloads)).length === 4, `Kept: ${await kept(bench.downloads)}`);
        const here = (await readdir(ctx.workspace)).filter((name) => name.includes('ubyte'));
        check(here.length === 0, `In the workspace: ${here}`);
      });
    } catch (error) {
      await screenshot(page, 'data-failed');
      throw error;
    } finally {
      await bench.close();
    }
  } finally {
    files.close();
    await writeFile(sources, '{}');
  }
}
