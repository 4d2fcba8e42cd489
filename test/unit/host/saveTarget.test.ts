import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TextDocument } from 'vscode';
import type { HostContext } from '../../../src/host/context';
import type { ExportSource } from '../../../src/host/export/exportSource';
import { askTarget } from '../../../src/host/export/proposal';
import { saveInWorkspace } from '../../../src/host/editor/saveInWorkspace';
import { completedPath } from '../../../src/host/editor/saveTarget';

interface FakeTab {
  input: unknown;
  isDirty: boolean;
  group: { viewColumn: number };
}

/** A VS Code with files, a dialog whose answer is settled before, and tabs. */
const code = vi.hoisted(() => ({
  files: new Map<string, string>(),
  answer: undefined as string | undefined,
  questions: [] as string[],
  agree: false,
  tabs: [] as unknown[],
  active: undefined as unknown,
  /** Called while a file is written. */
  meanwhile: () => undefined as unknown,
  commands: [] as unknown[][],
}));

vi.mock('vscode', () => {
  class Uri {
    constructor(
      readonly scheme: string,
      readonly path: string,
    ) {}
    static file = (path: string) => new Uri('file', path);
    static joinPath = ({ scheme, path }: Uri, ...parts: string[]) =>
      new Uri(
        scheme,
        parts.reduce((before, part) => (part === '..' ? before.replace(/\/[^/]*$/, '') : `${before}/${part}`), path),
      );
    get fsPath() {
      return this.path;
    }
    with({ path, scheme }: { path?: string; scheme?: string }) {
      return new Uri(scheme ?? this.scheme, path ?? this.path);
    }
    toString() {
      return `${this.scheme}:${this.path}`;
    }
  }
  class TabInputCustom {
    constructor(
      readonly uri: Uri,
      readonly viewType: string,
    ) {}
  }
  class TabInputText {
    constructor(readonly uri: Uri) {}
  }
  const close = (tab: unknown) => void (code.tabs = code.tabs.filter((one) => one !== tab));
  const never = () => ({ dispose: () => undefined });
  return {
    Uri,
    TabInputCustom,
    TabInputText,
    FileSystemError: class extends Error {},
    Range: class {},
    WorkspaceEdit: class {},
    languages: { match: () => 0 },
    window: {
      showSaveDialog: () => Promise.resolve(code.answer === undefined ? undefined : Uri.file(code.answer)),
      showWarningMessage: (text: string, _options: unknown, yes: string) => {
        code.questions.push(text);
        return Promise.resolve(code.agree ? yes : undefined);
      },
      showErrorMessage: (text: string) => void code.questions.push(text),
      tabGroups: {
        get all() {
          return [{ tabs: code.tabs }];
        },
        get activeTabGroup() {
          return { activeTab: code.active };
        },
        close: (tabs: unknown[]) => Promise.resolve(tabs.forEach(close)),
        onDidChangeTabs: never,
        onDidChangeTabGroups: never,
      },
    },
    commands: {
      executeCommand: (...args: unknown[]) => {
        code.commands.push(args);
        if (args[0] === 'workbench.action.revertAndCloseActiveEditor') close(code.active);
        if (args[0] === 'vscode.openWith')
          code.active =
            code.tabs.find((tab) => String((tab as FakeTab & { input: { uri: Uri } }).input.uri) === String(args[1])) ??
            code.active;
        return Promise.resolve();
      },
    },
    workspace: {
      workspaceFolders: [{ uri: Uri.file('/project') }],
      getWorkspaceFolder: () => ({ uri: Uri.file('/project') }),
      fs: {
        stat: ({ path }: Uri) => (code.files.has(path) ? Promise.resolve({}) : Promise.reject(new Error('not there'))),
        writeFile: ({ path }: Uri, bytes: Uint8Array) => {
          code.files.set(path, new TextDecoder().decode(bytes));
          return Promise.resolve(code.meanwhile());
        },
      },
    },
  };
});

const vscode = await import('vscode');

beforeEach(() => {
  code.files.clear();
  code.questions.length = 0;
  code.commands.length = 0;
  code.agree = false;
  code.meanwhile = () => undefined;
  code.tabs = [];
});

