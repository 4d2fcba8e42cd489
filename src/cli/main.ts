#!/usr/bin/env node
import { BadInput } from './badInput';
import { checkCommand } from './commands/checkCommand';
import { drawCommand } from './commands/drawCommand';
import { inspectCommand } from './commands/inspectCommand';
import { lessonCommand } from './commands/lessonCommand';
import { listenForSignals } from './interrupt';
import { OutputError, reasonOf } from './output/outputTarget';
import { plain } from './output/plain';
import { attachCommand } from './commands/attachCommand';
import { queueCommand } from './commands/queueCommand';
import { runCommand } from './commands/runCommand';
import { workerCommand } from './commands/workerCommand';
import { exitCodes } from './runOutcome';
import { complain, guardOutput, outputProblem, print } from './output/terminal';
import { usage } from './usage';

async function main([command, ...rest]: string[]): Promise<number> {
  switch (command) {
    case 'run':
      return runCommand(rest);
    case 'check':
      return checkCommand(rest);
    case 'draw':
      return drawCommand(rest);
    case 'inspect':
      return inspectCommand(rest);
    case 'lesson':
      return lessonCommand(rest);
    case 'worker':
      return workerCommand(rest);
    case 'attach':
      return attachCommand(rest);
    case 'queue':
      return queueCommand(rest);
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
