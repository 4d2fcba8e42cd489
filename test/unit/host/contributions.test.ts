import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { ExtensionContext } from 'vscode';
import { lessonSuffix } from '../../../src/lessons/fileNames';
import { weightFileEndings } from '../../../src/inspect/open/endings';

/** Every call of the extension that makes something known to VS Code: its name and its first argument. */
const registered = vi.hoisted(() => [] as [name: string, what: unknown][]);

vi.mock('vscode', () => {
  /** Answers whatever it is asked for with itself. */
  const anything: unknown = new Proxy(() => undefined, {
    get: (_, key) =>
      key === 'then' || key === Symbol.iterator ? undefined : key === Symbol.toPrimitive ? () => '' : anything,
    apply: () => anything,
    construct: () => anything as object,
    set: () => true,
  });
  /** A namespace whose calls are noted where they register or create something. */
  const recording = (known: Record<string, unknown>): unknown =>
    new Proxy(known, {
      get: (target, name: string) => {
        if (name in target) return target[name];
        return (first: unknown) => {
          if (/^(register|createTreeView)/.test(name)) registered.push([name, first]);
          return anything;
        };
      },
    });
  const classes = Object.fromEntries(
    [
      'CodeAction',
      'CodeLens',
      'Diagnostic',
      'Disposable',
      'EventEmitter',
      'FileSystemError',
      'MarkdownString',
      'Position',
      'Range',
      'RelativePattern',
      'TabInputCustom',
      'TabInputText',
      'TabInputWebview',
      'ThemeColor',
      'ThemeIcon',
      'TreeItem',
      'WorkspaceEdit',
    ].map((name) => [
      name,
      class {
        event = () => anything;
        fire() {
          return undefined;
        }
        dispose() {
          return undefined;
        }
      },
    ]),
  );
  return {
    ...classes,
    Uri: anything,
    CodeActionKind: anything,
    DiagnosticSeverity: anything,
    ExtensionMode: anything,
    FilePermission: anything,
    FileType: anything,
    ProgressLocation: anything,
    QuickPickItemKind: anything,
    StatusBarAlignment: anything,
    TreeItemCollapsibleState: anything,
    ViewColumn: anything,
    env: { language: 'en' },
    l10n: {},
    commands: recording({}),
    languages: recording({}),
    window: recording({ tabGroups: { all: [], onDidChangeTabs: () => anything } }),
    workspace: recording({
      textDocuments: [],
      workspaceFolders: [],
      getConfiguration: () => ({ get: (_: string, usual: unknown) => usual }),
    }),
  };
});

const { activate } = await import('../../../src/extension');
const memento = { get: (_: string, usual: unknown) => usual, update: () => Promise.resolve() };
activate({
  subscriptions: [],
  extensionUri: {},
  globalStorageUri: {},
  extension: { packageJSON: { version: '0' } },
  workspaceState: memento,
  globalState: memento,
  secrets: { onDidChange: () => undefined },
} as unknown as ExtensionContext);

