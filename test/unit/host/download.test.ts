import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DownloadError, type DownloadFault } from '../../../src/host/download/downloadError';
import { downloadFile, isDownloaded } from '../../../src/host/download/downloadFile';
import { sources, type SourceFile } from '../../../src/host/download/sources';

const content = randomBytes(300_000);
let server: Server;
let folder: string;
let file: SourceFile;
/** The ranges asked for, in order. */
let asked: (string | undefined)[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

/** A server that knows ranges. */
function whole(request: IncomingMessage, response: ServerResponse, body: Buffer = content): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= body.length) return void response.writeHead(416).end();
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
  });
  response.end(body.subarray(from));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'initlab-download-'));
  asked = [];
  answer = whole;
  server = createServer((request, response) => {
    asked.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.bin`;
  file = {
    name: 'data.bin',
    address,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const download = (signal = new AbortController().signal, progress: (bytes: number) => void = () => undefined) =>
  downloadFile(file, folder, { signal, progress, pause: 1 });

async function faultOf(work: Promise<unknown>): Promise<DownloadFault> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DownloadError)) throw new Error(`No DownloadError: ${String(error)}`);
  return error.fault;
}

const left = (): string[] => readdirSync(folder);

describe('a download', () => {
  it('brings the whole file under its name, and says how far it is', async () => {
    const seen: number[] = [];
    const path = await download(undefined, (bytes) => seen.push(bytes));
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(left()).toEqual(['data.bin']);
    expect(seen.at(-1)).toBe(content.length);
    expect(seen.every((bytes, index) => index === 0 || bytes > seen[index - 1])).toBe(true);
    expect(await isDownloaded(file, folder)).toBe(true);
  });

  it('that is cut off goes on where it ended', async () => {
    let first = true;
    answer = (request, response) => {
      if (!first) return whole(request, response);
      first = false;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 30));
    };
    expect(readFileSync(await download()).equals(content)).toBe(true);
    expect(asked).toHaveLength(2);
    const from = Number(/^bytes=(\d+)-$/.exec(asked[1]!)![1]);
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThanOrEqual(100_000);
  });

  it('that is cut off again and again ends with what came kept, and the next one goes on', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 50_000), () => setTimeout(() => response.destroy(), 30));
    };
    expect(await faultOf(download())).toBe('connection');
    expect(asked).toHaveLength(4);
    expect(left()).toEqual(['data.bin.part']);
    answer = whole;
    expect(readFileSync(await download()).equals(content)).toBe(true);
    expect(asked.at(-1)).toMatch(/^bytes=\d+-$/);
  });

  it('starts over where the server knows no ranges', async () => {
    writeFileSync(join(folder, 'data.bin.part'), content.subarray(0, 70_000));
    answer = (_, response) => void response.writeHead(200, { 'content-length': content.length }).end(content);
    expect(readFileSync(await download()).equals(content)).toBe(true);
    expect(left()).toEqual(['data.bin']);
  });

  it('starts over when what an earlier one left is of another file', async () => {
    writeFileSync(join(folder, 'data.bin.part'), randomBytes(70_000));
    expect(readFileSync(await download()).equals(content)).toBe(true);
    expect(asked).toEqual(['bytes=70000-', undefined]);
  });

  it('starts over when what an earlier one left is longer than the file', async () => {
    writeFileSync(join(folder, 'data.bin.part'), randomBytes(content.length + 5));
    expect(readFileSync(await download()).equals(content)).toBe(true);
    expect(asked).toEqual([undefined]);
  });

  it.each([404, 403, 500])('of an address that answers %i fails at once and leaves nothing', async (status) => {
    answer = (_, response) => void response.writeHead(status).end('no');
    expect(await faultOf(download())).toBe('answer');
    expect(asked).toHaveLength(1);
    expect(left()).toEqual([]);
  });

  it('of other bytes than were published is thrown away', async () => {
    answer = (request, response) => whole(request, response, Buffer.from(content).fill(content[5] ^ 1, 5, 6));
    expect(await faultOf(download())).toBe('checksum');
    expect(left()).toEqual([]);
  });

  it('of more bytes than were published is ended and thrown away', async () => {
    answer = (_, response) => void response.writeHead(200).end(Buffer.concat([content, content]));
    expect(await faultOf(download())).toBe('length');
    expect(left()).toEqual([]);
  });

  it('of a server that is not there is a broken connection', async () => {
    server.close();
    server.closeAllConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await faultOf(download())).toBe('connection');
  });

  it('that is cancelled keeps what came for the next time', async () => {
    const controller = new AbortController();
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000));
    };
    expect(await faultOf(download(controller.signal, () => controller.abort()))).toBe('cancelled');
    expect(left()).toEqual(['data.bin.part']);
    answer = whole;
    expect(readFileSync(await download()).equals(content)).toBe(true);
  });

  // Every write to /dev/full fails as on a full disk.
  it.skipIf(!existsSync('/dev/full'))('on a full disk fails and gives the room back', async () => {
    symlinkSync('/dev/full', join(folder, 'data.bin.part'));
    expect(await faultOf(download())).toBe('disk');
    expect(left()).toEqual([]);
  });

  it('into a folder that cannot be made fails', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(
      await faultOf(
        downloadFile(file, join(folder, 'file', 'inside'), {
          signal: new AbortController().signal,
          progress: () => undefined,
        }),
      ),
    ).toBe('disk');
  });
});

describe('the sources', () => {
  it('name an address, a size and a SHA-256 for every file', () => {
    const files = Object.values(sources).flatMap((source) => source.files);
    expect(files).toHaveLength(9);
    for (const { address, bytes, sha256, name } of files) {
      expect(new URL(address).protocol).toBe('https:');
      expect(address.endsWith(name)).toBe(true);
      expect(bytes).toBeGreaterThan(4000);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(9);
  });
});
