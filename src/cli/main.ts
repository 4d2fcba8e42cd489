#!/usr/bin/env node
import { join } from 'node:path';
import { compileAhead } from '../trainer/backend/joinedVectors';
import { BadInput } from './badInput';
import { listenForSignals } from './interrupt';
import { OutputError, reasonOf } from './output/outputTarget';
import { plain } from './output/plain';
import { exitCodes } from './runOutcome';
import { complain, guardOutput, outputProblem, print } from './output/terminal';
import { usage } from './usage';

/** A command is loaded when it is asked for: reading all of them takes longer than a short run. */
async function main([command, ...rest]: string[]): Promise<number> {
  switch (command) {
    case 'run':
      compileAhead(join(__dirname, 'kernels'));
      return (await import('./commands/runCommand')).runCommand(rest);
    case 'check':
      return (await import('./commands/checkCommand')).checkCommand(rest);
    case 'draw':
      return (await import('./commands/drawCommand')).drawCommand(rest);
    case 'inspect':
      return (await import('./commands/inspectCommand')).inspectCommand(rest);
    case 'lesson':
      return (await import('./commands/lessonCommand')).lessonCommand(rest);
    case 'worker':
      return (await import('./commands/workerCommand')).workerCommand(rest);
    case 'attach':
      return (await import('./commands/attachCommand')).attachCommand(rest);
    case 'queue':
      return (await import('./commands/queueCommand')).queueCommand(rest);
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      await print(usage);
      return command === undefined ? exitCodes.badInput : exitCodes.good;
    default:
      throw new BadInput(
        `Expected the command run, check, draw, inspect, lesson, worker, attach or queue, got ${JSON.stringify(command)} (initlab --help).`,
      );
  }
}

/** Tells what went wrong, as one line where it was foreseen, and answers with the exit code. */
function failed(error: unknown): number {
  const expected = error instanceof BadInput || error instanceof OutputError;
  complain(expected ? plain(error.message) : error instanceof Error ? (error.stack ?? error.message) : String(error));
  return error instanceof BadInput ? exitCodes.badInput : exitCodes.failed;
}

/** The exit code of a command whose output could not all be printed. */
function withOutput(code: number): number {
  const problem = outputProblem();
  if (problem === undefined) return code;
  complain(`Cannot write the standard output: ${reasonOf(problem)}.`);
  return code === exitCodes.good ? exitCodes.failed : code;
}

guardOutput();
listenForSignals();
void main(process.argv.slice(2))
  .catch(failed)
  .then((code) => (process.exitCode = withOutput(code)));
