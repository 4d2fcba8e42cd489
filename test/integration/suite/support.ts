import { strict as assert } from 'node:assert';
import { commands, extensions, Uri, window, workspace, TabInputCustom, type TextDocument } from 'vscode';
import type { RunRecord, RunStatus } from '../../../src/experiment/record/record';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import type { InitLabApi } from '../../../src/extension';

export const extensionId = 'init-lab.init-lab';
export const viewType = 'initLab.experiment';

/** The extension's exports, activating it when need be. */
export async function initLab(): Promise<InitLabApi> {
  const extension = extensions.getExtension<InitLabApi>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return extension.activate();
}

/** An experiment that ends within a second. */
export function smallExperiment(changes: Partial<ExperimentInput> = {}): ExperimentInput {
  return {
    version: 1,
    name: 'Small',
    dataset: { kind: 'circles', train: 60, test: 20, noise: 0.05, trainSeed: 1, testSeed: 2 },
    network: { hidden: [4], activation: 'relu' },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 50, batchSize: 'full', recordEvery: 10 },
    random: { generator: 'numpy', layout: 'out-in', seeds: [3] },
    initializers: [{ kind: 'zeros' }, { kind: 'heNormal' }],
    ...changes,
  };
}

/** An experiment that trains for minutes and records all the while. */
export function longExperiment(changes: Partial<ExperimentInput> = {}): ExperimentInput {
  return smallExperiment({
    name: 'Long',
    dataset: { kind: 'circles', train: 2000, test: 200, noise: 0.05, trainSeed: 1, testSeed: 2 },
    network: { hidden: [64, 64], activation: 'tanh' },
    training: { steps: 1_000_000, batchSize: 'full', recordEvery: 5 },
    ...changes,
  });
}

export function workspaceFile(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests need a workspace folder');
  return Uri.joinPath(folder.uri, name);
}

/** Writes `text` to a file of the workspace as another program would. */
export async function writeText(uri: Uri, text: string): Promise<void> {
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

export async function readText(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** Writes an experiment and opens it in its editor. */
export async function openExperiment(
  name: string,
  experiment: ExperimentInput,
): Promise<{ uri: Uri; document: TextDocument }> {
  const uri = workspaceFile(`${name}.initlab.json`);
  await writeText(uri, JSON.stringify(experiment, undefined, 2));
  return { uri, document: await openFile(uri) };
}

/** Opens a file with the editor that VS Code chooses for it, and waits until it is in front. */
export async function openFile(uri: Uri): Promise<TextDocument> {
  // No preview: the next file would take the tab of a previewed one, and so end its run.
  await commands.executeCommand('vscode.open', uri, { preview: false });
  await until(() => shownExperiment()?.toString() === uri.toString(), `${uri.path} to be shown in its editor`);
  return until(
    () => workspace.textDocuments.find((document) => document.uri.toString() === uri.toString()),
    `the document ${uri.path}`,
  );
}

/** The document of the experiment editor in front. */
export function shownExperiment(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom && input.viewType === viewType ? input.uri : undefined;
}

/** Closes every editor, throwing away what is not saved. */
export async function closeAllEditors(): Promise<void> {
  for (let tab = window.tabGroups.activeTabGroup.activeTab; tab; tab = window.tabGroups.activeTabGroup.activeTab) {
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(() => window.tabGroups.activeTabGroup.activeTab !== tab, `${tab.label} to close`);
  }
}

/** Seconds after which something that was waited for counts as never coming: far more than a busy machine needs. */
export const patience = 180;

/** Waits for a value that is neither undefined nor false. */
export async function until<T>(look: () => T | undefined | false, what: string, seconds = patience): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) assert.fail(`Waited ${seconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the shown run of `uri` has one of the states; its message is told when it has failed instead. */
export async function runWith(uri: Uri, states: readonly RunStatus[], seconds = patience): Promise<RunRecord> {
  const api = await initLab();
  return until(
    () => {
      const run = api.runOf(uri.toString());
      if (run?.status === 'failed' && !states.includes('failed')) assert.fail(`The run failed: ${run.message}`);
      return run && states.includes(run.status) ? run : undefined;
    },
    `the run of ${uri.path} to be ${states.join(' or ')}`,
    seconds,
  );
}

/** Waits until every trial of a running experiment has recorded some points; answers their number per trial. */
export async function recording(uri: Uri, points = 3): Promise<number[]> {
  // A short run may be over before it is looked at.
  await runWith(uri, ['running', 'finished']);
  const api = await initLab();
  return until(() => {
    const counts = api.runOf(uri.toString())?.trials.map(({ curve }) => curve.step.length) ?? [];
    return counts.length > 0 && counts.every((count) => count >= points) ? counts : undefined;
  }, `points of every curve of ${uri.path}`);
}

/** Whether a process of this machine lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until what `look` sees is the same for a while: what was on its way may still come, however long it takes. */
export async function atRest(look: () => unknown): Promise<void> {
  let [before, after] = [undefined as unknown, look()];
  while (JSON.stringify(before) !== JSON.stringify(after)) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    [before, after] = [after, look()];
  }
}

/**
 * The longest time that the extension host did nothing else while `work` goes on, in milliseconds. A block counts for
 * no more than the processor time that this process took meanwhile: a machine that is busy with others makes everybody
 * wait, and blocks nobody. A figure to be printed; no test depends on it.
 */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let used = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(used);
    longest = Math.max(longest, Math.min(performance.now() - last - 10, (user + system) / 1000));
    last = performance.now();
    used = process.cpuUsage();
  }, 10);
  await work();
  clearInterval(timer);
  return longest;
}
