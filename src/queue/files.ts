import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import { findImages, imagePaths, type ImageDataset } from '../data/findImages';
import { resolvePath } from '../data/readData';
import { RunRefused } from '../data/refused';
import { dataPaths, pythonPaths } from '../experiment/edit/filePaths';
import { isModelExperiment } from '../experiment/format/forms';
import { isImageKind } from '../experiment/format/defaults';
import { pathText, unexpected, type JsonPath } from '../experiment/format/issue';
import type { Experiment } from '../experiment/format/schema';
import { valueAtPath } from '../experiment/format/sweepAxes';
import type { DataPlaces } from '../protocol/trainer';
import { keys, lifetime } from './keys';
import { JobError, type Bundle, type SweepJob } from './job';
import type { QueueConnection } from './connection';

/** Bytes of a file that goes through the queue; a larger one has to be on each worker. */
const mostSent = 64 * 2 ** 20;
const pieceBytes = 2 ** 20;
const piecesOf = (size: number): number => Math.max(1, Math.ceil(size / pieceBytes));
/** Folders within folders of `--data` that are searched for a file. */
const deepest = 4;

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

const bundleId = (bundle: Bundle): string =>
  createHash('sha256').update(JSON.stringify(bundle)).digest('hex').slice(0, 32);

/** An experiment whose paths mean contents, the same on every machine, with the files that they are. */
export interface Portable {
  experiment: Experiment;
  files: Record<string, Bundle>;
  /** SHA-256 of the Python files that it names. */
  code: Record<string, string>;
  /** Where each file is here, by its SHA-256. */
  sources: Map<string, string>;
}

/** Makes experiments portable; each file is read once. */
class Packer {
  readonly files: Record<string, Bundle> = {};
  readonly sources = new Map<string, string>();
  private readonly hashes = new Map<string, Promise<{ sha256: string; size: number }>>();

  constructor(
    private readonly directory: string | undefined,
    private readonly places: DataPlaces,
  ) {}

  /** One file: its bundle's folder, and its name in it. */
  async file(path: string, place: JsonPath): Promise<string> {
    const file = await resolvePath(path, place, { directory: this.directory, places: this.places });
    return `${await this.bundle([file], place)}/${basename(file)}`;
  }

  /** Published images; undefined for the small set, which workers have too. */
  async images(dataset: ImageDataset): Promise<string | undefined> {
    const found = await findImages(dataset, { directory: this.directory, places: this.places });
    if (!found || found.small) return undefined;
    const folder = await this.bundle(imagePaths(found.files), ['dataset', 'path']);
    return found.files.form === 'archive' ? `${folder}/${basename(found.files.file)}` : folder;
  }

  /** The SHA-256 of a Python file, whose path a worker starts from another folder. */
  async code(path: string, place: JsonPath): Promise<string> {
    if (isAbsolute(path) || normalize(path).startsWith('..'))
      throw new RunRefused(
        unexpected(place, path, 'a path inside the folder of the experiment, since workers have folders of their own')
          .message,
      );
    const file = await resolvePath(path, place, { directory: this.directory, places: this.places });
    return (await this.look(file, place)).sha256;
  }

  private async bundle(paths: readonly string[], place: JsonPath): Promise<string> {
    const bundle: Bundle = [];
    for (const path of paths) {
      const known = this.hashes.get(path) ?? this.look(path, place);
      this.hashes.set(path, known);
      bundle.push({ name: basename(path), ...(await known) });
    }
    const id = bundleId(bundle);
    this.files[id] = bundle;
    return id;
  }

  private async look(path: string, place: JsonPath): Promise<{ sha256: string; size: number }> {
    try {
      const { size } = await stat(path);
      const hash = await sha256(path);
      this.sources.set(hash, path);
      return { sha256: hash, size };
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? "the file doesn't exist" : String(error);
      throw new RunRefused(`Cannot read ${path} (${pathText(place)}): ${reason}.`);
    }
  }
}

const isImages = (value: unknown): value is ImageDataset =>
  typeof value === 'object' && value !== null && isImageKind((value as { kind?: never }).kind!);

