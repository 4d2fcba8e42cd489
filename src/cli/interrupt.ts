import { constants } from 'node:os';
import { removeUnfinished } from './output/outputTarget';
import { hangUp } from './output/terminal';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof signals)[number];

let first: Signal | undefined;
let stopWork: (() => void) | undefined;

/** Ends the process by the signal itself, as if nobody had listened. */
function endBy(signal: Signal): void {
  removeUnfinished();
  for (const one of signals) process.removeAllListeners(one);
  process.kill(process.pid, signal);
}

/**
 * SIGINT, SIGTERM and SIGHUP stop the work that `stopsWith` names, once; a second signal, or one where there is no such
 * work, ends the process at once, without leaving files half written.
 */
export function listenForSignals(): void {
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal === 'SIGHUP') hangUp();
      if (first !== undefined || !stopWork) return endBy(signal);
      first = signal;
      stopWork();
    });
  }
}

/** From now on the first signal calls `stop`, and the process goes on to write what there is. */
export function stopsWith(stop: () => void): void {
  stopWork = stop;
}

/** The exit code of an interrupted run, 128 and the signal's number; undefined when no signal came. */
export function interruptedCode(): number | undefined {
  return first === undefined ? undefined : 128 + constants.signals[first];
}
