import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../../scripts/lib/project.mjs';
import { openPage, screenshot } from '../../../host/browser.mjs';
import { workbenchAddress } from '../../../host/codeServer.mjs';
import { quickOpen, runCommand, waitForWorkbench, webviewFrame } from '../../../host/workbench.mjs';
import { check, circlesExperiment, extensionId } from '../../context.mjs';
import { patience } from '../../../host/late.mjs';

const widths = [
  [1600, 1000],
  [1280, 800],
  [900, 900],
  [620, 900],
];
const readJson = async (file) => JSON.parse(await readFile(join(root, file), 'utf8'));

/** Buttons and labels whose text does not fit in them. */
function cutOff() {
  const everywhere = function* (scope) {
    for (const element of scope.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* everywhere(element.shadowRoot);
    }
  };
  return [...everywhere(document)]
    .filter(
      (element) =>
        element.matches('button, label, .row-label, h2, option:checked, th') &&
        element.clientWidth > 0 &&
        element.scrollWidth > element.clientWidth + 1,
    )
    .map((element) => element.textContent.trim());
}

/**
 * A window of its own in another display language: VS Code's own texts need a language pack, those of extensions do
 * not.
 */
async function speak(ctx, language) {
  const [bundle, manifest] = await Promise.all([
    readJson(`l10n/bundle.l10n.${language}.json`),
    readJson(`package.nls.${language}.json`),
  ]);
  const folder = join(ctx.workspace, language);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'words.initlab.json'), JSON.stringify(await circlesExperiment()));
  const { page, problems } = await openPage(ctx.browser, { extensionId });
  try {
    // The workbench takes its language from here; the server sets it with the texts of a language pack.
    await page.addInitScript(
      (name) => Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => name, set() {} }),
      language,
    );
    await page.goto(workbenchAddress(ctx.server, folder));
    await waitForWorkbench(page);
    await quickOpen(page, 'words.initlab.json');
    const frame = await webviewFrame(page, 'il-experiment');
    check(
      (await frame.evaluate(() => document.documentElement.lang)) === language,
      `The page does not say that it is in ${language}.`,
    );
    await frame.getByRole('button', { name: bundle.Run, exact: true }).first().click();
    const finished = bundle['{0} steps · finished in {1}'].replace('{0}', '').split('{1}')[0].trim();
    await frame
      .getByText(finished)
      .first()
      .waitFor({ timeout: patience * 1000 });
    for (const [width, height] of widths) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(500);
      const cut = await frame.evaluate(cutOff);
      check(cut.length === 0, `Cut off at ${width} pixels: ${cut.join(' | ')}`);
      await screenshot(page, `language-${language}-${width}`);
    }
    await page.setViewportSize({ width: 1600, height: 1000 });
    await runCommand(page, `Init Lab: ${manifest['command.compareInitializers']}`);
    await page
      .locator('.quick-input-widget .monaco-list-row')
      .filter({ hasText: bundle.Circles })
      .first()
      .waitFor({ timeout: patience * 1000 });
    await page.keyboard.press('Escape');
    ctx.problems.push(...problems);
  } finally {
    await page.close();
  }
}

/** The editor and the commands in every language that comes along. */
export async function languages(ctx) {
  for (const language of ['zh-cn', 'zh-tw'])
    await ctx.step(`the extension speaks ${language}`, () => speak(ctx, language));
}
