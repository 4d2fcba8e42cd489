import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { BrokenSoftLink, Dataset, ExternalLink, File, Group, ready } from 'h5wasm';
import { bitLayoutAt, type BitLayout } from './h5Types';
import { deepest, pathsOf, type H5Tree } from './h5Walk';
import type { H5Group } from './kerasOrder';

/** One dataset of a file as HDF5 describes it. */
export interface H5Dataset {
  path: string;
  shape: number[];
  /** HDF5's class of types: 0 whole numbers, 1 floats, 8 an enumeration. */
  type: number;
  /** Bytes of a number. */
  width: number;
  signed: boolean;
  /** Names of an enumeration. */
  members?: string[];
  /** The bits of whole numbers and floats, where the file shows them. */
  layout?: BitLayout;
  /** Of opaque bytes: the attribute `dtype`, in which Keras names types that HDF5 does not know. */
  note?: string;
  /** Bytes that have to be unpacked at once. */
  chunkBytes: number;
}

/** What is asked of the thread. */
export type H5Request = { op: 'list' } | { op: 'read'; path: string; offset: number[]; count: number[]; width: number };
export interface H5List {
  datasets: H5Dataset[];
  /** What cannot be looked at, with a reason: links that lead nowhere, numbers that lie in other files. */
  skipped: { path: string; reason: string }[];
  attributes: Record<string, string>;
  /** Groups with something to say of layers and their order, by paths without a slash at the start. */
  groups: H5Group[];
}
export interface H5Bytes {
  bytes: Uint8Array;
}
export type H5Answer = H5List | H5Bytes | { error: string };

/** The file to read: a stretch of one on disk, or a block of memory. */
export interface H5File {
  path?: string;
  offset: number;
  size: number;
  bytes?: Uint8Array;
}

const shownAttributes = ['keras_version', 'backend'];
/** Characters of an attribute that holds the configuration of a model, and names of a list, at most. */
const longestConfig = 16 * 2 ** 20;
const mostNames = 100_000;
const name = '/file.h5';
const file = workerData as H5File;

/** Reads into `into` and answers how many bytes there were. */
function readAt(fd: number, into: Uint8Array, position: number, length: number): number {
  const wanted = Math.max(0, Math.min(length, file.size - position));
  if (wanted === 0) return 0;
  if (file.bytes) into.set(file.bytes.subarray(position, position + wanted));
  else return readSync(fd, into, 0, wanted, file.offset + position);
  return wanted;
}

/**
 * HDF5 with one file in its own small file system: the rest of the disk is out of reach for links in the file. Its
 * bytes are read when the library asks for them.
 */
async function open(): Promise<{ h5: File; module: Awaited<typeof ready>; fd: number }> {
  const module = await ready;
  const fd = file.bytes ? -1 : openSync(file.path!, 'r');
  // Emscripten's file system has no types for what a node is made of.
  const fs = module.FS as unknown as {
    createFile(
      parent: string,
      name: string,
      properties: object,
      canRead: boolean,
      canWrite: boolean,
    ): Record<string, unknown>;
  };
  const node = fs.createFile('/', name.slice(1), {}, true, false);
  node.stream_ops = {
    ...(node.stream_ops as object),
    read: (_stream: unknown, buffer: Int8Array, offset: number, length: number, position: number) =>
      readAt(fd, new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length), position, length),
  };
  Object.defineProperty(node, 'usedBytes', { get: () => file.size });
  try {
    const h5 = new File(name, 'r');
    if (!(h5.file_id > 0n)) throw new Error('no HDF5 file');
    return { h5, module, fd };
  } catch (error) {
    if (fd >= 0) closeSync(fd);
    throw error;
  }
}

const opened = open();
// The first request is answered with the reason.
opened.catch(() => undefined);

/** Bytes of the file, fewer where it ends. */
function bytesAt(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readAt(fd, bytes, offset, length));
}

/** The address of the header of an object, which a reference to it is; undefined where the file does not show it. */
function addressOf(path: string, { h5, module }: Awaited<typeof opened>): number | undefined {
  // A list of numbers, whatever its types say; none of a damaged file.
  const given: unknown = module.create_object_reference(h5.file_id, path);
  const reference = Uint8Array.from(
    Array.isArray(given) || given instanceof Uint8Array ? (given as Iterable<number>) : [],
  );
  return reference.length === 8 ? Number(new DataView(reference.buffer).getBigUint64(0, true)) : undefined;
}

/** The bits of a dataset's numbers; undefined where the file does not show them. */
function layoutOf(path: string, held: Awaited<typeof opened>): BitLayout | undefined {
  const address = addressOf(path, held);
  return address === undefined ? undefined : bitLayoutAt((offset, length) => bytesAt(held.fd, offset, length), address);
}

/**
 * The groups of the file for a walk: the library's own takes the square of their depth for each name, whatever the
 * depth.
 */
function treeOf(held: Awaited<typeof opened>): H5Tree {
  const { h5, module } = held;
  return {
    names: (group) => Array.from(module.get_names(h5.file_id, `/${group}`, false) as string[]),
    groupAt: (path) => {
      const full = `/${path}`;
      try {
        if (
          module.get_type(h5.file_id, full) !== module.H5G_GROUP ||
          (path !== '' && typeof module.get_symbolic_link(h5.file_id, full) === 'string')
        )
          return undefined;
        return String(addressOf(full, held) ?? full);
      } catch {
        return undefined;
      }
    },
  };
}

