import { spawn } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runCommand, setTheme, themes } from '../../../host/workbench.mjs';
import { patience } from '../../../host/late.mjs';
import { check, circlesExperiment, extensionId } from '../../context.mjs';

const password = 'a secret of the walk';

/** A port of this machine that nobody listens at. */
function freePort() {
  return new Promise((fulfil, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => fulfil(port));
    });
  });
}

/** Starts a program; answers what it says, and how to end it. */
function start(command, args, env = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  child.stderr.on('data', (bytes) => (said += bytes));
  const ended = new Promise((fulfil) => child.once('close', fulfil));
  child.once('error', (error) => (said += error.message));
  return {
    said: () => said,
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A sweep that workers of a queue compute: handed over, followed, paused, left and joined again, in the editor. */
export async function queue(ctx) {
  const { page } = ctx;
  const port = await freePort();
  const address = `redis://127.0.0.1:${port}/0`;
  const workers = [];
  let server;
  const extensions = join(ctx.server.data, 'extensions');
  const folder = (await readdir(extensions)).find((name) => name.startsWith(extensionId));
  const cli = join(extensions, folder, 'dist', 'cli.js');
  const worker = (name) =>
    workers.push(
      start(process.execPath, [cli, 'worker', '--queue', address, '--concurrency', '1', '--name', name], {
        INITLAB_QUEUE_PASSWORD: password,
        XDG_CACHE_HOME: ctx.server.data,
      }),
    );
  const settings = join(ctx.workspace, '.vscode');
  const pane = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Runs' }) });
  const row = (text) => pane.locator('.monaco-list-row').filter({ hasText: text }).first();
  const entry = page.locator('.statusbar-item[id*="initLab.queue"]');
  const dialog = page.locator('.monaco-dialog-box');
  const runOnQueue = () => ctx.editor.frame.locator('[data-action=runOnQueue]');
  const bannerSays = (text) =>
    ctx.editor.frame
      .locator('.banner')
      .filter({ hasText: text })
      .waitFor({ timeout: patience * 1000 });
  const lookInThemes = async (name) => {
    for (const theme of ['light', 'highContrast', 'highContrastLight', 'dark']) {
      await setTheme(page, themes[theme]);
      await ctx.look(`${name}-${theme}`);
    }
  };
  try {
    const startServer = async () => {
      server = start('redis-server', [
        ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes'],
        ...['--requirepass', password, '--dir', ctx.server.data],
      ]);
      await page.waitForTimeout(500);
      check(server.said() === '', server.said());
    };
    await ctx.step('a server of a queue with a password starts', startServer);
    await ctx.step('without a queue there is no button, and the command leads to the setting', async () => {
      await ctx.closeAll();
      await ctx.write(
        'queued.initlab.json',
        await circlesExperiment({
          name: 'Queued',
          training: { steps: 60_000, batchSize: 'full', recordEvery: 500 },
          sweep: [
            { path: '/optimizer/learningRate', from: 0.01, to: 1, count: 5, scale: 'log' },
            { path: '/network/hidden/0', values: [4, 8, 16] },
          ],
        }),
      );
      await ctx.openExperiment('queued.initlab.json');
      check((await runOnQueue().count()) === 0, 'There is a button without a queue.');
      await runCommand(page, 'Init Lab: Run on Queue');
      await page.locator('.notifications-toasts').getByRole('button', { name: 'Open Setting' }).waitFor();
      await ctx.picture('queue-unset');
      await runCommand(page, 'Notifications: Clear All Notifications');
    });
    await ctx.step('a password in the setting is moved to the secret storage', async () => {
      await mkdir(settings, { recursive: true });
      await ctx.write('.vscode/settings.json', {
        'initLab.sweeps.queue': address.replace('//', `//:${encodeURIComponent('not this one')}@`),
      });
      await runOnQueue().waitFor();
      await runOnQueue().click();
      const move = page.locator('.notifications-toasts').getByRole('button', { name: 'Move to Secret Storage' });
      await move.waitFor();
      await ctx.picture('queue-password-in-setting');
      await move.click();
    });
    await ctx.step('a wrong password is asked for again, and the sweep waits for a worker', async () => {
      const input = page.locator('.quick-input-widget input');
      await input.waitFor();
      check((await input.getAttribute('type')) === 'password', 'The password can be read.');
      await ctx.picture('queue-password');
      await input.fill(password);
      await input.press('Enter');
      await bannerSays('No worker is connected');
      await ctx.editor.progressSays(/0 workers · 0 of 60 trials/);
      await entry.click();
      await page.locator('.quick-input-widget').getByText('Stop queued').waitFor();
      await ctx.picture('queue-menu');
      await page.keyboard.press('Escape');
      await lookInThemes('queue-waiting');
      return (await entry.innerText()).trim();
    });
    await ctx.step('cells fill as a worker computes them', async () => {
      worker('first');
      await ctx.eventually(
        async () => (await ctx.editor.frame.locator('il-heat-map').count()) === 4,
        async () => `There are no maps. ${workers[0].said()}`,
      );
      await ctx.editor.progressSays(/1 worker · \d+ of 60 trials/);
      await ctx.look('queue-filling');
    });
    await ctx.step('Pause holds the sweep, and it can not be stepped', async () => {
      await ctx.editor.button('Pause').click();
      await ctx.editor.progressSays(/paused/);
      check(
        await ctx.editor.frame.locator('[data-action=step]').isDisabled(),
        'A sweep in a queue can be run step by step.',
      );
      await ctx.picture('queue-paused');
    });
    await ctx.step('a server that is gone is waited for', async () => {
      await ctx.editor.button('Resume').click();
      await ctx.editor.progressSays(/1 worker/);
      await server.end();
      await bannerSays('Waiting for redis://');
      await ctx.look('queue-gone');
      await startServer();
      const waiting = ctx.editor.frame.locator('.banner').filter({ hasText: 'Waiting for redis://' });
      await ctx.eventually(
        async () => (await waiting.count()) === 0,
        () => waiting.first().innerText(),
      );
    });
    await ctx.step('Stop asks, and leaves the sweep to the workers', async () => {
      await ctx.editor.button('Stop').click();
      await dialog.getByRole('button', { name: 'Leave to Workers' }).hover();
      await ctx.picture('queue-stop');
      await dialog.getByRole('button', { name: 'Leave to Workers' }).click();
      await ctx.editor.progressSays(/left to the workers/);
      await ctx.picture('queue-left');
    });
    await ctx.step('an editor that opens again joins the sweep', async () => {
      await ctx.closeEditor();
      worker('second');
      await ctx.openExperiment('queued.initlab.json');
      await ctx.editor.progressSays(/workers? · \d+ of 60 trials/);
    });
    await ctx.step('the view Runs has the sweep and the workers', async () => {
      // A click on the view that is shown would close it.
      const tab = page.locator('.activitybar').getByRole('tab', { name: 'Init Lab' });
      if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
      await row('Sweep Queue').waitFor();
      await row('Queued').waitFor();
      await row('first').waitFor();
      await row('second').waitFor();
      await lookInThemes('queue-view');
    });
    await ctx.step('the sweep ends, and is kept as a run', async () => {
      await ctx.editor.progressSays(/60 trials · finished in the queue/);
      await ctx.eventually(
        async () => (await entry.count()) === 0,
        async () => `The status bar says ${await entry.innerText()}.`,
      );
      const runs = join(ctx.workspace, '.initlab', 'runs');
      await ctx.eventually(
        async () => (await readdir(runs).catch(() => [])).filter((name) => name.startsWith('queued')).length === 1,
        async () => `Kept: ${(await readdir(runs).catch(() => [])).join(', ')}`,
      );
      await ctx.look('queue-finished');
    });
    await ctx.step('Remove takes it from the server', async () => {
      await row('60 of 60').hover();
      await row('60 of 60').getByRole('button', { name: 'Remove Sweep from Queue' }).click();
      await dialog.getByRole('button', { name: 'Remove', exact: true }).hover();
      await ctx.picture('queue-remove');
      await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
      await row('60 of 60').waitFor({ state: 'detached' });
    });
    await ctx.step('Stop ends a sweep for everybody', async () => {
      await runOnQueue().click();
      await ctx.editor.progressSays(/2 workers · \d+ of 60 trials/);
      await row('running').waitFor();
      await ctx.editor.button('Stop').click();
      await dialog.getByRole('button', { name: 'End for Everybody' }).click();
      await ctx.editor.progressSays(/\d+ of 60 trials · stopped/);
      await row('ended early').waitFor();
      await ctx.editor.frame.locator('il-results .whole, il-heat-map').first().waitFor();
      await ctx.picture('queue-ended');
    });
  } finally {
    // Workers give their trials back to the server.
    for (const { end } of workers) await end();
    await server?.end();
    await rm(settings, { recursive: true, force: true });
  }
  await ctx.closeAll();
}
