import { BadInput } from '../badInput';
import { followRun } from '../followRun';
import { readOptions } from '../options';
import { OutputTarget } from '../output/outputTarget';
import { ProgressBar } from '../output/progress';
import { neededQueue, queueOptions } from '../queueOptions';
import { queueRunner } from '../queueRunner';

/** `initlab attach`: follows a sweep of a queue as if it had been submitted here. */
export async function attachCommand(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, {
    ...queueOptions,
    out: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  });
  if (positionals.length !== 1 || !/^[0-9a-f]{1,32}$/.test(positionals[0]))
    throw new BadInput(
      `ID: expected the id of a sweep or its beginning, got ${positionals.length === 0 ? 'nothing' : positionals.map((text) => JSON.stringify(text)).join(', ')} (initlab queue lists them).`,
    );
  const [id] = positionals;
  const address = await neededQueue(values);
  const out = values.out === undefined ? undefined : OutputTarget.of(values.out, 'out');
  await out?.check();
  const bar = new ProgressBar(process.stderr);
  const runner = await queueRunner(address, { bar, quiet: values.quiet, onStop: 'leave', join: id });
  return followRun(
    runner,
    { id: 1, experiment: undefined as never, backend: 'auto', maxMemoryMB: 0, paused: false },
    { bar, out, quiet: values.quiet },
  );
}
