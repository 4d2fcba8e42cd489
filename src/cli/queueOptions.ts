import { readFile } from 'node:fs/promises';
import type { QueueAddress } from '../queue/main';
import { reasonOf } from '../data/readData';
import { BadInput } from './badInput';

/** The options that say which queue is meant. */
export const queueOptions = {
  queue: { type: 'string' },
  'password-file': { type: 'string' },
  'tls-ca': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
} as const;

type Values = Partial<Record<keyof typeof queueOptions, string>>;

async function passwordOf(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return process.env.INITLAB_QUEUE_PASSWORD;
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    throw new BadInput(`Cannot read ${file} (--password-file): ${reasonOf(error)}.`);
  }
}

/** The queue that options or the environment (INITLAB_QUEUE) name; undefined for none. */
export async function queueAddress(values: Values): Promise<QueueAddress | undefined> {
  const url = values.queue ?? process.env.INITLAB_QUEUE;
  if (url === undefined) return undefined;
  return {
    url,
    password: await passwordOf(values['password-file']),
    tlsCa: values['tls-ca'],
    tlsCert: values['tls-cert'],
    tlsKey: values['tls-key'],
  };
}

/** As `queueAddress`, for commands that are of no use without one. */
export async function neededQueue(values: Values): Promise<QueueAddress> {
  const address = await queueAddress(values);
  if (!address)
    throw new BadInput('--queue: expected the address of a queue such as redis://host:6379/0, got nothing.');
  return address;
}
