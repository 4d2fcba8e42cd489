import { join } from 'node:path';
import type { Runner } from '../protocol/runner';
import type { OnStop, QueueAddress } from '../queue/main';
import { plain } from './output/plain';
import type { ProgressBar } from './output/progress';
import { complain } from './output/terminal';

/** How sweeps of the command line go through a queue. */
interface QueueWish {
  bar: ProgressBar;
  quiet: boolean;
  onStop: OnStop;
  /** Id, or its beginning, of a sweep to join. */
  join?: string;
}

/** A runner that has sweeps computed by the workers of a queue, and says how to come back to them. */
export async function queueRunner(address: QueueAddress, { bar, quiet, onStop, join: id }: QueueWish): Promise<Runner> {
  const { QueueRunner } = await import('../queue/main');
  return new QueueRunner({
    address,
    kernels: join(__dirname, 'kernels'),
    onStop,
    retry: id === undefined,
    join: id,
    say: (text) => {
      if (quiet) return;
      if (process.stderr.isTTY) bar.note(text);
      else if (text !== undefined) complain(plain(text));
    },
    submitted: (sweep) =>
      void (
        quiet ||
        id !== undefined ||
        complain(
          `Sweep ${sweep.slice(0, 8)}. Ctrl+C leaves it to the workers; initlab attach ${sweep.slice(0, 8)} comes back to it.`,
        )
      ),
  });
}
