import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { workspace, type Uri } from 'vscode';
import type { RunRequest } from '../../protocol/trainer';

const backends: readonly RunRequest['backend'][] = ['auto', 'relaxed-simd', 'simd', 'reference'];

/** A whole number of a setting, held within what package.json declares: VS Code only warns of others. */
function whole(section: string, key: string, range: { min: number; max: number; usual: number }, uri?: Uri): number {
  const value = workspace.getConfiguration(section, uri).get<unknown>(key);
  if (typeof value !== 'number' || !Number.isFinite(value)) return range.usual;
  return Math.min(range.max, Math.max(range.min, Math.round(value)));
}

/** The path of a setting; `~` is the home folder, a relative one starts from the workspace. */
export function pathSetting(section: string, key: string, uri?: Uri): string | undefined {
  const path = workspace.getConfiguration(section, uri).get<string>(key, '').trim();
  if (path === '') return undefined;
  if (path === '~' || /^~[/\\]/.test(path)) return join(homedir(), path.slice(1));
  if (isAbsolute(path)) return path;
  const root = ((uri && workspace.getWorkspaceFolder(uri)) ?? workspace.workspaceFolders?.[0])?.uri;
  return root?.scheme === 'file' ? join(root.fsPath, path) : undefined;
}

/** The address of the queue; empty without one, and in a workspace that is not trusted. */
export function queueSetting(): string {
  const address = workspace.getConfiguration('initLab.sweeps').get<unknown>('queue');
  return workspace.isTrusted && typeof address === 'string' ? address.trim() : '';
}

/** Worker threads of a run; undefined takes one for each trial up to the number of cores. */
export function workersSetting(uri: Uri): number | undefined {
  const workers = whole('initLab.training', 'workers', { min: 0, max: 256, usual: 0 }, uri);
  return workers === 0 ? undefined : workers;
}

/** Megabytes that one run may take. */
export function memorySetting(uri: Uri): number {
  return whole('initLab.training', 'maxMemoryMB', { min: 16, max: 65_536, usual: 2048 }, uri);
}

/** What a run is computed with. */
export function backendSetting(uri: Uri): RunRequest['backend'] {
  const value = workspace.getConfiguration('initLab.training', uri).get<string>('backend');
  return backends.find((backend) => backend === value) ?? 'auto';
}

/** Where models in Python are trained unless their experiment says so. */
export function deviceSetting(uri: Uri): string {
  return workspace.getConfiguration('initLab.python', uri).get<string>('device', 'cpu');
}

/** Bars of a histogram; 0 takes as many as there are values for. */
export function binsSetting(uri: Uri): number {
  return whole('initLab.histograms', 'bins', { min: 0, max: 256, usual: 0 }, uri);
}

/** Whether an experiment runs when its file is opened. */
export function runsOnOpen(uri: Uri): boolean {
  return workspace.getConfiguration('initLab.experiments', uri).get<unknown>('runOnOpen') === true;
}

/** Whether runs of the workspace folder `root` are kept. */
export function keepsRuns(root: Uri): boolean {
  return workspace.getConfiguration('initLab.runs', root).get<unknown>('save') !== false;
}

/** Runs that are kept of the workspace folder `root` before the oldest goes. */
export function savedRunsSetting(root: Uri): number {
  return whole('initLab.runs', 'keep', { min: 1, max: 10_000, usual: 20 }, root);
}

/** Id of the preset that Compare Initializers opens without asking; undefined asks. */
export function defaultPreset(): string | undefined {
  const value = workspace.getConfiguration('initLab.experiments').get<unknown>('defaultPreset');
  return typeof value === 'string' && value !== 'ask' ? value : undefined;
}
