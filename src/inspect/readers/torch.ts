import { FileProblem, quoted } from '../files/fileProblem';
import { isRowMajor, readStored, type Stored } from '../values/layouts';
import type { ByteSource, TensorEntry, TensorFile } from '../files/tensorFile';
import { readPickle } from './pickle';
import type { Storages, TorchTensor } from './torchTensor';
import { walkPickle } from './torchWalk';
import { memberReader, readMember, readZip, type ZipMember } from './zip';

const largestPickle = 64 * 2 ** 20;
/** Bytes that tensors may have beyond four times those of the storages that they lie in. */
const mostRepeated = 2 ** 25;

/** The members of an archive without the folder that they all lie in. */
async function openArchive(source: ByteSource): Promise<Storages & { members: Map<string, ZipMember> }> {
  const list = await readZip(source);
  const pickle = list.find(({ name }) => name === 'data.pkl' || name.endsWith('/data.pkl'));
  if (!pickle)
    throw new FileProblem(
      'the ZIP archive',
      'the data.pkl of torch.save',
      list.length === 0 ? 'no members' : `members such as ${quoted(list[0].name)}`,
    );
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const members = new Map(
    list.filter(({ name }) => name.startsWith(folder)).map((member) => [member.name.slice(folder.length), member]),
  );
  const order = members.get('byteorder');
  const bigEndian =
    order !== undefined && new TextDecoder().decode(await readMember(source, order, 16)).trim() === 'big';
  return { members, bigEndian };
}

/** Marks are kept for tensors that lie in the same place alone, by names that mean something. */
function keepShared(found: readonly TorchTensor[]): void {
  const users = new Map<string, { name: string; count: number }>();
  const marks = found.map(({ entry }) => `${entry.shared} ${entry.dtype} ${entry.shape.join('x')}`);
  found.forEach(({ entry }, i) => {
    const known = users.get(marks[i]);
    if (known) known.count++;
    else users.set(marks[i], { name: entry.name, count: 1 });
  });
  found.forEach(({ entry }, i) => {
    const { name, count } = users.get(marks[i])!;
    if (count > 1) entry.shared = name;
    else delete entry.shared;
  });
}

/**
 * Tensors that lie within each other's memory, or repeat it, can have far more numbers than the file: those beyond a
 * measure of its size are left out. One place that many names have counts once.
 */
function withinMeasure(found: readonly TorchTensor[], skipped: { name: string; reason: string }[]): TorchTensor[] {
  let stored = 0;
  for (const { packed } of new Set(found.map(({ member }) => member))) stored += packed;
  let left = 4 * stored + mostRepeated;
  const counted = new Set<string>();
  return found.filter(({ entry }) => {
    const mark = `${entry.shared} ${entry.dtype} ${entry.shape.join('x')}`;
    if (counted.has(mark)) return true;
    if (entry.bytes > left) {
      skipped.push({
        name: entry.name,
        reason: 'a view of numbers shared with other tensors; the file has too many of these',
      });
      return false;
    }
    left -= entry.bytes;
    counted.add(mark);
    return true;
  });
}

/**
 * Opens what `torch.save` writes since PyTorch 1.6: a ZIP archive of a pickle and a member for each storage. Nothing in
 * the pickle is executed.
 */
export async function openTorch(source: ByteSource): Promise<TensorFile> {
  const start = await source.read(0, Math.min(2, source.size));
  if (start[0] !== 0x50 || start[1] !== 0x4b) {
    const legacy =
      start[0] === 0x80
        ? 'a pickle (the format before PyTorch 1.6; load the file and save it again)'
        : 'something else';
    throw new FileProblem('the start of the file', 'the ZIP format of torch.save', legacy);
  }
  const archive = await openArchive(source);
  const root = readPickle(await readMember(source, archive.members.get('data.pkl')!, largestPickle), 'data.pkl');
  const walked = walkPickle(root, archive);
  const { skipped } = walked;
  const found = withinMeasure(walked.found, skipped);
  keepShared(found);
  const places = new Map(found.map((one) => [one.entry, one]));
  const sourceOf = memberReader(source);
  async function* read(entry: TensorEntry, from: number, to: number) {
    const { member, offset, strides, negated } = places.get(entry)!;
    const { dtype, shape, bigEndian } = entry;
    const stored: Stored = {
      source: await sourceOf(member),
      offset,
      dtype,
      shape,
      bigEndian,
      strides: isRowMajor(shape, strides) ? undefined : strides,
    };
    for await (const piece of readStored(stored, from, to)) {
      if (negated) piece.values.forEach((value, i) => (piece.values[i] = -value));
      yield piece;
    }
  }
  return {
    format: 'pytorch',
    metadata: {},
    tensors: [...places.keys()],
    skipped,
    read: (entry, from = 0, to = entry.count) => read(entry, from, to),
    close: () => undefined,
  };
}
