// Runs the Mocha suite in the extension host of code-server: the workbench is opened in a browser with the same
// development and test entries that the desktop VS Code takes on its command line. Usage: node codeServerRun.mjs
// WORKSPACE
import { format } from 'node:util';
import { join } from 'node:path';
import { outDirectory, root } from '../../scripts/lib/project.mjs';
import { launchBrowser, openPage, screenshot } from '../host/browser.mjs';
import { startCodeServer, workbenchAddress } from '../host/codeServer.mjs';
import { showMocha } from './mochaLines.mjs';

const limit = 60 * 60_000;
const workspace = process.argv[2];
// Only with the smoke-test driver does a built workbench heed the entries that follow.
const server = await startCodeServer({
  options: ['enable-smoke-test-driver'],
  graceSeconds: 2,
  log: join(outDirectory, 'codeServer.log'),
});
const browser = await launchBrowser();
try {
  const { page } = await openPage(browser, { extensionId: 'init-lab.init-lab' });
  const ended = new Promise((fulfil, reject) => {
    page.exposeFunction('codeAutomationExit', fulfil).catch(reject);
    page.on('close', () => reject(new Error('The workbench went away before its tests had ended.')));
    setTimeout(() => reject(new Error(`The tests did not end within ${limit / 60_000} minutes.`)), limit).unref();
  });
  await page.exposeFunction('codeAutomationLog', (type, parts) => showMocha(format(...parts)));
  const remote = (path) => `vscode-remote://127.0.0.1:${server.port}${path}`;
  const entries = [
    ['extensionDevelopmentPath', remote(root)],
    ['extensionTestsPath', remote(join(root, 'dist', 'test', 'index.js'))],
  ];
  await page.goto(`${workbenchAddress(server, workspace)}&payload=${encodeURIComponent(JSON.stringify(entries))}`);
  const code = await ended.catch(async (error) => {
    await screenshot(page, 'integration-stuck');
    throw error;
  });
  process.exitCode = code === 0 ? 0 : 1;
} finally {
  await browser.close();
  await server.stop();
}
