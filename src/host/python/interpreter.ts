import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { PythonExtension, ResolvedEnvironment } from '@vscode/python-extension';
import { extensions, workspace, type Extension, type Uri } from 'vscode';
import type { PythonInterpreter } from '../../python/pythonProcess';

/** What of the API of the extension Python Environments is used. */
interface PythonEnvironmentsApi {
  getEnvironment(scope: Uri | undefined): Promise<
    | {
        execInfo?: { run?: { executable?: string }; activatedRun?: { executable?: string } };
        sysPrefix?: string;
      }
    | undefined
  >;
}

const environmentsExtension = 'ms-python.vscode-python-envs';
const pythonExtension = 'ms-python.python';

/** What an extension exports, once it is active. */
const exportsOf = async <T>(extension: Extension<T>): Promise<T> =>
  extension.isActive ? extension.exports : extension.activate();

/** The interpreter and where it was found, for people. */
export interface FoundInterpreter extends PythonInterpreter {
  from: 'environments' | 'python' | 'setting' | 'path';
}

async function fromEnvironments(uri: Uri): Promise<FoundInterpreter | undefined> {
  const extension = extensions.getExtension<PythonEnvironmentsApi>(environmentsExtension);
  if (!extension) return undefined;
  const info = (await (await exportsOf(extension)).getEnvironment(uri))?.execInfo;
  const path = info?.activatedRun?.executable ?? info?.run?.executable;
  return path === undefined || path === '' ? undefined : { path, from: 'environments' };
}

/** What a conda environment needs beside its interpreter: without it, libraries of it are not found on Windows. */
function condaVariables({ executable, tools }: ResolvedEnvironment): Record<string, string> {
  if (!tools.includes('Conda')) return {};
  const prefix = executable.sysPrefix;
  const folders =
    process.platform === 'win32'
      ? [prefix, join(prefix, 'Library', 'bin'), join(prefix, 'Scripts')]
      : [join(prefix, 'bin')];
  return { CONDA_PREFIX: prefix, PATH: [...folders, process.env.PATH ?? ''].join(delimiter) };
}

async function fromPythonExtension(uri: Uri): Promise<FoundInterpreter | undefined> {
  const extension = extensions.getExtension<PythonExtension>(pythonExtension);
  if (!extension) return undefined;
  const { ready, environments } = await exportsOf(extension);
  await ready;
  const active = environments.getActiveEnvironmentPath(uri);
  const resolved = await environments.resolveEnvironment(active);
  // An environment without an interpreter yet is none that could run anything.
  const path = resolved?.executable.uri?.fsPath;
  if (!resolved || path === undefined) return undefined;
  const own = environments.getEnvironmentVariables(uri);
  const given = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { path, variables: { ...Object.fromEntries(given), ...condaVariables(resolved) }, from: 'python' };
}

function fromSetting(uri: Uri): FoundInterpreter | undefined {
  const path = workspace.getConfiguration('initLab.python', uri).get<string>('interpreter', '').trim();
  if (path === '') return undefined;
  const folder = workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
  return { path: path.replaceAll('${workspaceFolder}', folder), from: 'setting' };
}

/** The whole path of a program on the PATH; the name where it is not there, which starting it will say. */
function onPath(name: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path)) ?? name;
}

/**
 * The Python that models of a file run in: that of the extension Python Environments or Python for the file, else that
 * of the setting, else `python3` on the PATH. An extension that fails is passed over; `warn` is told.
 */
export async function interpreterFor(uri: Uri, warn: (text: string) => void): Promise<FoundInterpreter> {
  for (const find of [fromEnvironments, fromPythonExtension]) {
    try {
      const found = await find(uri);
      if (found) return found;
    } catch (error) {
      warn(`Python: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return fromSetting(uri) ?? { path: onPath(process.platform === 'win32' ? 'python' : 'python3'), from: 'path' };
}
