const origin = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds of the machine's monotonic clock: the same in all threads of a process, and never set back. */
export function monotonic(): number {
  return origin + performance.now();
}