function noteOf(item: Dataset): string | undefined {
  const value = Object.hasOwn(item.attrs, 'dtype') ? item.attrs.dtype.value : undefined;
  return typeof value === 'string' ? value : undefined;
}

type Attributes = Readonly<Record<string, { readonly value: unknown } | undefined>>;

/** A list of names of Keras' older files; a long one is cut into attributes with a number each. */
function namesIn(attrs: Attributes, key: string): string[] | undefined {
  const pieces = Object.hasOwn(attrs, key)
    ? [key]
    : Object.keys(attrs)
        .filter((own) => own.startsWith(key) && /^\d+$/.test(own.slice(key.length)))
        .sort((a, b) => Number(a.slice(key.length)) - Number(b.slice(key.length)));
  if (pieces.length === 0) return undefined;
  const values = pieces.flatMap((piece) => attrs[piece]?.value ?? []);
  return values
    .filter((value): value is string => typeof value === 'string' && value.length < 1000)
    .slice(0, mostNames);
}

/** What a group says of layers; undefined where it says nothing. */
function groupOf(path: string, { attrs }: { attrs: Attributes }): H5Group | undefined {
  const own = path.replace(/^\/+/, '');
  const named = own.endsWith('/vars') && Object.hasOwn(attrs, 'name') ? attrs.name?.value : undefined;
  const [layerNames, weightNames] = [namesIn(attrs, 'layer_names'), namesIn(attrs, 'weight_names')];
  if (typeof named !== 'string' && !layerNames && !weightNames) return undefined;
  return {
    path: own,
    ...(typeof named === 'string' ? { name: named.slice(0, 200) } : {}),
    ...(layerNames ? { layerNames } : {}),
    ...(weightNames ? { weightNames } : {}),
  };
}

async function list(): Promise<H5List> {
  const held = await opened;
  const { h5 } = held;
  const { paths, tooDeep } = pathsOf(treeOf(held));
  const groups = [groupOf('', h5) ?? []].flat();
  const skipped: H5List['skipped'] = [];
  const leave = (path: string, reason: string): [] => {
    skipped.push({ path, reason });
    return [];
  };
  for (const path of tooDeep) leave(path, `more than ${deepest} nested groups`);
  const datasets = paths.flatMap((path): H5Dataset[] => {
    let item: ReturnType<File['get']>;
    try {
      item = h5.get(path);
    } catch {
      return leave(path, 'a dangling link');
    }
    if (item instanceof BrokenSoftLink) return leave(path, 'a dangling link');
    if (item instanceof ExternalLink) return leave(path, 'a link to another file');
    try {
      if (item instanceof Group) groups.push(...[groupOf(path, item) ?? []].flat());
      if (!(item instanceof Dataset)) return [];
      const { shape, type, size, signed, chunks, virtual_sources: virtual, enum_type: members } = item.metadata;
      if (!shape) return [];
      // Without the other files the library fills in numbers that nobody wrote.
      if (virtual) return leave(path, 'numbers of other datasets');
      const own =
        type === 0 || type === 1 ? { layout: layoutOf(path, held) } : type === 5 ? { note: noteOf(item) } : {};
      return [
        {
          path,
          shape: shape.map(Number),
          type,
          width: size,
          signed,
          members: members && Object.keys(members.members),
          chunkBytes: (chunks ?? []).reduce((bytes, side) => bytes * side, size),
          ...own,
        },
      ];
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0].slice(0, 200) : String(error);
      return leave(path, /name not defined/.test(reason) ? 'a dangling link' : reason);
    }
  });
  const attributes: Record<string, string> = {};
  for (const key of shownAttributes) {
    const value = h5.attrs[key]?.value;
    if (typeof value === 'string') attributes[key] = value.slice(0, 200);
  }
  const config = h5.attrs.model_config?.value;
  if (typeof config === 'string' && config.length <= longestConfig) attributes.model_config = config;
  return { datasets, skipped, attributes, groups };
}

/** The numbers of a block of a dataset, little-endian, row by row. */
async function read({ path, offset, count, width }: H5Request & { op: 'read' }): Promise<H5Bytes> {
  const { h5, module } = await opened;
  const bytes = count.reduce((product, side) => product * side, width);
  // The library writes to its own memory, in which it also keeps what it unpacks.
  const at = (module as unknown as { _malloc(size: number): number })._malloc(Math.max(bytes, 8));
  if (at === 0) throw new Error(`not enough memory for ${bytes} bytes`);
  try {
    const big = (list: number[]): bigint[] | null => (list.length === 0 ? null : list.map(BigInt));
    const status = module.get_dataset_data(
      h5.file_id,
      path,
      big(count),
      big(offset),
      big(count.map(() => 1)),
      BigInt(at),
    );
    if (status < 0) throw new Error("numbers that can't be decompressed");
    return { bytes: module.HEAPU8.slice(at, at + bytes) };
  } finally {
    (module as unknown as { _free(at: number): void })._free(at);
  }
}

parentPort!.on('message', (request: H5Request) => {
  (request.op === 'list' ? list() : read(request)).then(
    (answer) => parentPort!.postMessage(answer, 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : []),
    (error: unknown) =>
      parentPort!.postMessage({
        error: error instanceof Error ? error.message.split('\n')[0].slice(0, 200) : String(error),
      } satisfies H5Answer),
  );
});
