import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DownloadError } from './downloadError';
import type { SourceFile } from './sources';

/** How a download is watched and ended. */
export interface DownloadOptions {
  signal: AbortSignal;
  /** Bytes that are on the disk so far. */
  progress: (bytes: number) => void;
  /** Milliseconds between two tries after a broken connection. */
  pause?: number;
}

/** Tries in all when the connection breaks; each goes on where the last one ended. */
const tries = 4;

const sizeOf = async (path: string): Promise<number | undefined> => (await stat(path).catch(() => undefined))?.size;

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Whether the whole file is there already. Its sum was checked when it came. */
export async function isDownloaded(file: SourceFile, folder: string): Promise<boolean> {
  return (await sizeOf(join(folder, file.name))) === file.bytes;
}

/** The answer to a request from byte `from` on; undefined when the server does not have that part. */
async function request(file: SourceFile, from: number, signal: AbortSignal): Promise<Response | undefined> {
  // gzip on the way would give other bytes than the range that was asked for.
  const headers = { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
  const response = await fetch(file.address, { headers, signal });
  if (response.status === 416 && from > 0) return undefined;
  if (!response.ok)
    throw new DownloadError(
      'answer',
      l10n.t('{0} returned {1}.', file.address, `${response.status} ${response.statusText}`.trim()),
    );
  return response;
}

async function save(
  body: AsyncIterable<Uint8Array>,
  to: FileHandle,
  at: number,
  file: SourceFile,
  progress: (bytes: number) => void,
): Promise<void> {
  let end = at;
  for await (const piece of body) {
    if (end + piece.length > file.bytes)
      throw new DownloadError(
        'length',
        l10n.t('{0} sent more than the {1} bytes of {2}.', file.address, file.bytes, file.name),
      );
    try {
      await to.write(piece, 0, piece.length);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new DownloadError(
        'disk',
        code === 'ENOSPC'
          ? l10n.t('The disk is full: {0} needs {1} bytes.', file.name, file.bytes)
          : l10n.t("{0} can't be written: {1}.", file.name, code ?? String(error)),
      );
    }
    end += piece.length;
    progress(end);
  }
  if (end < file.bytes)
    throw new DownloadError('connection', l10n.t('{0} ended after {1} of {2} bytes.', file.address, end, file.bytes));
}

/** One try: goes on after what is in `part`, or starts over where the server gives the whole file only. */
async function attempt(file: SourceFile, part: string, { signal, progress }: DownloadOptions): Promise<void> {
  let from = (await sizeOf(part)) ?? 0;
  if (from === file.bytes) return;
  let response = from < file.bytes ? await request(file, from, signal) : undefined;
  if (response === undefined) [from, response] = [0, await request(file, 0, signal)];
  const resumed =
    response!.status === 206 && response!.headers.get('content-range')?.startsWith(`bytes ${from}-`) === true;
  if (response!.status === 206 && !resumed)
    throw new DownloadError('answer', l10n.t('{0} returned a different part than requested.', file.address));
  if (!resumed) from = 0;
  let handle: FileHandle;
  try {
    handle = await open(part, from > 0 ? 'a' : 'w');
  } catch (error) {
    throw new DownloadError(
      'disk',
      l10n.t("{0} can't be written: {1}.", part, (error as NodeJS.ErrnoException).code ?? String(error)),
    );
  }
  try {
    await save(response!.body as unknown as AsyncIterable<Uint8Array>, handle, from, file, progress);
  } finally {
    await handle.close();
  }
}

/** A fault as a DownloadError: what fetch throws for a cancelled request or a connection that is no more. */
function asDownloadError(error: unknown, file: SourceFile, signal: AbortSignal): DownloadError {
  if (signal.aborted) return new DownloadError('cancelled', l10n.t('The download of {0} was cancelled.', file.name));
  if (error instanceof DownloadError) return error;
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return new DownloadError(
    'connection',
    l10n.t(
      'The connection to {0} was lost: {1}.',
      new URL(file.address).host,
      cause?.code ?? cause?.message ?? (error as Error).message,
    ),
  );
}

/** Tries until the whole file is in `part`, or a fault that another try does not mend. */
async function fetchWhole(file: SourceFile, part: string, options: DownloadOptions): Promise<void> {
  for (let left = tries - 1; ; left--) {
    try {
      return await attempt(file, part, options);
    } catch (error) {
      const fault = asDownloadError(error, file, options.signal);
      // A broken connection leaves a good beginning; a full disk wants its room back; other bytes are of no use.
      if (fault.fault === 'disk' || fault.fault === 'length') await rm(part, { force: true });
      if (fault.fault !== 'connection' || left === 0) throw fault;
      await new Promise((resolve) => setTimeout(resolve, options.pause ?? 1000));
    }
  }
}

/**
 * Downloads `file` into `folder`, where it appears under its name when it is whole and its SHA-256 is right. What a
 * broken or cancelled download left (`.part`) is gone on with, and thrown away when the sum then is wrong. Throws
 * DownloadError.
 */
export async function downloadFile(file: SourceFile, folder: string, options: DownloadOptions): Promise<string> {
  const target = join(folder, file.name);
  const part = `${target}.part`;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new DownloadError(
      'disk',
      l10n.t("{0} couldn't be created: {1}.", folder, (error as NodeJS.ErrnoException).code ?? String(error)),
    );
  }
  const begun = ((await sizeOf(part)) ?? 0) > 0;
  for (let again = begun; ; again = false) {
    await fetchWhole(file, part, options);
    if ((await sha256Of(part)) === file.sha256) break;
    await rm(part, { force: true });
    // The beginning may have been of another version: once more from the first byte.
    if (!again)
      throw new DownloadError(
        'checksum',
        l10n.t(
          '{0} sent a different file than the one published as {1}: its SHA-256 differs. The file was deleted.',
          file.address,
          file.name,
        ),
      );
  }
  await rename(part, target);
  return target;
}
