import { FileProblem, quoted } from '../fileProblem';
import type { ByteSource, TensorEntry, TensorFile } from '../tensorFile';
import { NotNumbers, readNpyHeader, readNpyNumbers, type NpyHeader } from './npy';
import { memberSource, readZip } from './zip';

/** Opens a `.npz` file, of `np.savez` or `np.savez_compressed`; of every array only its header is unpacked. */
export async function openNpz(source: ByteSource): Promise<TensorFile> {
  const arrays = new Map<TensorEntry, { bytes: ByteSource; header: NpyHeader }>();
  const skipped: { name: string; reason: string }[] = [];
  for (const member of await readZip(source)) {
    if (member.name.endsWith('/')) continue;
    if (!member.name.endsWith('.npy')) {
      skipped.push({ name: member.name, reason: 'no .npy array' });
      continue;
    }
    const name = member.name.slice(0, -4);
    const bytes = await memberSource(source, member);
    try {
      const header = await readNpyHeader(bytes, name);
      arrays.set(header.entry, { bytes, header });
    } catch (error) {
      if (!(error instanceof NotNumbers)) throw error;
      skipped.push({ name, reason: `numbers of type ${error.message}` });
    }
  }
  if (arrays.size === 0 && skipped.length > 0) throw new FileProblem('the archive', 'arrays of numbers', `${quoted(skipped[0].name)} (${skipped[0].reason})`);
  return {
    format: 'npz',
    metadata: {},
    tensors: [...arrays.keys()],
    skipped,
    read: (entry, from = 0, to = entry.count) => {
      const { bytes, header } = arrays.get(entry)!;
      return readNpyNumbers(bytes, header, from, to);
    },
    close: () => undefined,
  };
}
