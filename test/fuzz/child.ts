import { join } from 'node:path';
import { targets } from './targets';

// The process that reads the inputs: one at a time, and the answer tells how it ended, the processor's time and the
// largest memory so far.
const place = { h5Worker: join(__dirname, 'h5.js') };

process.on('message', ({ name, bytes }: { name: string; bytes: Uint8Array }) => {
  const start = process.cpuUsage();
  const answer = (outcome: string, error?: unknown): void => {
    const { user, system } = process.cpuUsage(start);
    const text =
      error instanceof Error
        ? (error.stack ?? error.message)
        : error === undefined
          ? undefined
          : 'something that is no Error was thrown';
    process.send!({
      outcome,
      error: text,
      seconds: (user + system) / 1e6,
      megabytes: process.resourceUsage().maxRSS / 1024,
    });
  };
  const target = targets.find((one) => one.name === name)!;
  target.run(bytes, place).then(
    (outcome) => answer(outcome),
    (error: unknown) => answer('failed', error),
  );
});
process.on('disconnect', () => process.exit(0));
