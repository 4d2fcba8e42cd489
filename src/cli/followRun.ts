import { isModelExperiment } from '../experiment/format/forms';
import { applyUpdate } from '../experiment/record/applyUpdate';
import { endUpdate } from '../experiment/record/endUpdate';
import type { RunRecord } from '../experiment/record/record';
import { formatSeconds } from '../experiment/text/format';
import type { RunHandle, Runner } from '../protocol/runner';
import type { RunRequest } from '../protocol/trainer';
import { RunRefused } from '../data/refused';
import { BadInput } from './badInput';
import { interruptedCode, stopsWith } from './interrupt';
import { findingTable } from './output/findingTable';
import { OutputError, type OutputTarget } from './output/outputTarget';
import { plain } from './output/plain';
import type { ProgressBar } from './output/progress';
import { seedTables } from './output/seedTables';
import { sweepTable } from './output/sweepTable';
import { resultTable } from './output/table';
import { complain, print } from './output/terminal';
import { runFilePieces, writeWeights } from './output/writeResults';
import { exitCodes, failureOf } from './runOutcome';

/** Trains to the end, or to the first signal; the record then holds everything. */
async function train(run: RunHandle): Promise<void> {
  stopsWith(() => void run.stop());
  try {
    await run.started;
    await run.ended;
  } catch (error) {
    // Stopped before it has begun, it is no bad input: there is nothing to tell or to write.
    if (interruptedCode() !== undefined) return;
    if (error instanceof RunRefused) throw new BadInput(error.message);
    throw error;
  }
}

/** What a run came to, as tables. */
function tables(run: RunRecord): string {
  if (run.sweep) return sweepTable(run);
  const seeds = seedTables(run);
  const findings = findingTable(run);
  return `${resultTable(run)}${findings === undefined ? '' : `\n\n${findings}`}${seeds === '' ? '' : `\n\n${seeds}\n`}`;
}

/** The tables of a run with what was computed on. */
function resultText(run: RunRecord): string {
  const { experiment, data, environment } = run.header!;
  const threads = environment.workers;
  const computed = isModelExperiment(experiment)
    ? environment.backend
    : `${threads} worker${threads === 1 ? '' : 's'}, ${environment.backend} kernels${environment.precision === 'float64' ? ' in float64' : ''}`;
  return `${experiment.name}\n${data.note === undefined ? '' : `${data.note}\n`}${tables(run)}\n${formatSeconds(run.seconds)} on ${computed}\n`;
}

/**
 * Does all of `work`, one after the other: what one of them cannot write does not keep the others from it. Returns the
 * messages.
 */
async function writeAll(work: readonly (() => Promise<void>)[]): Promise<string[]> {
  const problems: string[] = [];
  for (const write of work) {
    await write().catch((error: unknown) => {
      if (!(error instanceof OutputError)) throw error;
      problems.push(error.message);
    });
  }
  return problems;
}

/** What a run leaves behind, and how much is told of it. */
export interface RunOutputs {
  bar: ProgressBar;
  out: OutputTarget | undefined;
  /** Folder of weights. */
  weights?: string;
  quiet: boolean;
}

/** Runs a request to its end, or to the first signal; writes and prints what it came to. Answers with the exit code. */
export async function followRun(
  runner: Runner,
  request: RunRequest,
  { bar, out, weights, quiet }: RunOutputs,
): Promise<number> {
  const run: RunRecord = { id: request.id, status: 'starting', trials: [], seconds: 0 };
  const handle = runner.run(request, {
    update: (update) => {
      applyUpdate(run, update);
      if (!quiet) bar.show(run);
    },
    lost: (reason) => applyUpdate(run, endUpdate(run, 'failed', reason)),
  });
  await train(handle);
  bar.clear();
  const begun = run.header !== undefined;
  const unwritten = begun
    ? await writeAll([
        async () => out?.write(() => runFilePieces(run)),
        async () => (weights === undefined ? undefined : writeWeights(weights, run, await handle.weights())),
      ])
    : [];
  if (begun && !quiet) {
    const text = plain(resultText(run));
    // The standard output has the run file and nothing else where it is asked for there.
    if (out?.isStandardOutput) process.stderr.write(text);
    else await print(text);
  }
  for (const note of run.header?.notes ?? []) complain(plain(note));
  const interrupted = interruptedCode();
  const failed = interrupted !== undefined && !begun ? undefined : failureOf(run);
  for (const problem of [...unwritten, ...(failed === undefined ? [] : [failed])]) complain(plain(problem));
  return interrupted ?? (failed === undefined && unwritten.length === 0 ? exitCodes.good : exitCodes.failed);
}
