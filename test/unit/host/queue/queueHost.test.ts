import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Memento, SecretStorage, Uri as CodeUri } from 'vscode';
import type { QueueState, RunStatus } from '../../../../src/experiment/record/record';
import { LaterRunner } from '../../../../src/host/queue/laterRunner';
import { QueueHost } from '../../../../src/host/queue/queueHost';
import { QueuePasswords, withoutPassword } from '../../../../src/host/queue/queuePassword';
import type { Sessions } from '../../../../src/host/session/sessions';
import type { RunHandle, Runner } from '../../../../src/protocol/runner';
import type { RunRequest } from '../../../../src/protocol/trainer';
import { EventEmitter, Later, turns, Uri } from '../fakeVscode';

const code = vi.hoisted(() => ({
  trusted: true,
  address: { globalValue: '', workspaceValue: '' },
  answer: undefined as string | undefined,
  closed: undefined as ((document: { isUntitled: boolean; uri: unknown }) => void) | undefined,
}));

vi.mock('vscode', async () => {
  const { Uri: uri, EventEmitter: emitter } = await import('../fakeVscode');
  const parse = (text: string): unknown => ({ toString: () => text });
  return {
    Uri: Object.assign(uri, { parse }),
    EventEmitter: emitter,
    env: { language: 'en' },
    l10n: {},
    commands: {},
    window: {
      showInputBox: () => Promise.resolve(code.answer),
      showErrorMessage: () => Promise.resolve(code.answer),
      showInformationMessage: () => Promise.resolve(undefined),
    },
    workspace: {
      get isTrusted() {
        return code.trusted;
      },
      getConfiguration: () => ({
        get: () => code.address.workspaceValue || code.address.globalValue,
        inspect: () => code.address,
        update: (_: string, value: string, isGlobal: boolean) => {
          code.address[isGlobal ? 'globalValue' : 'workspaceValue'] = value;
        },
      }),
      onDidCloseTextDocument: (listener: typeof code.closed) => {
        code.closed = listener;
        return { dispose: () => undefined };
      },
    },
  };
});

