import { FileProblem, quoted } from '../files/fileProblem';
import { inflatedSource } from '../files/inflate';
import { partOf } from '../files/sources';
import type { ByteSource } from '../files/tensorFile';

/** One file of a ZIP archive. */
export interface ZipMember {
  name: string;
  size: number;
  packed: number;
  /** 0 stored, 8 deflated. */
  method: number;
  encrypted: boolean;
  /** Where its local header lies. */
  header: number;
}

/** An archive of a checkpoint has a member for each tensor: a few thousand. */
const mostMembers = 200_000;
const largestDirectory = 64 * 2 ** 20;
/** Deflate packs 1032 to 1 at most. */
const largestRatio = 1040;
const unset32 = 0xffffffff;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

function safe(value: bigint, place: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FileProblem(place, 'a number below 2⁵³', String(value));
  return Number(value);
}

/** Place, size and number of members of the central directory, by the record at the end of the archive. */
async function findDirectory(source: ByteSource): Promise<{ offset: number; size: number; members: number }> {
  const place = 'the end of the ZIP archive';
  const length = Math.min(source.size, 22 + 65535);
  const tail = await source.read(source.size - length, length);
  const view = viewOf(tail);
  let at = length - 22;
  while (at >= 0 && view.getUint32(at, true) !== 0x06054b50) at--;
  if (at < 0) throw new FileProblem(place, 'its directory', 'none (the archive is truncated or not a ZIP archive)');
  const record = {
    members: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  if (at < 20 || view.getUint32(at - 20, true) !== 0x07064b50) return record;
  const end64 = await source.read(safe(view.getBigUint64(at - 20 + 8, true), place), 56);
  const view64 = viewOf(end64);
  if (view64.getUint32(0, true) !== 0x06064b50)
    throw new FileProblem(place, 'the record of a large archive', 'another one');
  return {
    members: safe(view64.getBigUint64(32, true), place),
    size: safe(view64.getBigUint64(40, true), place),
    offset: safe(view64.getBigUint64(48, true), place),
  };
}

/** The sizes and the place of a large member, which stand in an extra field where the plain fields are all ones. */
function readLarge(member: ZipMember, view: DataView, from: number, to: number): void {
  for (let at = from; at + 4 <= to;) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    at += 4;
    if (id === 1) {
      let field = at;
      const next = (): number => {
        if (field + 8 > Math.min(at + length, to))
          throw new FileProblem(quoted(member.name), 'the sizes of a large member', 'fewer bytes');
        field += 8;
        return safe(view.getBigUint64(field - 8, true), quoted(member.name));
      };
      if (member.size === unset32) member.size = next();
      if (member.packed === unset32) member.packed = next();
      if (member.header === unset32) member.header = next();
      return;
    }
    at += length;
  }
}

/** No two members may share bytes, which is how small archives unpack to endless ones. */
function checkPlaces(members: readonly ZipMember[], directory: number): void {
  const inOrder = [...members].sort((a, b) => a.header - b.header);
  inOrder.forEach((member, i) => {
    const end = member.header + 30 + member.packed;
    if (end > (inOrder[i + 1]?.header ?? directory))
      throw new FileProblem(`the member ${quoted(member.name)}`, 'separate bytes', 'bytes of another member');
    if (member.size > member.packed * largestRatio + 1024)
      throw new FileProblem(
        `the member ${quoted(member.name)}`,
        `a compression ratio of at most ${largestRatio}`,
        `${member.size} bytes from ${member.packed}`,
      );
    if (member.method === 0 && member.size !== member.packed)
      throw new FileProblem(`the member ${quoted(member.name)}`, 'one size', `${member.packed} and ${member.size}`);
  });
}

/** The members of a ZIP archive in the order of its directory; nothing is unpacked. Throws `FileProblem`. */
export async function readZip(source: ByteSource): Promise<ZipMember[]> {
  const { offset, size, members: count } = await findDirectory(source);
  if (size > largestDirectory)
    throw new FileProblem('the ZIP directory', `at most ${largestDirectory} bytes`, String(size));
  if (count > mostMembers) throw new FileProblem('the ZIP directory', `at most ${mostMembers} members`, String(count));
  const bytes = await source.read(offset, size);
  const view = viewOf(bytes);
  const members: ZipMember[] = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > size || view.getUint32(at, true) !== 0x02014b50)
      throw new FileProblem(`entry ${i} of the ZIP directory`, 'the signature of a member', 'something else');
    const lengths = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
    const names = at + 46;
    const end = names + lengths[0] + lengths[1] + lengths[2];
    if (end > size) throw new FileProblem(`entry ${i} of the ZIP directory`, 'a name inside the directory', 'the end');
    const member: ZipMember = {
      name: new TextDecoder().decode(bytes.subarray(names, names + lengths[0])),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      header: view.getUint32(at + 42, true),
    };
    readLarge(member, view, names + lengths[0], names + lengths[0] + lengths[1]);
    members.push(member);
    at = end;
  }
  checkPlaces(members, offset);
  return members;
}

/** The bytes of a member: a part of the archive where it is stored, else unpacked as far as is read. */
export async function memberSource(source: ByteSource, member: ZipMember): Promise<ByteSource> {
  const place = `the member ${quoted(member.name)}`;
  if (member.encrypted) throw new FileProblem(place, 'no password', 'an encrypted one');
  if (member.method !== 0 && member.method !== 8)
    throw new FileProblem(place, 'stored or deflated bytes', `method ${member.method}`);
  const view = viewOf(await source.read(member.header, 30));
  if (view.getUint32(0, true) !== 0x04034b50) throw new FileProblem(place, 'the header of a member', 'something else');
  const start = member.header + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const packed = partOf(source, start, member.packed);
  return member.method === 0 ? packed : inflatedSource(packed, member.size, place);
}

/** All bytes of a member that has to be small. */
export async function readMember(source: ByteSource, member: ZipMember, most: number): Promise<Uint8Array> {
  if (member.size > most)
    throw new FileProblem(`the member ${quoted(member.name)}`, `at most ${most} bytes`, String(member.size));
  return (await memberSource(source, member)).read(0, member.size);
}

/**
 * Gives the bytes of members, of which only the one that was read last is kept: what is unpacked of a member takes up
 * to 16 MB, and an archive may have thousands.
 */
export function memberReader(source: ByteSource): (member: ZipMember) => Promise<ByteSource> {
  let last: { member: ZipMember; bytes: Promise<ByteSource> } | undefined;
  return (member) => {
    if (last?.member !== member) last = { member, bytes: memberSource(source, member) };
    return last.bytes;
  };
}
