import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { workspace } from 'vscode';

/** What the runner reads after the suite: it cannot see into the extension host. */
export interface Results {
  passed: number;
  failed: number;
  milliseconds: number;
}

/** `out/results/mocha.json`, seen from `dist/test/`. */
const resultsFile = join(__dirname, '..', '..', 'out', 'results', 'mocha.json');

/** Marks the reporter's lines among all that a workbench logs; the runner shows only these. */
const mark = '[mocha]';

/** Tests of several folders and of other file systems want a workspace file; all others want one folder. */
const manyFolders = 'places.test.js';
/** `INIT_LAB_TEST=runs.test.js` runs one file alone. */
const only = process.env.INIT_LAB_TEST;
const chosen = (file: string): boolean =>
  (file === manyFolders) === (workspace.workspaceFile !== undefined) && (only === undefined || only === file);

/**
 * Runs every bundled test file that fits the opened workspace; VS Code calls this inside its extension host and ends
 * when it settles.
 */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => console.log(format(...parts).replace(/^/gm, `${mark} `));
  const mocha = new Mocha({
    ui: 'tdd',
    color: false,
    timeout: 600_000,
    slow: 5_000,
    reporter: 'spec',
    forbidOnly: process.env.CI !== undefined,
  });
  for (const name of readdirSync(__dirname)
    .filter((file) => file.endsWith('.test.js') && chosen(file))
    .sort())
    mocha.addFile(join(__dirname, name));
  const start = performance.now();
  const results = await new Promise<Results>((resolve) => {
    const runner = mocha.run((failed) =>
      resolve({ passed: runner.stats?.passes ?? 0, failed, milliseconds: performance.now() - start }),
    );
  });
  mkdirSync(join(resultsFile, '..'), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify(results));
  if (results.failed > 0) throw new Error(`${results.failed} of ${results.failed + results.passed} tests failed.`);
}
