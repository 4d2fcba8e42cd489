import { run } from '../../scripts/lib/project.mjs';

/** Process ids whose command line holds a text. */
export async function processesOf(text) {
  const list = await run('ps', ['-A', '-ww', '-o', 'pid=,args='], { quiet: true });
  return list
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10));
}