/** Published images that an experiment trains on, swept ones too, and where it names them. */
function imagesOf(experiment: Experiment): { path: JsonPath; dataset: ImageDataset }[] {
  const places: JsonPath[] = [
    ['dataset'],
    ['data', 'dataset'],
    ...(experiment.sweep ?? []).flatMap((axis, index) =>
      'values' in axis ? axis.values.map((_, value): JsonPath => ['sweep', index, 'values', value]) : [],
    ),
  ];
  return places.flatMap((path) => {
    const dataset = valueAtPath(experiment, path);
    return isImages(dataset) ? [{ path, dataset }] : [];
  });
}

/** Sets a value at a place of a document, in place. */
function setAt(document: unknown, path: JsonPath, value: unknown): void {
  const holder = valueAtPath(document, path.slice(0, -1)) as Record<string | number, unknown>;
  holder[path.at(-1)!] = value;
}

/**
 * Replaces every path of an experiment by what lies there, so that it means the same on every machine. Python files
 * stay where they are: workers have folders of their own for them, in which they must be the same. Throws RunRefused
 * for a file that is not there.
 */
export async function makePortable(
  experiment: Experiment,
  directory: string | undefined,
  places: DataPlaces,
): Promise<Portable> {
  const packer = new Packer(directory, places);
  const portable = structuredClone(experiment);
  const images = imagesOf(experiment);
  const isOfImages = (path: JsonPath): boolean =>
    images.some((one) => one.path.length === path.length - 1 && one.path.every((key, index) => key === path[index]));
  for (const { path, dataset } of images) {
    const packed = await packer.images(dataset);
    if (packed !== undefined) setAt(portable, [...path, 'path'], packed);
  }
  for (const { path, value } of dataPaths(experiment))
    if (!isOfImages(path)) setAt(portable, path, await packer.file(value, path));
  const code: Record<string, string> = {};
  for (const { path, value } of pythonPaths(experiment)) code[value] = await packer.code(value, path);
  return { experiment: portable, files: packer.files, code, sources: packer.sources };
}

/** Whether a file is on the server with all its pieces, which then stay for a lifetime from now on. */
async function renewed({ redis }: QueueConnection, sha256: string, pieces: number): Promise<boolean> {
  const all = Array.from({ length: pieces }, (_, piece) =>
    redis.expire(keys.filePiece(sha256, piece), lifetime + 3600),
  );
  const there = await Promise.all([redis.expire(keys.file(sha256), lifetime), ...all]);
  return there.every((one) => one === 1);
}

/**
 * Puts files on the server that are not there yet, as far as they are small enough. Answers with the names of those
 * that workers must have themselves.
 */
export async function sendFiles(
  connection: QueueConnection,
  { files, sources }: Pick<Portable, 'files' | 'sources'>,
): Promise<string[]> {
  const { redis } = connection;
  const large: string[] = [];
  for (const { name, sha256: hash, size } of Object.values(files).flat()) {
    if (size > mostSent) {
      large.push(name);
      continue;
    }
    const pieces = piecesOf(size);
    if (await renewed(connection, hash, pieces)) continue;
    const source = sources.get(hash);
    // Of a sweep that is joined from another machine.
    if (source === undefined) continue;
    const handle = await open(source);
    try {
      for (let piece = 0; piece < pieces; piece++) {
        const bytes = Buffer.alloc(Math.min(pieceBytes, size - piece * pieceBytes));
        await handle.read(bytes, 0, bytes.length, piece * pieceBytes);
        await connection.persist(() => redis.set(keys.filePiece(hash, piece), bytes, 'EX', lifetime + 3600));
      }
      await connection.persist(() => redis.set(keys.file(hash), pieces, 'EX', lifetime));
    } finally {
      await handle.close();
    }
  }
  return large;
}

/** The files of jobs on a worker: each is found or fetched once. */
export class WorkerFiles {
  private readonly ready = new Map<string, Promise<void>>();
  /** SHA-256 of files of `data` that were looked at, by path, size and time. */
  private readonly hashes = new Map<string, string>();

  /**
   * `directory` is where bundles are laid out; `data` a folder of the machine that may have the files; `code` the one
   * whose Python files may be run.
   */
  constructor(
    private readonly directory: string,
    private readonly data: string | undefined,
    private readonly code: string | undefined,
    private readonly connection: QueueConnection,
  ) {}

