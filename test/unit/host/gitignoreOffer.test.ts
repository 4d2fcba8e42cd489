import { beforeEach, expect, it, vi } from 'vitest';
import type { LogOutputChannel, Memento, Uri } from 'vscode';
import { GitignoreOffer } from '../../../src/host/platform/gitignoreOffer';

const code = vi.hoisted(() => ({
  files: new Set<string>(),
  answer: undefined as string | undefined,
  asked: 0,
  made: [] as [string, string][],
}));

vi.mock('vscode', () => {
  const uri = (path: string) => ({ scheme: 'memory', path, toString: () => `memory:${path}` });
  return {
    Uri: {
      joinPath: ({ path }: { path: string }, ...parts: string[]) =>
        uri(
          parts.reduce(
            (before, part) =>
              part === '..' ? before.replace(/\/[^/]*$/, '') || '/' : `${before.replace(/\/$/, '')}/${part}`,
            path,
          ),
        ),
    },
    WorkspaceEdit: class {
      createFile({ path }: { path: string }, { overwrite, contents }: { overwrite?: boolean; contents: Uint8Array }) {
        if (overwrite === true || !code.files.has(path)) code.made.push([path, new TextDecoder().decode(contents)]);
      }
    },
    window: {
      showInformationMessage: () => {
        code.asked++;
        return Promise.resolve(code.answer);
      },
    },
    workspace: {
      getWorkspaceFolder: () => ({ uri: uri('/home/project'), name: 'project' }),
      fs: {
        stat: ({ path }: { path: string }) =>
          code.files.has(path) ? Promise.resolve({}) : Promise.reject(new Error('not there')),
      },
      applyEdit: () => Promise.resolve(true),
    },
  };
});

const run = { path: '/home/project/.initlab/runs/circles/run.json', toString: () => '' } as Uri;
const ignore = '/home/project/.initlab/runs/.gitignore';
let offer: GitignoreOffer;

beforeEach(() => {
  code.files = new Set(['/home/project/.git']);
  Object.assign(code, { answer: undefined, asked: 0, made: [] });
  const kept = new Map<string, unknown>();
  const memento = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  } as unknown as Memento;
  offer = new GitignoreOffer(memento, { warn: () => undefined } as unknown as LogOutputChannel);
});

it('asks once, and makes the file when the user agrees', async () => {
  code.answer = 'Add .gitignore';
  await offer.runKept(run);
  await offer.runKept(run);
  expect(code.asked).toBe(1);
  expect(code.made).toEqual([[ignore, '# Saved runs of Init Lab.\n*\n']]);
});

it('makes nothing when the user does not, and asks no more', async () => {
  await Promise.all([offer.runKept(run), offer.runKept(run)]);
  expect([code.asked, code.made]).toEqual([1, []]);
});

it('leaves one that is there as it is', async () => {
  code.files.add(ignore);
  await offer.runKept(run);
  expect([code.asked, code.made]).toEqual([0, []]);
});

it('asks nothing where Git is not used, and finds it in a folder above', async () => {
  code.files.clear();
  await offer.runKept(run);
  expect(code.asked).toBe(0);
  code.files.add('/home/.git');
  await offer.runKept(run);
  expect(code.asked).toBe(1);
});
