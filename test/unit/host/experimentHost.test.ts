import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TextDocument, Uri as CodeUri, WebviewPanel } from 'vscode';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets, presetText } from '../../../src/experiment/presets/presets';
import type { HostContext } from '../../../src/host/context';
import { sources } from '../../../src/host/download/sources';
import { ExperimentActions } from '../../../src/host/editor/experimentActions';
import { ExperimentEditorProvider } from '../../../src/host/editor/experimentEditor';
import { Comparisons } from '../../../src/host/runs/comparison';
import type { SavedRuns } from '../../../src/host/runs/savedRuns';
import { RunSession, type RunOptions } from '../../../src/host/session/runSession';
import type { Runner } from '../../../src/protocol/runner';
import { EventEmitter, Later, turns, Uri } from './fakeVscode';

const code = vi.hoisted(() => ({
  /** What a dialog answers; absent: Cancel. */
  answer: undefined as string | undefined,
  /** What a command does. */
  command: (() => Promise.resolve()) as (...args: unknown[]) => Promise<unknown>,
  tabs: [] as { input: unknown }[],
}));

vi.mock('vscode', async () => {
  const fake = await import('./fakeVscode');
  class TabInputCustom {
    constructor(readonly uri: unknown) {}
  }
  class TabInputWebview {
    constructor(readonly viewType: string) {}
  }
  return {
    ...fake,
    TabInputCustom,
    TabInputWebview,
    TabInputText: class {},
    Disposable: { from: fake.never },
    ViewColumn: { Active: -1 },
    ProgressLocation: {},
    env: { language: 'en' },
    l10n: {},
    commands: { executeCommand: (...args: unknown[]) => code.command(...args) },
    languages: {},
    window: {
      registerWebviewPanelSerializer: fake.never,
      showErrorMessage: () => undefined,
      showInformationMessage: () => Promise.resolve(code.answer),
      tabGroups: {
        get all() {
          return [{ tabs: code.tabs }];
        },
        activeTabGroup: {},
      },
    },
    workspace: {
      isTrusted: true,
      workspaceFolders: [],
      getWorkspaceFolder: () => undefined,
      getConfiguration: () => ({ get: (_: string, usual: unknown) => usual }),
      onDidChangeTextDocument: fake.never,
      onDidSaveTextDocument: fake.never,
      onDidChangeConfiguration: fake.never,
      onDidGrantWorkspaceTrust: fake.never,
    },
  };
});

vi.mock('../../../src/data/findImages', () => ({ findImages: () => Promise.resolve(undefined) }));

const uri = Uri.file('/project/mnist.initlab.json') as unknown as CodeUri;
const textOf = (id: string): string => presetText(presets.find((preset) => preset.id === id)!);
const documentOf = (text: string): TextDocument =>
  ({ uri, version: 1, isClosed: false, isUntitled: false, getText: () => text }) as unknown as TextDocument;
const downloads = Uri.file('/downloads') as unknown as CodeUri;
const host = {
  dist: Uri.file('/dist'),
  shipped: Uri.file('/shipped'),
  downloads,
  sources,
  sessions: {
    acquire: () => ({
      onDidReplace: () => ({ dispose: () => undefined }),
      onDidUpdate: () => ({ dispose: () => undefined }),
    }),
    release: () => undefined,
  },
  lessons: { onDidChange: () => ({ dispose: () => undefined }), of: () => Promise.resolve(undefined) },
  queue: { sweepOf: () => undefined },
  exportSources: { add: () => ({ dispose: () => undefined }), refresh: () => undefined },
  log: { error: () => undefined },
} as unknown as HostContext;

beforeEach(() => {
  Object.assign(code, { answer: undefined, command: () => Promise.resolve(), tabs: [] });
});

describe('a run', () => {
  it('does not start when the download of its data is not wanted: it would have none', async () => {
    const started: unknown[] = [];
    const session = {
      isActive: false,
      start: (...args: unknown[]) => Promise.resolve(void started.push(args)),
    } as unknown as RunSession;
    await new ExperimentActions(host, documentOf(textOf('mnist')), session).start(false);
    expect(started).toEqual([]);
    await new ExperimentActions(host, documentOf(textOf('circles')), session).start(false);
    expect(started).toHaveLength(1);
  });

  it('that is told to pause while it starts tells its trainer at once, which pauses before the first step', async () => {
    const calls: string[] = [];
    const started = new Later<void>();
    const called = (name: string) => async () => void calls.push(name);
    const handle = { started: started.promise, pause: called('pause'), resume: called('resume'), step: called('step') };
    const runner = { run: () => (calls.push('run'), handle) } as unknown as Runner;
    const session = new RunSession(
      () => runner,
      () => Promise.resolve(),
    );
    const { experiment } = parseExperiment(textOf('circles'));
    void session.start(experiment!, {} as RunOptions, false);
    await turns();
    await session.pause();
    expect(calls).toEqual(['run', 'pause']);
    started.resolve();
    await turns();
    expect(calls).toEqual(['run', 'pause']);
  });
});

/** A tab of our editor: what it shows of VS Code's panel. */
function panel(): WebviewPanel {
  const [state, gone] = [new EventEmitter<void>(), new EventEmitter<void>()];
  const webview = {
    options: {},
    html: '',
    cspSource: '',
    asWebviewUri: String,
    onDidReceiveMessage: new EventEmitter().event,
    postMessage: () => undefined,
  };
  return {
    webview,
    active: true,
    visible: true,
    onDidChangeViewState: state.event,
    onDidDispose: gone.event,
    dispose: () => gone.fire(),
  } as unknown as WebviewPanel;
}

describe('an experiment that is opened to run', () => {
  it('and could not be opened does not run when it is opened some other time', async () => {
    const performed = vi.spyOn(ExperimentActions.prototype, 'perform').mockResolvedValue();
    const editor = new ExperimentEditorProvider(host);
    const document = documentOf(textOf('circles'));
    code.command = () => Promise.reject(new Error('no such file'));
    await expect(editor.open(uri, { run: true })).rejects.toThrow('no such file');
    editor.resolveCustomTextEditor(document, panel());
    await turns();
    expect(performed.mock.calls).toEqual([]);

    const other = new ExperimentEditorProvider(host);
    code.command = () => Promise.resolve(other.resolveCustomTextEditor(document, panel()));
    await other.open(uri, { run: true });
    await turns();
    expect(performed.mock.calls).toEqual([['run']]);
    performed.mockRestore();
  });
});

describe('a comparison that was open when the window closed', () => {
  const run = Uri.file('/project/.initlab/runs/a/run.json') as unknown as CodeUri;
  const memento = { get: () => [[String(run), 'file:/b']], update: () => Promise.resolve() };
  const comparisons = new Comparisons(host, {} as SavedRuns, memento as never);

  it('shows its runs as long as there is a tab that nobody has looked at yet, and not after that', async () => {
    const { TabInputWebview } = await import('vscode');
    code.tabs = [{ input: new TabInputWebview('mainThreadWebview-initLab.comparison') }];
    expect(comparisons.shows(run)).toBe(true);
    code.tabs = [];
    expect(comparisons.shows(run)).toBe(false);
  });
});
