import { unpackedBudget } from '../files/budget';
import { FileProblem } from '../files/fileProblem';
import { boundedName } from '../files/names';
import type { ByteSource, Piece, TensorEntry, TensorFile } from '../files/tensorFile';
import { NotNumbers, readNpyHeader, readNpyNumbers, type NpyHeader } from './npy';
import { memberReader, memberSource, readZip, type ZipMember } from './zip';

/** Why an array of an archive cannot be shown; throws what is no fault of the array. */
function reasonOf(error: unknown): string {
  if (error instanceof NotNumbers) return `numbers of type ${error.message}`;
  if (error instanceof FileProblem && error.kind === 'bad') return error.message;
  throw error;
}

/** Opens a `.npz` file, of `np.savez` or `np.savez_compressed`; of every array only its header is unpacked. */
export async function openNpz(source: ByteSource): Promise<TensorFile> {
  const arrays = new Map<TensorEntry, { member: ZipMember; header: NpyHeader }>();
  const skipped: { name: string; reason: string }[] = [];
  let left = unpackedBudget(source.size);
  for (const member of await readZip(source)) {
    if (member.name.endsWith('/')) continue;
    if (!member.name.endsWith('.npy')) {
      skipped.push({ name: member.name, reason: 'no .npy array' });
      continue;
    }
    const name = boundedName(member.name.slice(0, -4));
    try {
      const header = await readNpyHeader(await memberSource(source, member), name);
      const { bytes } = header.entry;
      if (bytes > left)
        skipped.push({
          name,
          reason: `${bytes} bytes unpacked, more than the limit for an archive of ${source.size}`,
        });
      else {
        left -= bytes;
        arrays.set(header.entry, { member, header });
      }
    } catch (error) {
      skipped.push({ name, reason: reasonOf(error) });
    }
  }
  const sourceOf = memberReader(source);
  async function* read(entry: TensorEntry, from: number, to: number): AsyncGenerator<Piece> {
    const { member, header } = arrays.get(entry)!;
    yield* readNpyNumbers(await sourceOf(member), header, from, to);
  }
  return {
    format: 'npz',
    metadata: {},
    tensors: [...arrays.keys()],
    skipped,
    read: (entry, from = 0, to = entry.count) => read(entry, from, to),
    close: () => undefined,
  };
}
