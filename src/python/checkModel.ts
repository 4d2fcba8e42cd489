import { RunRefused } from '../data/refused';
import type { ProbeRequest } from './messages';
import type { ModelReport } from './modelReport';
import { problemText } from './problemText';
import { PythonProcess, type PythonProcessOptions } from './pythonProcess';
import type { PythonWatcher } from './pythonRun';

/** What of the process a check decides itself. */
type CheckProcess = Pick<PythonProcessOptions, 'interpreter' | 'packageFolder' | 'channel'>;

/**
 * Builds the model of an experiment in a process of its own, and answers what there is to say of its initialization.
 * Rejects with a RunRefused for code that fails, and with an error where the process ends; `signal` ends it.
 */
export async function checkModel(
  request: ProbeRequest,
  options: CheckProcess,
  watcher: PythonWatcher,
  signal?: AbortSignal,
): Promise<ModelReport> {
  let process: PythonProcess | undefined;
  try {
    return await new Promise<ModelReport>((resolve, reject) => {
      const told: Omit<PythonProcessOptions, keyof CheckProcess | 'directory'> = {
        output: (text) => watcher.output(text),
        died: (reason) => reject(new Error(reason)),
        message: (message) => {
          if (message.type === 'report') resolve(message.report);
          else if (message.type === 'error') reject(new RunRefused(problemText(message)));
        },
      };
      signal?.addEventListener('abort', () => reject(new Error('The check was stopped.')));
      PythonProcess.start({ ...options, ...told, directory: request.directory }).then((started) => {
        process = started;
        if (signal?.aborted) started.dispose();
        started.send({ type: 'check', ...request });
      }, reject);
    });
  } finally {
    process?.dispose();
  }
}
