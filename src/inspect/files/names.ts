/**
 * Characters of a tensor's name at most: names of thousands are no names, and would be matched, sorted and shown with
 * each of them.
 */
const longestName = 160;

/** A name of a file as it is kept: the middle of one that is too long is left out. */
export function boundedName(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, 100)}…${name.slice(-50)}`;
}
