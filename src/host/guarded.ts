import { window } from 'vscode';
import type { HostContext } from './context';

/** `work` as a command: a failure tells the user and the log. */
export function guarded<A extends unknown[]>({ log }: HostContext, work: (...args: A) => Promise<unknown>): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await work(...args);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      void window.showErrorMessage(`Init Lab: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}
