/*
 * `npm run bench:editor`: how free the editor's page stays while four initializers stream, in the packaged extension
 * (`npm run package`) and a VS Code in the browser (`npm test` sets it up). No test depends on these figures. Usage:
 * node test/bench/editor.mjs [--looks 5] [--seconds 6] [init-lab.vsix] Prints a table and writes out/bench-editor.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { outDirectory, root } from '../../scripts/lib/project.mjs';
import { circlesExperiment, Walk } from '../e2e/context.mjs';
import { longTasks, seesLongTasks, watchLongTasks } from '../e2e/longTasks.mjs';

/** Milliseconds from which a task is felt, and from which browsers tell of it. */
const felt = 50;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { looks: { type: 'string', default: '5' }, seconds: { type: 'string', default: '6' } },
});
const seconds = Number(values.seconds);
const looks = [];
const ctx = await Walk.start(resolve(positionals[0] ?? join(root, 'init-lab.vsix')));
try {
  const circles = await circlesExperiment({ name: 'Long' });
  await ctx.write('long.initlab.json', { ...circles, training: { ...circles.training, steps: 100_000_000 } });
  await ctx.openFolder();
  await ctx.openExperiment('long.initlab.json');
  const start = performance.now();
  await ctx.editor.button('Run').first().click();
  await ctx.editor.firstPoint();
  console.log(`first point ${(performance.now() - start).toFixed(0)} ms after Run`);
  const { frame } = ctx.editor;
  for (let look = 0; look < Number(values.looks); look++) {
    await watchLongTasks(frame);
    if (!(await seesLongTasks(frame))) throw new Error('A task of 120 ms, made to be seen, was not noticed.');
    await ctx.page.waitForTimeout(seconds * 1000);
    const { ours, others, frames } = await longTasks(frame);
    looks.push({ longest: Math.max(0, ...ours), count: ours.length, workbench: Math.max(0, ...others), frames });
  }
} finally {
  await ctx.stop();
}
console.table(
  looks.map(({ longest, count, workbench, frames }) => ({
    [`tasks over ${felt} ms in ${seconds} s`]: count,
    'longest (ms)': longest || `under ${felt}`,
    "the workbench's longest (ms)": workbench || `under ${felt}`,
    'frames a second': Math.round(frames / seconds),
  })),
);
await mkdir(outDirectory, { recursive: true });
await writeFile(join(outDirectory, 'bench-editor.json'), JSON.stringify({ seconds, looks }, undefined, 1));
