import { createReadStream } from 'node:fs';
import { longestDocument, parseExperiment } from '../experiment/format/parse';
import type { Experiment } from '../experiment/format/schema';
import { reasonOf } from '../data/readData';
import { BadInput } from './badInput';

/** UTF-8 has at most four bytes for a character, three for one of `longestDocument`'s (UTF-16 units). */
const mostBytes = 3 * longestDocument;

/**
 * The bytes of a file, a pipe or a device, as far as an experiment goes: of a longer one no more is read than tells
 * that it is longer.
 */
async function readBounded(file: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of createReadStream(file, { end: mostBytes })) pieces.push(piece as Buffer);
  } catch (error) {
    throw new BadInput(`Cannot read ${file}: ${reasonOf(error)}.`);
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length > mostBytes)
    throw new BadInput(`Cannot read ${file}: expected an experiment of at most ${mostBytes} bytes, got more.`);
  return bytes;
}

/**
 * Reads the experiment of a file. Throws BadInput for one that cannot be read, and with the first issue of one that is
 * wrong.
 */
export async function readExperiment(file: string): Promise<Experiment> {
  const { experiment, issues, syntax } = parseExperiment((await readBounded(file)).toString('utf8'));
  if (!experiment)
    throw new BadInput(
      `${file}: ${syntax?.message ?? issues[0].message}${issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''}`,
    );
  return experiment;
}
