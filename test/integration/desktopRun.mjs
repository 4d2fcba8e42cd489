// Runs the Mocha suite in a downloaded desktop VS Code.
// Usage: node desktopRun.mjs VERSION WORKSPACE
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { outDirectory, root } from '../../scripts/lib/project.mjs';

const [version, workspace] = process.argv.slice(2);
await runTests({
  version,
  cachePath: join(outDirectory, 'desktop'),
  extensionDevelopmentPath: root,
  extensionTestsPath: join(root, 'dist', 'test', 'index.js'),
  launchArgs: [
    workspace,
    '--disable-extensions',
    '--disable-workspace-trust',
    '--skip-welcome',
    '--no-sandbox',
    '--disable-gpu',
  ],
});