describe('the name of a file', () => {
  it.each([
    ['/a/circles', '.initlab.json', '/a/circles.initlab.json'],
    ['/a/circles.', '.initlab.json', '/a/circles.initlab.json'],
    ['/a/circles.json', '.initlab.json', '/a/circles.initlab.json'],
    ['/a/circles.JSON', '.initlab.json', '/a/circles.initlab.json'],
    ['/a/circles.initlab', '.initlab.json', '/a/circles.initlab.json'],
    ['/a/circles.initlab.json', '.initlab.json', '/a/circles.initlab.json'],
    ['/a.json/circles', '.initlab.json', '/a.json/circles.initlab.json'],
    ['/a/chart', '.png', '/a/chart.png'],
    ['/a/chart.svg', '.png', '/a/chart.svg.png'],
    ['/a/v1.2', '.npz', '/a/v1.2.npz'],
  ])('%s with %s is %s', (path, ending, whole) => expect(completedPath(path, ending)).toBe(whole));
});

const source = { uri: vscode.Uri.file('/project/circles.initlab.json'), run: undefined } as unknown as ExportSource;

describe('where an export goes', () => {
  it('is asked about again when the name was completed to one that is there', async () => {
    code.files.set('/project/chart.png', 'old');
    code.answer = '/project/chart';
    expect(await askTarget(source, 'Export', 'cost', 'png')).toBeUndefined();
    code.agree = true;
    expect((await askTarget(source, 'Export', 'cost', 'png'))?.path).toBe('/project/chart.png');
    expect(code.questions).toEqual(Array(2).fill('chart.png already exists. Replace it?'));
  });

  it('is not asked about twice: the dialog has asked about the very name, or nothing is there', async () => {
    code.files.set('/project/chart.png', 'old');
    code.answer = '/project/chart.png';
    expect((await askTarget(source, 'Export', 'cost', 'png'))?.path).toBe('/project/chart.png');
    code.answer = '/project/other';
    expect((await askTarget(source, 'Export', 'cost', 'png'))?.path).toBe('/project/other.png');
    expect(code.questions).toEqual([]);
  });

  it('is asked about when a folder is written besides that is there already', async () => {
    code.files.set('/project/report.files', '');
    code.answer = '/project/report.md';
    const besides = (uri: typeof source.uri) => uri.with({ path: uri.path.replace(/md$/, 'files') });
    expect(await askTarget(source, 'Export', 'report', 'md', besides)).toBeUndefined();
    expect(code.questions).toEqual(['report.files already exists. Replace it?']);
  });
});

describe('Save in Workspace', () => {
  const untitled = vscode.Uri.file('/project/circles.initlab.json').with({ scheme: 'untitled' });
  const other = vscode.Uri.file('/project/other.txt');
  const tab = (uri: typeof untitled): FakeTab => ({
    input: new vscode.TabInputCustom(uri, 'initLab.experiment'),
    isDirty: true,
    group: { viewColumn: 1 },
  });
  const host = {
    sessions: { handOver: () => Promise.resolve(), releaseUnused: () => undefined },
    lessons: { move: () => Promise.resolve() },
  } as unknown as HostContext;
  let text: string;
  const document = { uri: untitled, isUntitled: true, version: 1, getText: () => text } as unknown as TextDocument & {
    version: number;
  };

  beforeEach(() => {
    text = '{"name": "Circles"}';
    document.version = 1;
    code.tabs = [tab(untitled), tab(other)];
    code.active = code.tabs[0];
  });

  it('replaces no file that nobody was asked about', async () => {
    code.files.set('/project/mine.initlab.json', 'old');
    code.answer = '/project/mine';
    await saveInWorkspace(host, document);
    expect(code.files.get('/project/mine.initlab.json')).toBe('old');
    expect(code.questions).toEqual(['mine.initlab.json already exists. Replace it?']);
    expect(code.tabs).toHaveLength(2);
    code.agree = true;
    await saveInWorkspace(host, document);
    expect(code.files.get('/project/mine.initlab.json')).toBe(text);
  });

  it('closes its own tab when another one has come to the front', async () => {
    code.answer = '/project/mine.initlab.json';
    code.meanwhile = () => {
      code.active = code.tabs[1];
    };
    await saveInWorkspace(host, document);
    expect(code.tabs.map((one) => String((one as { input: { uri: unknown } }).input.uri))).toEqual([
      'file:/project/other.txt',
    ]);
  });

  it('closes nothing when its tab is gone already', async () => {
    code.answer = '/project/mine.initlab.json';
    code.meanwhile = () => {
      code.tabs = [code.tabs[1]];
      code.active = code.tabs[0];
    };
    await saveInWorkspace(host, document);
    expect(code.tabs).toHaveLength(1);
  });

  it('loses no edit that was made while the file was written', async () => {
    code.answer = '/project/mine.initlab.json';
    code.meanwhile = () => {
      if (document.version > 1) return;
      document.version = 2;
      text = '{"name": "Edited"}';
    };
    await saveInWorkspace(host, document);
    expect(code.files.get('/project/mine.initlab.json')).toBe('{"name": "Edited"}');
  });
});
