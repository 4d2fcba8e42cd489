/** Why the standard output could not be written; undefined as long as it could. */
let problem: NodeJS.ErrnoException | undefined;
let hungUp = false;

/** Nobody reads any more, which is the reader's right: `initlab … | head -1`. */
const isClosed = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || (code === 'EIO' && hungUp);

/**
 * Lets a closed pipe be no error, and keeps any other one of the standard output for the end. Call it before the first
 * output.
 */
export function guardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClosed(error)) problem ??= error;
  });
  // There is no place left to tell it.
  process.stderr.on('error', () => undefined);
}

/** The terminal is gone: what it does not take is no problem. */
export function hangUp(): void {
  hungUp = true;
}

/** Writes to the standard output; resolves when it is out, or could not be: `outputProblem` tells. */
export function print(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => void process.stdout.write(text, () => resolve()));
}

/** Writes a line for the user to the standard error. */
export function complain(text: string): void {
  process.stderr.write(`initlab: ${text}\n`);
}

/** What went wrong with the standard output, but for a reader that went away. */
export function outputProblem(): NodeJS.ErrnoException | undefined {
  return problem;
}
