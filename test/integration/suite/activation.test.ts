import { strict as assert } from 'node:assert';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { commands, extensions } from 'vscode';
import { extensionId, initLab } from './support';

/** Bytes of the code that VS Code loads to activate the extension. */
const mostBytes = 600_000;
/** Registered for our own code alone. */
const unlisted = ['initLab.browseForPath'];

/**
 * Time to load a module anew, the median of five: at the start of VS Code, when every extension loads, one measurement
 * says more about the others.
 */
function loadingMilliseconds(file: string): number {
  const require = createRequire(file);
  const times = Array.from({ length: 5 }, () => {
    delete require.cache[require.resolve(file)];
    const start = performance.now();
    require(file);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[2];
}

suite('Activation', () => {
  test('has little code to be loaded', async () => {
    const extension = extensions.getExtension(extensionId);
    assert.ok(extension);
    const { activationMilliseconds } = await initLab();
    const loading = loadingMilliseconds(join(extension.extensionPath, 'dist', 'extension.js'));
    console.log(
      `[mocha]     activate() took ${activationMilliseconds.toFixed(1)} ms, loading the code ${loading.toFixed(1)} ms`,
    );
    // What takes time is code to be read and compiled: its size says it on any machine. The figures above are for
    // people.
    const { size } = statSync(join(extension.extensionPath, 'dist', 'extension.js'));
    assert.ok(size < mostBytes, `the code to activate has ${size} bytes`);
  });

  test('registers every command that it contributes', async () => {
    await initLab();
    const registered = new Set(await commands.getCommands(true));
    const contributed: { command: string }[] = extensions.getExtension(extensionId)!.packageJSON.contributes.commands;
    const names = contributed.map(({ command }) => command);
    assert.equal(new Set(names).size, names.length, 'each command is contributed once');
    assert.deepEqual(
      names.filter((command) => !registered.has(command)),
      [],
      'contributed, not registered',
    );
    // Commands that VS Code makes of views and editors, and what only our own code calls, are not contributed.
    const own = [...registered].filter(
      (command) => /^initLab\.(views\.)?[a-zA-Z]+$/.test(command) && !unlisted.includes(command),
    );
    assert.deepEqual(
      own.filter((command) => !names.includes(command)),
      [],
      'registered, not contributed',
    );
  });
});
