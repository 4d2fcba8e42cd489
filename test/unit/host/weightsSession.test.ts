import { describe, expect, it, vi } from 'vitest';
import type { Uri as CodeUri } from 'vscode';
import type { Inspector } from '../../../src/host/weights/inspector';
import type { LocalCopies } from '../../../src/host/weights/localCopy';
import { WeightsSession } from '../../../src/host/weights/weightsSession';
import { Later, turns, Uri } from './fakeVscode';

vi.mock('vscode', async () => {
  const { EventEmitter, Uri: uri, never } = await import('./fakeVscode');
  const watcher = { onDidChange: never, onDidCreate: never, onDidDelete: never, dispose: () => undefined };
  const workspace = {
    asRelativePath: ({ path }: { path: string }) => path,
    createFileSystemWatcher: () => watcher,
    fs: { stat: () => Promise.resolve({ mtime: 1, size: 1 }) },
  };
  return { EventEmitter, Uri: uri, RelativePattern: class {}, workspace };
});

/** An inspector whose files open when they are told to, and which knows what it has open. */
class FakeInspector {
  readonly open_ = new Map<number, object>();
  readonly asked: {
    path: string;
    listener: { lost(reason: string): void };
    answer: Later<{ id: number; tensors: [] }>;
  }[] = [];
  readonly api = {
    statistics: () => new Promise(() => undefined),
    compare: () => new Promise(() => undefined),
    setLayout: () => Promise.resolve(),
  };

  async open(path: string, listener: { lost(reason: string): void }) {
    const answer = new Later<{ id: number; tensors: [] }>();
    this.asked.push({ path, listener, answer });
    const file = await answer.promise;
    this.open_.set(file.id, listener);
    return file;
  }

  close(id: number, listener: object): void {
    if (this.open_.get(id) === listener) this.open_.delete(id);
  }

  opened(index: number, id: number): void {
    this.asked[index].answer.resolve({ id, tensors: [] });
  }
}

const copies = { pathOf: ({ path }: { path: string }) => Promise.resolve(path) } as unknown as LocalCopies;

function sessionOf(...names: string[]) {
  const inspector = new FakeInspector();
  const session = new WeightsSession(
    inspector as unknown as Inspector,
    copies,
    names.map((name) => Uri.file(`/${name}`) as unknown as CodeUri),
  );
  return { inspector, session };
}

describe('a file that is let go of', () => {
  it('is closed when its tab closes while its companion is still being opened', async () => {
    const { inspector, session } = sessionOf('a.npz', 'b.npz');
    await turns();
    inspector.opened(0, 1);
    await turns();
    expect([...inspector.open_.keys()]).toEqual([1]);
    session.dispose();
    inspector.opened(1, 2);
    await turns();
    expect([...inspector.open_.keys()]).toEqual([]);
  });

  it('is not opened at all when its tab closes before that', async () => {
    const { inspector, session } = sessionOf('a.npz');
    session.dispose();
    await turns();
    expect(inspector.asked).toEqual([]);
  });

  it('is closed when the files are swapped while one is being opened', async () => {
    const { inspector, session } = sessionOf('a.npz', 'b.npz');
    await turns();
    inspector.opened(0, 1);
    void session.swap();
    await turns();
    inspector.opened(1, 2);
    inspector.opened(2, 3);
    inspector.opened(3, 4);
    await turns();
    expect([...inspector.open_.keys()].sort()).toEqual([3, 4]);
    expect(session.state.files.map(({ opened }) => opened?.id)).toEqual([3, 4]);
    session.dispose();
    expect([...inspector.open_.keys()]).toEqual([]);
  });

  it('is not taken for another of its number in the process after the one that had it', async () => {
    const { inspector, session } = sessionOf('a.npz', 'b.npz');
    await turns();
    inspector.opened(0, 1);
    await turns();
    // The process dies; the next one gives the number to somebody else's file.
    inspector.open_.clear();
    inspector.asked[0].listener.lost('It ended.');
    inspector.asked[1].answer.reject(new Error('It ended.'));
    const other = {};
    inspector.open_.set(1, other);
    await turns();
    expect(session.state.status).toBe('failed');
    session.dispose();
    expect(inspector.open_.get(1)).toBe(other);
  });
});
