import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Memento, Uri as CodeUri } from 'vscode';
import { PythonConsent } from '../../../../src/host/python/consent';
import { PythonHost } from '../../../../src/host/python/pythonHost';
import { interpreterFor } from '../../../../src/host/python/interpreter';
import { Uri } from '../fakeVscode';

/** What the window has and answers. */
const code = vi.hoisted(() => ({
  extensions: {} as Record<string, { isActive: boolean; exports: unknown; activate(): Promise<unknown> }>,
  setting: '',
  trusted: true,
  answer: undefined as string | undefined,
  asked: [] as unknown[],
  warned: [] as unknown[],
}));

vi.mock('vscode', async () => ({
  ...(await import('../fakeVscode')),
  l10n: {},
  ProgressLocation: {},
  extensions: { getExtension: (id: string) => code.extensions[id] },
  window: {
    showInformationMessage: (...words: unknown[]) => {
      code.asked.push(words);
      return Promise.resolve(code.answer);
    },
    showWarningMessage: (text: unknown) => void code.warned.push(text),
  },
  workspace: {
    get isTrusted() {
      return code.trusted;
    },
    getWorkspaceFolder: (uri: CodeUri) =>
      uri.scheme === 'file' && uri.path.startsWith('/work/')
        ? { uri: Uri.file('/work'), name: 'work', index: 0 }
        : undefined,
    getConfiguration: () => ({ get: () => code.setting }),
  },
}));

const file = Uri.file('/work/src/model.py') as unknown as CodeUri;
const environments = 'ms-python.vscode-python-envs';
const python = 'ms-python.python';
const warnings: string[] = [];
const found = () => interpreterFor(file, (text) => warnings.push(text));
const extension = (exports: unknown) => ({ isActive: false, exports, activate: () => Promise.resolve(exports) });

/** The API of the Python extension, with one environment. */
const pythonApi = (path: string | undefined, more: object = {}) => ({
  ready: Promise.resolve(),
  environments: {
    getActiveEnvironmentPath: () => ({ id: 'one', path: '/env' }),
    resolveEnvironment: () =>
      Promise.resolve({
        executable: { uri: path === undefined ? undefined : Uri.file(path), sysPrefix: '/env' },
        tools: [],
        ...more,
      }),
    getEnvironmentVariables: () => ({ TOKEN: 'a', GONE: undefined }),
  },
});

beforeEach(() => {
  Object.assign(code, { extensions: {}, setting: '', trusted: true, answer: undefined, asked: [], warned: [] });
  warnings.length = 0;
});
afterEach(() => vi.unstubAllEnvs());

describe('the interpreter of a model', () => {
  it('is that of Python Environments before all others', async () => {
    code.setting = '/set/python';
    code.extensions[python] = extension(pythonApi('/env/bin/python'));
    code.extensions[environments] = extension({
      getEnvironment: () =>
        Promise.resolve({ execInfo: { run: { executable: '/a' }, activatedRun: { executable: '/b' } } }),
    });
    expect(await found()).toEqual({ path: '/b', from: 'environments' });
  });

  it('is that of the Python extension for the file, with its variables', async () => {
    code.setting = '/set/python';
    code.extensions[environments] = extension({ getEnvironment: () => Promise.resolve(undefined) });
    code.extensions[python] = extension(pythonApi('/env/bin/python'));
    expect(await found()).toEqual({ path: '/env/bin/python', from: 'python', variables: { TOKEN: 'a' } });
  });

  it('has the variables of a conda environment', async () => {
    code.extensions[python] = extension(pythonApi('/env/bin/python', { tools: ['Conda'] }));
    const { variables } = await found();
    expect(variables).toMatchObject({ CONDA_PREFIX: '/env' });
    expect(variables!.PATH!.split(delimiter)[0]).toBe(join('/env', 'bin'));
  });

  it('is that of the setting where an environment has none yet, or its extension fails', async () => {
    code.setting = '${workspaceFolder}/.venv/bin/python';
    code.extensions[environments] = extension({ getEnvironment: () => Promise.reject(new Error('No environments.')) });
    code.extensions[python] = extension(pythonApi(undefined));
    expect(await found()).toEqual({ path: '/work/.venv/bin/python', from: 'setting' });
    expect(warnings).toEqual(['Python: No environments.']);
  });

  it('is the first on the PATH, with its whole path, where nobody names one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'init-lab-path-'));
    const name = process.platform === 'win32' ? 'python.exe' : 'python3';
    writeFileSync(join(folder, name), '');
    vi.stubEnv('PATH', ['/nowhere', folder].join(delimiter));
    expect(await found()).toEqual({ path: join(folder, name), from: 'path' });
  });
});

describe('consent to run code', () => {
  const memory = () => {
    const kept = new Map<string, unknown>();
    return {
      get: (key: string, usual: unknown) => kept.get(key) ?? usual,
      update: async (key: string, value: unknown) => void kept.set(key, value),
      keys: () => [...kept.keys()],
    } as unknown as Memento;
  };

  it('is asked once for a folder and an interpreter, with the path of the interpreter', async () => {
    const consent = new PythonConsent(memory());
    code.answer = 'Run';
    expect(await consent.given(file, '/a/python')).toBe(true);
    expect(JSON.stringify(code.asked[0])).toContain('/a/python');
    expect(await consent.given(Uri.file('/work/other.py') as unknown as CodeUri, '/a/python')).toBe(true);
    expect(code.asked).toHaveLength(1);
    await consent.given(file, '/b/python');
    await consent.given(Uri.file('/elsewhere/model.py') as unknown as CodeUri, '/a/python');
    expect(code.asked).toHaveLength(3);
  });

  it('is the same for an untitled experiment and for one that is saved in its folder', async () => {
    code.setting = '/a/python';
    code.answer = 'Run';
    const host = new PythonHost(Uri.file('/extension') as unknown as CodeUri, memory(), (text) => warnings.push(text));
    const untitled = Uri.from({ scheme: 'untitled', path: '/work/net.initlab.json' });
    expect(await host.mayRun(untitled as unknown as CodeUri)).toBe(true);
    expect(await host.mayRun(Uri.file('/work/gpt.initlab.json') as unknown as CodeUri)).toBe(true);
    expect(code.asked).toHaveLength(1);
  });

  it('is not given by closing the question, which is asked again', async () => {
    const consent = new PythonConsent(memory());
    expect(await consent.given(file, '/a/python')).toBe(false);
    code.answer = 'Run';
    expect(await consent.given(file, '/a/python')).toBe(true);
  });

  it('cannot be given in Restricted Mode, not even where it was given before', async () => {
    const consent = new PythonConsent(memory());
    code.answer = 'Run';
    await consent.given(file, '/a/python');
    code.trusted = false;
    expect(await consent.given(file, '/a/python')).toBe(false);
    expect(code.asked).toHaveLength(1);
    expect(code.warned).toHaveLength(1);
  });
});
