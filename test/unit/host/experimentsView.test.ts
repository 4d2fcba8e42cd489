import { beforeEach, expect, it, vi } from 'vitest';
import { ExperimentsView, type ExperimentNode } from '../../../src/host/views/experimentsView';
import type { Sessions } from '../../../src/host/session/sessions';
import { turns } from './fakeVscode';

const code = vi.hoisted(() => ({ text: '{', failing: false }));

vi.mock('vscode', async () => {
  const { EventEmitter, Uri, never } = await import('./fakeVscode');
  class Thing {
    constructor(readonly label?: string) {}
  }
  const watcher = { onDidChange: never, onDidCreate: never, onDidDelete: never, dispose: () => undefined };
  return {
    EventEmitter,
    Uri,
    ThemeColor: Thing,
    ThemeIcon: Thing,
    TreeItem: Thing,
    TreeItemCollapsibleState: {},
    workspace: {
      workspaceFolders: [],
      getWorkspaceFolder: () => undefined,
      asRelativePath: ({ path }: { path: string }) => path.slice(1),
      getConfiguration: () => ({ get: (_: string, usual: unknown) => usual }),
      createFileSystemWatcher: () => watcher,
      findFiles: () =>
        code.failing ? Promise.reject(new Error('searched in vain')) : Promise.resolve([Uri.file('/a.initlab.json')]),
      onDidDeleteFiles: never,
      onDidRenameFiles: never,
      onDidChangeWorkspaceFolders: never,
      onDidChangeConfiguration: never,
      fs: {
        stat: () => Promise.resolve({ size: 9 }),
        readFile: () => Promise.resolve(new TextEncoder().encode(code.text)),
      },
    },
  };
});

const sessions = { onDidChange: () => ({ dispose: () => undefined }), find: () => undefined } as unknown as Sessions;
let view: ExperimentsView;
const tooltip = async (): Promise<unknown> =>
  (await view.getTreeItem((await view.getChildren())[0] as ExperimentNode)).tooltip;

beforeEach(() => {
  Object.assign(code, { text: '{', failing: false });
  view = new ExperimentsView(sessions);
});

it('Refresh reads the files again', async () => {
  const before = await tooltip();
  code.text = '[]';
  expect(await tooltip()).toBe(before);
  view.refresh();
  expect(await tooltip()).not.toBe(before);
  view.dispose();
});

it('a search that failed is made again', async () => {
  code.failing = true;
  await expect(view.getChildren()).rejects.toThrow('searched in vain');
  await turns();
  code.failing = false;
  expect(await view.getChildren()).toHaveLength(1);
});
