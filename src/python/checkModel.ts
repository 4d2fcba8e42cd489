import { RunRefused } from '../data/refused';
import type { ProbeRequest, ToProbe } from './messages';
import type { AuditReport, ModelReport } from './modelReport';
import { problemText } from './problemText';
import { PythonProcess, type PythonProcessOptions } from './pythonProcess';
import type { PythonWatcher } from './pythonRun';

/** What of the process a check decides itself. */
type CheckProcess = Pick<PythonProcessOptions, 'interpreter' | 'packageFolder' | 'channel'>;

/** How a check is made: its process, who is told of it, and what ends it. */
type Making = [options: CheckProcess, watcher: PythonWatcher, signal?: AbortSignal];

/**
 * Builds the model of an experiment in a process of its own, and answers what there is to say of its initialization.
 * Rejects with a RunRefused for code that fails, and with an error where the process ends; `signal` ends it.
 */
export async function checkModel(request: ProbeRequest, ...making: Making): Promise<ModelReport> {
  return (await reportOf({ type: 'check', ...request }, ...making)) as ModelReport;
}

/** The same for the model against a checkpoint, whose path may start from the request's folder. */
export async function auditModel(request: ProbeRequest, checkpoint: string, ...making: Making): Promise<AuditReport> {
  return (await reportOf({ type: 'audit', checkpoint, ...request }, ...making)) as AuditReport;
}

async function reportOf(
  asked: ToProbe & ProbeRequest,
  ...[options, watcher, signal]: Making
): Promise<ModelReport | AuditReport> {
  let process: PythonProcess | undefined;
  try {
    return await new Promise<ModelReport | AuditReport>((resolve, reject) => {
      const told: Omit<PythonProcessOptions, keyof CheckProcess | 'directory'> = {
        output: (text) => watcher.output(text),
        died: (reason) => reject(new Error(reason)),
        message: (message) => {
          if (message.type === 'report') resolve(message.report);
          else if (message.type === 'error') reject(new RunRefused(problemText(message)));
        },
      };
      signal?.addEventListener('abort', () => reject(new Error('The check was stopped.')));
      PythonProcess.start({ ...options, ...told, directory: asked.directory }).then((started) => {
        process = started;
        if (signal?.aborted) started.dispose();
        started.send(asked);
      }, reject);
    });
  } finally {
    process?.dispose();
  }
}
