import { window } from 'vscode';
import type { HostContext } from '../context';

/**
 * `work` as a command, or as what a page asks for: answers as it does, and nothing when it fails, which the user and
 * the log are told.
 */
export function guarded<A extends unknown[], R>(
  { log }: HostContext,
  work: (...args: A) => Promise<R>,
): (...args: A) => Promise<R | undefined> {
  return async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      void window.showErrorMessage(`Init Lab: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
}