const file = Uri.file('/project/a.initlab.json') as unknown as CodeUri;
let secrets: Map<string, string>;
let kept: Map<string, unknown>;
const storage = {
  get: (key: string) => Promise.resolve(secrets.get(key)),
  store: (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
  delete: (key: string) => Promise.resolve(void secrets.delete(key)),
} as unknown as SecretStorage;
const memento = {
  get: (key: string, usual: unknown) => kept.get(key) ?? usual,
  update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
} as unknown as Memento;

beforeEach(() => {
  secrets = new Map();
  kept = new Map();
  code.trusted = true;
  code.address = { globalValue: 'redis://lab.example/0', workspaceValue: '' };
  code.answer = undefined;
});

describe('the password of a queue', () => {
  it('is taken out of an address', () => {
    expect(withoutPassword('rediss://lab:p%40ss@host:6380/2')).toEqual({
      url: 'rediss://lab@host:6380/2',
      password: 'p@ss',
    });
    for (const url of ['redis://lab@host/0', 'no address', ''])
      expect(withoutPassword(url)).toEqual({ url, password: '' });
  });

  it('is of its server and user alone, and goes when nothing is entered', async () => {
    const passwords = new QueuePasswords(storage);
    code.answer = 'secret';
    expect(await passwords.ask('redis://lab@host/0')).toBe(code.answer);
    expect(await passwords.of('redis://lab@host:6379/3')).toBe('secret');
    for (const other of ['redis://lab@other/0', 'redis://host/0', 'rediss://lab@host/0', 'redis://lab@host:7000/0'])
      expect(await passwords.of(other), other).toBeUndefined();
    code.answer = undefined;
    expect(await passwords.ask('redis://lab@host/0')).toBeUndefined();
    expect(secrets.size).toBe(1);
    code.answer = '';
    expect(await passwords.ask('redis://lab@host/0')).toBe(code.answer);
    expect(secrets.size).toBe(0);
  });

  it('moves from the settings where it is written, once the user agrees', async () => {
    const passwords = new QueuePasswords(storage);
    code.address.workspaceValue = 'redis://:secret@host:6379/1';
    expect(await passwords.offerMove()).toBe(false);
    expect([secrets.size, code.address.workspaceValue]).toEqual([0, 'redis://:secret@host:6379/1']);
    code.answer = 'Move to Secret Storage';
    expect(await passwords.offerMove()).toBe(true);
    expect(code.address).toEqual({ globalValue: 'redis://lab.example/0', workspaceValue: 'redis://host:6379/1' });
    expect(await passwords.of('redis://host:6379/1')).toBe('secret');
  });
});

describe('a queue of the settings', () => {
  it('is none in a workspace that is not trusted', async () => {
    const queue = new QueueHost(file, storage, memento);
    queue.follow(file, 'abc');
    expect([queue.isSet, queue.sweepOf(file)]).toEqual([true, 'abc']);
    code.trusted = false;
    expect([queue.isSet, queue.sweepOf(file), await queue.isReady()]).toEqual([false, undefined, false]);
    await expect(queue.open(false)).rejects.toThrow('Enter the address of a queue');
  });

  it('is refused with a password in its address', async () => {
    code.address.globalValue = 'redis://:secret@host';
    const queue = new QueueHost(file, storage, memento);
    await expect(queue.open(false)).rejects.toThrow('contains a password');
    expect(queue.shownAddress).toBe('redis://host');
  });
});

describe('the sweep that a document follows', () => {
  let change: EventEmitter<CodeUri>;
  let session: { run?: { queue?: QueueState; status: RunStatus }; isActive: boolean } | undefined;
  let queue: QueueHost;
  const state = (changes: Partial<QueueState> = {}): QueueState => ({
    sweep: 'abc',
    trials: 9,
    done: 1,
    workers: [],
    ...changes,
  });
  const now = (status: RunStatus, queueState?: QueueState): string | undefined => {
    session = { run: { status, queue: queueState }, isActive: status === 'running' || status === 'starting' };
    change.fire(file);
    return queue.sweepOf(file);
  };

  beforeEach(() => {
    change = new EventEmitter();
    queue = new QueueHost(file, storage, memento);
    queue.watch({ onDidChange: change.event, find: () => session } as unknown as Sessions);
  });

  it('is known while it goes on, is left, or could not be joined; not once it has ended or another run is shown', () => {
    expect(now('starting', state({ sweep: undefined, trials: 0 }))).toBeUndefined();
    expect(now('running', state())).toBe('abc');
    expect(queue.documentOf('abc')!.toString()).toBe(file.toString());
    expect(now('stopped', state({ left: true }))).toBe('abc');
    expect(now('failed', state({ trials: 0 }))).toBe('abc');
    expect(now('finished', state({ done: 9 }))).toBeUndefined();
    now('running', state());
    expect(now('running')).toBeUndefined();
  });

  it('stays when the editor closes, and goes with an untitled document', () => {
    now('running', state());
    session = undefined;
    change.fire(file);
    code.closed!({ isUntitled: false, uri: file });
    expect(queue.sweepOf(file)).toBe('abc');
    code.closed!({ isUntitled: true, uri: file });
    expect(queue.sweepOf(file)).toBeUndefined();
  });

  it('is one of the last 200', () => {
    for (let number = 0; number < 230; number++)
      queue.follow(Uri.file(`/${number}`) as unknown as CodeUri, `${number}`);
    expect([queue.documentOf('29'), queue.documentOf('30')?.toString()]).toEqual([undefined, 'file:/30']);
  });
});

describe('a runner that is made for each run', () => {
  const request = {} as RunRequest;
  const listener = { update: () => undefined, lost: () => undefined };
  const orders: string[] = [];
  const order = (name: string) => () => Promise.resolve(void orders.push(name));
  const ended = new Later<void>();
  const runner = (): Runner => ({
    run: () =>
      ({
        started: Promise.resolve(),
        ended: ended.promise,
        pause: order('pause'),
        stop: order('stop'),
        weights: () => Promise.resolve([]),
      }) as unknown as RunHandle,
    dispose: () => void orders.push('dispose'),
  });
  beforeEach(() => void orders.splice(0));

  it('carries out the orders that came before it was made', async () => {
    const made = new Later<Runner>();
    const run = new LaterRunner(() => made.promise).run(request, listener);
    const paused = run.pause();
    const stopped = run.stop();
    await turns();
    expect(orders).toEqual([]);
    made.resolve(runner());
    await Promise.all([run.started, paused, stopped]);
    expect(orders).toEqual(['pause', 'stop']);
  });

  it('is disposed of with its runs, made or not', async () => {
    const made = new Later<Runner>();
    const runners = [Promise.resolve(runner()), made.promise];
    const later = new LaterRunner(() => runners.shift()!);
    later.run(request, listener);
    later.run(request, listener);
    await turns();
    later.dispose();
    expect(orders).toEqual(['dispose']);
    made.resolve(runner());
    await turns();
    expect(orders).toEqual(['dispose', 'dispose']);
  });

  it('says why it could not be made', async () => {
    const run = new LaterRunner(() => Promise.reject(new Error('There is no queue.'))).run(request, listener);
    await expect(run.started).rejects.toThrow('There is no queue.');
    await Promise.all([run.ended, run.stop()]);
    expect(await run.weights()).toEqual([]);
  });
});
