import { createBirpc, type BirpcReturn } from 'birpc';
import { describe, expect, it } from 'vitest';
import { readingWith, rejectPending, settling, withPlainError } from '../../../src/experiment/messages/settling';
import { fromWire, toWire, type WireMessage } from '../../../src/experiment/messages/wire';
import { carry } from './vscodeMessage';

interface Api {
  ask(value: unknown): Promise<unknown>;
}

/** Two ends of a channel as an editor and its page have it; `damage` changes what goes to the caller. */
function channel(ask: Api['ask'], damage = (message: WireMessage) => message) {
  let toCaller: (data: WireMessage) => unknown = () => undefined;
  let toOwner: (data: WireMessage) => unknown = () => undefined;
  const caller: BirpcReturn<Api, object> = createBirpc<Api, object>(
    {},
    {
      ...settling,
      post: (data) => void toOwner(carry(data as WireMessage)),
      on: (handle) => void (toCaller = handle),
      serialize: toWire,
      deserialize: readingWith(fromWire, () => caller),
    },
  );
  const owner: BirpcReturn<object, Api> = createBirpc<object, Api>(
    { ask },
    {
      ...settling,
      post: (data) => void toCaller(damage(carry(data as WireMessage))),
      on: (handle) => void (toOwner = handle),
      serialize: toWire,
      deserialize: readingWith(fromWire, () => owner),
    },
  );
  return caller;
}

describe('a call', () => {
  it('is answered, or rejected with the reason', async () => {
    expect(await channel((value) => Promise.resolve([value])).ask({ $array: NaN })).toEqual([{ $array: NaN }]);
    await expect(channel(() => Promise.reject(new Error('The file is gone.'))).ask(1)).rejects.toThrow(
      'The file is gone.',
    );
  });

  it('whose answer cannot be carried is rejected', async () => {
    await expect(channel(() => Promise.resolve(new Map())).ask(1)).rejects.toThrow('got Map');
  });

  it('whose question cannot be carried is rejected', async () => {
    await expect(channel(() => Promise.resolve(1)).ask(new Set())).rejects.toThrow('got Set');
  });

  it('whose answer arrives damaged is rejected', async () => {
    await expect(
      channel(
        () => Promise.resolve(1),
        ({ bytes }) => ({ bytes: bytes.slice(0, -8) }),
      ).ask(1),
    ).rejects.toThrow('Unexpected end');
    await expect(
      channel(
        () => Promise.resolve(1),
        () => undefined as unknown as WireMessage,
      ).ask(1),
    ).rejects.toThrow();
  });

  it('that nobody will answer is rejected', async () => {
    const caller = channel(() => new Promise(() => undefined));
    const call = caller.ask(1);
    rejectPending(caller, 'The editor is no longer visible.');
    await expect(call).rejects.toThrow('no longer visible');
    const other = caller.ask(2);
    caller.$close(new Error('It was closed.'));
    await expect(other).rejects.toThrow('It was closed.');
  });
});

describe('an error that goes to another process', () => {
  it('is one that can be cloned', () => {
    const odd = Object.assign(new TypeError('odd'), { work: () => undefined });
    const { e } = structuredClone(withPlainError({ t: 's', e: odd as unknown }));
    expect((e as Error).message).toBe('odd');
    expect(structuredClone(withPlainError({ e: { toString: 5 } as unknown }))).toBeDefined();
    expect(withPlainError<{ r: number; e?: unknown }>({ r: 1 })).toEqual({ r: 1 });
  });
});
