import { unzipSync, zipSync } from 'fflate';
import { mutate } from './mutate';
import type { SeededRandom } from './random';

/** The members of an archive with one of them mutated and all sums right, so that what is inside is reached. */
export function withMutatedMember(
  archive: Uint8Array,
  random: SeededRandom,
  which: (name: string) => boolean = () => true,
): Uint8Array {
  const members: Record<string, Uint8Array> = unzipSync(archive);
  const names = Object.keys(members).filter(which);
  const name = random.of(names);
  members[name] = mutate(
    members[name],
    random,
    names.map((one) => members[one]),
  );
  return zipSync(members, { level: random.once(2) ? 0 : 6 });
}
