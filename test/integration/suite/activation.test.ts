import { strict as assert } from 'node:assert';
import { suite, test } from 'mocha';
import { commands, extensions } from 'vscode';
import { extensionId, initLab } from './support';

const actions = ['run', 'pause', 'resume', 'step', 'stop', 'reset', 'newDraw', 'save', 'openAsJson'];

suite('Activation', () => {
  test('activates in less than 50 ms, its code loaded', async () => {
    const extension = extensions.getExtension(extensionId);
    assert.ok(extension);
    assert.equal(extension.isActive, false, 'nothing was opened yet that needs the extension');
    const start = performance.now();
    await extension.activate();
    const whole = performance.now() - start;
    const { activationMilliseconds } = await initLab();
    console.log(`[mocha]     activate() took ${activationMilliseconds.toFixed(1)} ms, with loading and the way there and back ${whole.toFixed(1)} ms`);
    assert.ok(activationMilliseconds < 50, `activate() took ${activationMilliseconds} ms`);
    assert.ok(whole < 50, `activation took ${whole} ms`);
  });

  test('registers every command that it contributes', async () => {
    await initLab();
    const registered = new Set(await commands.getCommands(true));
    const wanted = ['initLab.compareInitializers', ...actions.map((action) => `initLab.${action}`)];
    assert.deepEqual(wanted.filter((command) => !registered.has(command)), []);
    const contributed: { command: string }[] = extensions.getExtension(extensionId)!.packageJSON.contributes.commands;
    assert.deepEqual(contributed.map(({ command }) => command).sort(), [...wanted].sort());
  });
});
