import { strict as assert } from 'node:assert';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { commands, TabInputCustom, Uri, window, workspace, type Disposable } from 'vscode';
import { writeNpy } from '../../../src/engine/formats/npy';
import { writeSafetensors } from '../../../src/engine/formats/safetensors';
import type { WeightsState } from '../../../src/protocol/weights';
import { MemoryFiles } from './memoryFiles';
import { closeAllEditors, initLab, isAlive, until, workspaceFile } from './support';

const editor = 'initLab.weights';

/** A file of one kernel with the values 0, scale, 2 · scale, … and a bias of zeros. */
const bytesOf = (scale: number, units = 8): Uint8Array =>
  writeSafetensors([
    {
      name: 'hidden.0.kernel',
      shape: [units, 4],
      values: Float32Array.from({ length: 4 * units }, (_, i) => scale * i),
    },
    { name: 'hidden.0.bias', shape: [units], values: new Float32Array(units) },
  ]);

async function open(uri: Uri): Promise<void> {
  await commands.executeCommand('vscode.openWith', uri, editor, { preview: false });
}

/** Waits until an open file has one of some states. */
async function stateOf(uri: Uri, ...statuses: WeightsState['status'][]): Promise<WeightsState> {
  const api = await initLab();
  return until(
    () => {
      const state = api.weightsOf(uri.toString());
      return state && statuses.includes(state.status) ? state : undefined;
    },
    `${uri.path} to be ${statuses.join(' or ')}`,
  );
}

suite('Weights', () => {
  const memory = new MemoryFiles();
  let registered: Disposable;
  suiteSetup(() => {
    registered = workspace.registerFileSystemProvider('initlab-weights', memory, { isCaseSensitive: true });
  });
  teardown(closeAllEditors);
  suiteTeardown(() => registered.dispose());

  test('a file is read in a process that ends with its last editor', async () => {
    const api = await initLab();
    const uri = workspaceFile('read.safetensors');
    await workspace.fs.writeFile(uri, bytesOf(0.5));
    await open(uri);
    const { files, reports, findings } = await stateOf(uri, 'done');
    assert.deepEqual(
      files[0].opened?.tensors.map(({ name }) => name),
      ['hidden.0.kernel', 'hidden.0.bias'],
    );
    const { mean, min, max, zeros } = reports[0]!.statistics;
    assert.deepEqual([mean, min, max, zeros], [7.75, 0, 15.5, 1]);
    assert.ok(Array.isArray(findings));
    const pid = api.inspectorPid();
    assert.ok(pid !== undefined && isAlive(pid));
    await closeAllEditors();
    await until(() => !isAlive(pid), 'the reader to end', 5);
    assert.equal(api.inspectorPid(), undefined);
    assert.equal(api.weightsOf(uri.toString()), undefined);
  });

  test('a killed reader is told, and the next file has a new one', async () => {
    const api = await initLab();
    const uri = workspaceFile('killed.safetensors');
    await workspace.fs.writeFile(uri, bytesOf(1));
    await open(uri);
    await stateOf(uri, 'done');
    const pid = api.inspectorPid()!;
    process.kill(pid, 'SIGKILL');
    const { message, reports } = await stateOf(uri, 'failed');
    assert.ok(message !== undefined && message.length > 0);
    assert.equal(reports[0]?.statistics.max, 31);
    const other = workspaceFile('other.safetensors');
    await workspace.fs.writeFile(other, bytesOf(2));
    await open(other);
    await stateOf(other, 'done');
    assert.notEqual(api.inspectorPid(), pid);
  });

  test('a file that others have a claim to is opened when it is asked for, and by our command alone', async () => {
    const uri = workspaceFile('array.npy');
    await workspace.fs.writeFile(uri, writeNpy(Float32Array.of(1, 2, 3, 4), [2, 2]));
    const custom = (): string | undefined => {
      const input = window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof TabInputCustom ? input.viewType : undefined;
    };
    // VS Code shows it as a binary file, or as the text that it is not.
    await Promise.resolve(commands.executeCommand('vscode.open', uri)).catch(() => undefined);
    assert.equal(custom(), undefined);
    await commands.executeCommand('initLab.inspectWeights', uri);
    await stateOf(uri, 'done');
    assert.equal(custom(), 'initLab.weightsOption');
  });

  test('a file that grows while it is open has changed', async () => {
    const uri = workspaceFile('grows.safetensors');
    await workspace.fs.writeFile(uri, bytesOf(1));
    await open(uri);
    await stateOf(uri, 'done');
    await workspace.fs.writeFile(uri, bytesOf(1, 16));
    const { reports } = await stateOf(uri, 'changed');
    assert.equal(reports[0]?.statistics.count, 32);
  });

  test('a file that only VS Code can read is fetched, and one that is none says why', async () => {
    const uri = Uri.parse('initlab-weights:/afar.safetensors');
    memory.writeFile(uri, bytesOf(3));
    await open(uri);
    assert.equal((await stateOf(uri, 'done')).reports[0]?.statistics.max, 93);
    const broken = Uri.parse('initlab-weights:/broken.safetensors');
    memory.writeFile(broken, new TextEncoder().encode('no header'));
    await open(broken);
    const { files } = await stateOf(broken, 'failed');
    assert.ok(files[0].problem !== undefined && files[0].opened === undefined);
  });
});
