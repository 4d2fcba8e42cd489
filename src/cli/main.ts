#!/usr/bin/env node
import { BadInput } from './badInput';
import { drawCommand } from './drawCommand';
import { inspectCommand } from './inspectCommand';
import { plain } from './plain';
import { runCommand } from './runCommand';
import { usage } from './usage';

async function main([command, ...rest]: string[]): Promise<number> {
  switch (command) {
    case 'run':
      return runCommand(rest);
    case 'draw':
      return drawCommand(rest);
    case 'inspect':
      return inspectCommand(rest);
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(usage);
      return command === undefined ? 2 : 0;
    default:
      throw new BadInput(`Unexpected command ${JSON.stringify(command)}: run, draw or inspect is needed (initlab --help).`);
  }
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const expected = error instanceof BadInput;
    process.stderr.write(`initlab: ${expected ? plain(error.message) : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = expected ? 2 : 1;
  },
);
