import { beforeEach, expect, it, vi } from 'vitest';
import type { Uri as CodeUri } from 'vscode';
import { experimentSuffix } from '../../../src/experiment/format/experimentFile';
import { renameItem } from '../../../src/host/views/itemActions';
import { Uri } from './fakeVscode';

const code = vi.hoisted(() => ({
  files: new Set<string>(),
  typed: '',
  said: undefined as string | undefined,
  renamed: [] as string[],
}));

vi.mock('vscode', async () => {
  const { Uri: uri } = await import('./fakeVscode');
  class WorkspaceEdit {
    renameFile(_from: unknown, to: { path: string }) {
      code.renamed.push(to.path);
    }
  }
  /** As the box has it: what is refused cannot be accepted. */
  const showInputBox = async ({ validateInput }: { validateInput: (text: string) => Promise<string | undefined> }) => {
    code.said = await validateInput(code.typed);
    return code.said === undefined ? code.typed : undefined;
  };
  const stat = ({ path }: { path: string }) =>
    code.files.has(path) ? Promise.resolve({}) : Promise.reject(new Error('not there'));
  return {
    Uri: uri,
    WorkspaceEdit,
    TabInputCustom: class {},
    window: { showInputBox },
    workspace: { fs: { stat }, applyEdit: () => Promise.resolve(true) },
  };
});

const circles = Uri.file('/project/circles.initlab.json') as unknown as CodeUri;
const rename = async (typed: string): Promise<void> => {
  code.typed = typed;
  await renameItem(circles, 'Rename', experimentSuffix);
};

beforeEach(() => {
  Object.assign(code, { files: new Set([circles.path, '/project/moons.initlab.json']), renamed: [], said: undefined });
});

it('completes the name of an experiment, whatever part of its ending is typed', async () => {
  for (const typed of ['spiral', 'spiral.initlab', 'spiral.json', ' spiral.initlab.json ']) await rename(typed);
  expect(code.renamed).toEqual(Array(4).fill('/project/spiral.initlab.json'));
});

it('says that there is one of the completed name', async () => {
  await rename('moons.initlab.json');
  expect([code.said, code.renamed]).toEqual(['moons.initlab.json is there already.', []]);
});

it('does nothing for the name that it has', async () => {
  await rename('circles.initlab.json');
  expect([code.said, code.renamed]).toEqual([undefined, []]);
});
