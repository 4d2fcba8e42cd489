import { FileProblem } from './fileProblem';
import { boundedName } from './names';
import type { TensorFile } from './tensorFile';

const mostSkipped = 1000;
const longestReason = 400;
const mostMetadata = 200;
const longestText = 4000;
/** Names of what was left out that one message has. */
const named = 8;

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** One line about what a file has that cannot be shown. */
function leftOut(skipped: TensorFile['skipped']): string {
  if (skipped.length === 0) return 'none';
  const some = skipped.slice(0, named).map(({ name, reason }) => `${name} (${reason})`);
  return `none; left out: ${some.join(', ')}${skipped.length > named ? ` and ${skipped.length - named} more` : ''}`;
}

/**
 * A file as a reader gives it, with its words bounded, which is what the others build on. One without a tensor that can
 * be shown is refused with the names and types of what it has instead.
 */
export function atTheDoor(file: TensorFile): TensorFile {
  const skipped = file.skipped
    .slice(0, mostSkipped)
    .map(({ name, reason }) => ({ name: boundedName(name), reason: cut(reason, longestReason) }));
  if (file.skipped.length > mostSkipped)
    skipped.push({ name: '…', reason: `${file.skipped.length - mostSkipped} more` });
  if (file.tensors.length === 0) {
    file.close();
    throw new FileProblem('the file', 'tensors that can be shown', leftOut(skipped));
  }
  const metadata = Object.fromEntries(
    Object.entries(file.metadata)
      .slice(0, mostMetadata)
      .map(([key, text]) => [boundedName(key), cut(text, longestText)]),
  );
  return { ...file, metadata, skipped };
}
