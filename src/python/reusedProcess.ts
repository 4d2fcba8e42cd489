import type { PythonProcess } from './pythonProcess';
import type { ProcessListener, RunProcess, StartProcess } from './pythonRun';

/**
 * One process for runs that follow one another, so that the framework and the model's file are imported once. A run
 * that ends otherwise than it should ends the process, and the next one starts another.
 */
export class ReusedProcess {
  private process: PythonProcess | undefined;
  /** Who hears of it now. */
  private listener: ProcessListener | undefined;

  constructor(private readonly start: (listener: ProcessListener) => Promise<PythonProcess>) {}

  get pid(): number | undefined {
    return this.process?.pid;
  }

  readonly acquire: StartProcess = async (listener) => {
    this.listener = listener;
    if (!this.process?.alive)
      this.process = await this.start({
        output: (text) => this.listener?.output(text),
        message: (message) => this.listener?.message(message),
        died: (reason) => this.listener?.died(reason),
      });
    return this.lend(this.process);
  };

  /** Ends it at once; nobody is told. */
  dispose(): void {
    this.listener = undefined;
    this.process?.dispose();
  }

  private lend(process: PythonProcess): RunProcess {
    return {
      pid: process.pid,
      send: (message) => process.send(message),
      dispose: () => process.dispose(),
      release: () => (this.listener = undefined),
    };
  }
}