interface Entry {
  command?: string;
  viewType?: string;
  id?: string;
  view?: string;
  when?: string;
  priority?: string;
  selector?: { filenamePattern: string }[];
  completionEvents?: string[];
}
interface Manifest {
  activationEvents: string[];
  capabilities: { virtualWorkspaces: { supported: unknown; description: string } };
  contributes: {
    commands: Entry[];
    customEditors: Entry[];
    keybindings: Entry[];
    viewsWelcome: Entry[];
    menus: Record<string, Entry[]>;
    views: Record<string, Entry[]>;
    viewsContainers: { activitybar: Entry[] };
    walkthroughs: { steps: Entry[] }[];
  };
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { activationEvents, contributes } = manifest;
const names = (...calls: string[]): string[] =>
  registered.flatMap(([name, what]) => (calls.includes(name) ? [what as string] : [])).sort();
const sorted = (values: readonly (string | undefined)[]): (string | undefined)[] => [...values].sort();
/**
 * VS Code makes `onCommand`, `onView`, `onCustomEditor` and `onWalkthrough` of what is contributed; these it does not
 * make.
 */
const written = (start: string): string[] =>
  activationEvents
    .filter((event) => event.startsWith(start))
    .map((event) => event.slice(start.length))
    .sort();
/** Registered for our own code alone, which runs once the extension is active. */
const ownCommands = ['initLab.browseForPath'];

describe('what the extension makes known is what package.json contributes and is activated for:', () => {
  it('every kind of it is looked at here', () => {
    expect(new Set(registered.map(([name]) => name))).toEqual(
      new Set([
        'registerCommand',
        'registerCustomEditorProvider',
        'registerWebviewPanelSerializer',
        'createTreeView',
        'registerTreeDataProvider',
        'registerCodeLensProvider',
        'registerCodeActionsProvider',
        // Reports on Python models, which are opened by their commands alone.
        'registerTextDocumentContentProvider',
      ]),
    );
    // Lessons are Markdown, whose language is not ours: their check is there where a workspace has one.
    expect(activationEvents.filter((event) => !/^on(WebviewPanel|Language):/.test(event))).toEqual([
      `workspaceContains:**/*${lessonSuffix}`,
    ]);
  });

  it('commands', () => {
    expect(names('registerCommand').filter((command) => !ownCommands.includes(command))).toEqual(
      sorted(contributes.commands.map(({ command }) => command)),
    );
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    expect(used.filter((command) => !names('registerCommand').includes(command!))).toEqual([]);
  });

  it('custom editors', () => {
    expect(names('registerCustomEditorProvider')).toEqual(
      sorted(contributes.customEditors.map(({ viewType }) => viewType)),
    );
    for (const id of [
      ...Object.values(contributes.menus).flat(),
      ...contributes.keybindings,
      ...contributes.commands,
    ].flatMap(({ when = '' }) => [...when.matchAll(/activeCustomEditorId == '([^']+)'/g)].map(([, name]) => name)))
      expect(names('registerCustomEditorProvider')).toContain(id);
  });

  it('webview panels that come back after a reload, each with its activation event', () => {
    expect(names('registerWebviewPanelSerializer').length).toBeGreaterThan(1);
    expect(written('onWebviewPanel:')).toEqual(names('registerWebviewPanelSerializer'));
  });

  it('views', () => {
    const views = Object.values(contributes.views).flat();
    expect(names('createTreeView', 'registerTreeDataProvider')).toEqual(sorted(views.map(({ id }) => id)));
    expect(Object.keys(contributes.views)).toEqual(contributes.viewsContainers.activitybar.map(({ id }) => id));
    expect(contributes.viewsWelcome.filter(({ view }) => !views.some(({ id }) => id === view))).toEqual([]);
  });

  it('what is said in a text, for which the languages of an experiment activate: it may be open as text alone', () => {
    const [python, ...others] = names('registerCodeLensProvider', 'registerCodeActionsProvider').sort(
      (left, right) => Number('pattern' in Object(left)) - Number('pattern' in Object(right)),
    );
    expect(python).toEqual([
      { language: 'python', scheme: 'file' },
      { language: 'python', scheme: 'vscode-notebook-cell' },
    ]);
    expect(others.length).toBeGreaterThan(1);
    for (const selector of others) expect(selector).toEqual({ pattern: '**/*.initlab.json' });
    expect(written('onLanguage:')).toEqual(['json', 'jsonc', 'python']);
  });

  it('steps of walkthroughs, done by commands that are there', () => {
    const done = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ completionEvents = [] }) => completionEvents),
    );
    const commands = done.flatMap((event) =>
      event.startsWith('onCommand:initLab.') ? [event.slice('onCommand:'.length)] : [],
    );
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => !names('registerCommand').includes(command))).toEqual([]);
  });
});

it('what works in a workspace without a disk is said to be limited: the trainer reads files of this machine', () => {
  expect(manifest.capabilities.virtualWorkspaces.supported).toBe('limited');
  const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
  expect(texts[/^%(.*)%$/.exec(manifest.capabilities.virtualWorkspaces.description)![1]]).toMatch(/\w/);
});

describe('files of weights', () => {
  const patterns = (priority: string): string[] =>
    contributes.customEditors
      .filter((editor) => editor.priority === priority)
      .flatMap(({ selector = [] }) => selector.map(({ filenamePattern }) => filenamePattern));

  it('that other programs have a claim to are opened when they are asked for alone', () => {
    expect(patterns('option').sort()).toEqual([
      '*.bin.index.json',
      '*.h5',
      '*.hdf5',
      '*.npy',
      '*.safetensors.index.json',
    ]);
  });

  it('can all be opened, from the explorer too', () => {
    const claimed = [...patterns('default'), ...patterns('option')].flatMap((pattern) =>
      /^\*\.\w+$/.test(pattern) ? [pattern.slice(1)] : [],
    );
    expect(claimed.sort()).toEqual([...weightFileEndings].sort());
    const inspect = contributes.menus['explorer/context'].find(({ command }) => command === 'initLab.inspectWeights')!;
    const endings = /\\\.\(([^)]+)\)/.exec(inspect.when!)![1].split('|');
    expect(endings.map((ending) => `.${ending}`).sort()).toEqual([...weightFileEndings].sort());
  });
});