  /**
   * Lays out the files of a job, and answers with its experiment and the folder that its paths start from. Throws
   * JobError for a file that cannot be had, and for Python files that are not those of the client.
   */
  async prepare({ experiment, files, code }: SweepJob): Promise<{ experiment: Experiment; directory: string }> {
    await this.provide(files);
    if (!isModelExperiment(experiment)) return { experiment, directory: this.directory };
    if (this.code === undefined) throw new JobError('This worker runs no Python (--allow-python).');
    for (const [path, wanted] of Object.entries(code)) await this.checkCode(this.code, path, wanted);
    const placed = structuredClone(experiment);
    for (const { path, value } of dataPaths(experiment)) setAt(placed, path, join(this.directory, value));
    return { experiment: placed, directory: this.code };
  }

  private async checkCode(folder: string, path: string, wanted: string): Promise<void> {
    const root = await realpath(folder);
    const file = await realpath(join(root, path)).catch(() => undefined);
    if (file === undefined || isAbsolute(path) || !file.startsWith(root + sep))
      throw new JobError(`This worker has no ${path} in its folder for Python (--allow-python).`);
    if ((await sha256(file)) !== wanted)
      throw new JobError(`${path} on this worker is not the file of the sweep: bring the same version to both.`);
  }

  private async provide(files: Record<string, Bundle>): Promise<void> {
    for (const [id, bundle] of Object.entries(files)) {
      if (bundleId(bundle) !== id) throw new JobError(`Job: files ${id}: expected the hash of their list.`);
      let ready = this.ready.get(id);
      if (!ready) {
        this.ready.set(id, (ready = this.layOut(id, bundle)));
        ready.catch(() => this.ready.delete(id));
      }
      await ready;
    }
  }

  private async layOut(id: string, bundle: Bundle): Promise<void> {
    const folder = join(this.directory, id);
    await mkdir(folder, { recursive: true });
    for (const file of bundle) {
      const target = join(folder, file.name);
      const there = await stat(target).catch(() => undefined);
      if (there?.size === file.size && (await sha256(target)) === file.sha256) continue;
      await rm(target, { force: true });
      const own = await this.find(file);
      if (own === undefined) await this.receive(file, target);
      else
        // Another worker of the machine may be at the same.
        await symlink(own, target).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
    }
  }

  private async find({ name, sha256: wanted, size }: Bundle[number]): Promise<string | undefined> {
    if (this.data === undefined) return undefined;
    for await (const path of filesNamed(resolve(this.data), name, deepest)) {
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile() || found.size !== size) continue;
      const key = `${path} ${found.size} ${found.mtimeMs}`;
      const hash = this.hashes.get(key) ?? (await sha256(path));
      this.hashes.set(key, hash);
      if (hash === wanted) return path;
    }
    return undefined;
  }

  private async receive({ name, sha256: wanted, size }: Bundle[number], target: string): Promise<void> {
    const { redis } = this.connection;
    const megabytes = (size / 1e6).toFixed(size < 1e7 ? 1 : 0);
    const missing = new JobError(
      size > mostSent
        ? `This worker doesn't have ${name} (${megabytes} MB, SHA-256 ${wanted.slice(0, 12)}…), which is too large for the queue: put it into the folder of --data.`
        : `${name} (${megabytes} MB) is no longer on the server of the queue: run the sweep again to send it.`,
    );
    if (size > mostSent) throw missing;
    const pieces = piecesOf(size);
    if ((await redis.get(keys.file(wanted))) !== String(pieces)) throw missing;
    const partial = `${target}.${process.pid}.part`;
    try {
      const handle = await open(partial, 'w');
      try {
        for (let piece = 0; piece < pieces; piece++) {
          const bytes = await redis.getBuffer(keys.filePiece(wanted, piece));
          if (bytes === null || bytes.length > pieceBytes) throw missing;
          await handle.write(bytes);
        }
      } finally {
        await handle.close();
      }
      if ((await stat(partial)).size !== size || (await sha256(partial)) !== wanted)
        throw new JobError(`${name}: expected the SHA-256 ${wanted}, got other bytes from the queue.`);
      await rename(partial, target);
    } finally {
      await rm(partial, { force: true });
    }
  }
}

/** Files of this name in a folder and those below it. */
async function* filesNamed(folder: string, name: string, depth: number): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (!entry.isDirectory() && entry.name === name) yield join(folder, name);
  if (depth === 0) return;
  for (const entry of entries)
    if (entry.isDirectory() && !isAbsolute(entry.name)) yield* filesNamed(join(folder, entry.name), name, depth - 1);
}
