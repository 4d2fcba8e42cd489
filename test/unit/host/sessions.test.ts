import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Uri as CodeUri } from 'vscode';
import { ForkedTrainer } from '../../../src/trainer/forkedTrainer';
import { Sessions } from '../../../src/host/session/sessions';
import { Uri } from './fakeVscode';

vi.mock('vscode', async () => {
  const { EventEmitter, Uri: uri } = await import('./fakeVscode');
  return { EventEmitter, Uri: uri };
});

const at = (path: string): CodeUri => Uri.file(path) as unknown as CodeUri;
const [a, b] = [at('/project/a.initlab.json'), at('/project/b.initlab.json')];
const rename = [{ oldUri: a, newUri: b }];

let tabs: Set<string>;
let files: Set<string>;
let sessions: Sessions;

beforeEach(() => {
  vi.useFakeTimers();
  tabs = new Set([String(a)]);
  files = new Set([a.path]);
  sessions = new Sessions(
    () => new ForkedTrainer(''),
    () => Promise.resolve(),
    {
      hasTab: (uri) => tabs.has(String(uri)),
      isThere: (uri) => files.has(uri.path),
    },
  );
});
afterEach(() => {
  sessions.dispose();
  vi.useRealTimers();
});

/** The file is at its new name, and VS Code has put a tab of that in the place of the old one. */
function done(): void {
  tabs = new Set([String(b)]);
  files = new Set([b.path]);
}

describe('a file that gets another name takes its session along', () => {
  it('when its editor opens anew before the old one closes', () => {
    const session = sessions.acquire(a);
    sessions.move(rename);
    done();
    expect(sessions.acquire(b)).toBe(session);
    sessions.release(a, session);
    vi.runAllTimers();
    expect([sessions.find(a), sessions.find(b)]).toEqual([undefined, session]);
    sessions.release(b, session);
    expect(sessions.find(b)).toBeUndefined();
  });

  it('when the old one closes first', () => {
    const session = sessions.acquire(a);
    sessions.move([{ oldUri: at('/project'), newUri: at('/moved') }]);
    sessions.release(a, session);
    files.clear();
    expect(sessions.acquire(at('/moved/a.initlab.json'))).toBe(session);
  });

  it('when its tab is not looked at, and until that tab closes', () => {
    const session = sessions.acquire(a);
    sessions.move(rename);
    done();
    sessions.release(a, session);
    sessions.moved();
    vi.runAllTimers();
    expect(sessions.find(b)).toBe(session);
    tabs.clear();
    sessions.tabsClosed();
    expect(sessions.find(b)).toBeUndefined();
  });

  it('but not when it opens as another kind of file', () => {
    const session = sessions.acquire(a);
    sessions.move([{ oldUri: a, newUri: at('/project/a.json') }]);
    tabs.clear();
    files.clear();
    sessions.release(a, session);
    vi.runAllTimers();
    expect([sessions.find(a), sessions.find(at('/project/a.json'))]).toEqual([undefined, undefined]);
  });
});

describe('a rename that fails', () => {
  it('moves nothing', () => {
    const session = sessions.acquire(a);
    sessions.move(rename);
    expect(sessions.find(a)).toBe(session);
    vi.runAllTimers();
    expect(sessions.find(a)).toBe(session);
    sessions.release(a, session);
    expect(sessions.find(a)).toBeUndefined();
  });

  it('gives the session to no other file of the name that was wanted', () => {
    const session = sessions.acquire(a);
    sessions.move(rename);
    expect(sessions.acquire(b)).not.toBe(session);
    expect(sessions.find(a)).toBe(session);
  });
});
