// Walks through the packaged extension in a browser the way a user would.
// Usage: node test/e2e/walk.mjs [file.vsix] [--only part[,part…]]
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/lib/project.mjs';
import { isLate } from '../host/late.mjs';
import { check, Walk } from './context.mjs';
import { accessibility } from './walks/look/accessibility.mjs';
import { compare } from './walks/editor/compare.mjs';
import { data } from './walks/workspace/data.mjs';
import { edit } from './walks/editor/edit.mjs';
import { json } from './walks/editor/json.mjs';
import { explain } from './walks/look/explain.mjs';
import { layers } from './walks/editor/layers.mjs';
import { lessons } from './walks/look/lessons.mjs';
import { firstScreen } from './walks/look/firstScreen.mjs';
import { keyboard } from './walks/look/keyboard.mjs';
import { languages } from './walks/look/languages.mjs';
import { exportAll } from './walks/editor/export.mjs';
import { python } from './walks/workspace/python.mjs';
import { places } from './walks/workspace/places.mjs';
import { queue } from './walks/editor/queue.mjs';
import { runs } from './walks/workspace/runs.mjs';
import { save } from './walks/editor/save.mjs';
import { settings } from './walks/workspace/settings.mjs';
import { statusBar } from './walks/look/statusBar.mjs';
import { stream } from './walks/editor/stream.mjs';
import { sweeps } from './walks/editor/sweeps.mjs';
import { lookAtThemes } from './walks/look/themes.mjs';
import { trust } from './walks/workspace/trust.mjs';
import { walkthrough } from './walks/look/walkthrough.mjs';
import { weights } from './walks/workspace/weights.mjs';

const largestPackage = 3e6;
/** Parts of a walk that may be walked again. */
const mostAgain = 2;

/**
 * The parts in order. A part stands for itself, starting with `ctx.closeAll()`, unless `after` names the parts that
 * have to be walked before it. New ones go before `stream`, which closes the window.
 */
const parts = [
  { name: 'compare', walk: compare },
  { name: 'firstScreen', walk: firstScreen, after: ['compare'] },
  { name: 'explain', walk: explain, after: ['compare'] },
  { name: 'themes', walk: lookAtThemes, after: ['compare'] },
  { name: 'edit', walk: edit, after: ['compare'] },
  { name: 'save', walk: save, after: ['compare', 'edit'] },
  { name: 'layers', walk: layers },
  { name: 'export', walk: exportAll },
  { name: 'runs', walk: runs },
  { name: 'json', walk: json },
  { name: 'settings', walk: settings },
  { name: 'statusBar', walk: statusBar },
  { name: 'walkthrough', walk: walkthrough },
  { name: 'keyboard', walk: keyboard },
  { name: 'lessons', walk: lessons },
  { name: 'accessibility', walk: accessibility },
  { name: 'trust', walk: trust },
  { name: 'places', walk: places },
  { name: 'languages', walk: languages },
  { name: 'sweeps', walk: sweeps },
  { name: 'queue', walk: queue },
  { name: 'data', walk: data },
  { name: 'python', walk: python },
  { name: 'weights', walk: weights },
  { name: 'stream', walk: stream },
];

/** The parts that `--only` asks for with those before them, or all. */
function chosenParts(only) {
  if (only === undefined) return parts;
  const names = only.split(',');
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined)
    throw new RangeError(`--only: expected one of ${parts.map(({ name }) => name).join(', ')}, got ${unknown}.`);
  const wanted = new Set(names.flatMap((name) => [name, ...(parts.find((part) => part.name === name).after ?? [])]));
  return parts.filter(({ name }) => wanted.has(name));
}

async function open(ctx) {
  await ctx.step('the package is under 3 MB', async () => {
    const { size } = await stat(ctx.vsix);
    check(size < largestPackage, `${ctx.vsix} has ${size} bytes.`);
    return `${(size / 1e6).toFixed(2)} MB`;
  });
  await ctx.step('the workbench opens', () => ctx.openFolder());
}

/** A fresh server, folder and page, where parts are walked again. */
async function restart(ctx) {
  check(ctx.problems.length === 0, ctx.problems.join('\n'));
  await ctx.stop();
  const fresh = await Walk.start(ctx.vsix, { steps: ctx.steps });
  await fresh.step('the workbench opens again', () => fresh.openFolder());
  return fresh;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const chosen = chosenParts(values.only);
let ctx = await Walk.start(resolve(positionals[0] ?? join(root, 'init-lab.vsix')));
const start = performance.now();
let walked = false;
try {
  await open(ctx);
  let again = 0;
  for (const { name, walk, after = [] } of chosen) {
    console.log(`  ${name}`);
    try {
      await walk(ctx);
    } catch (error) {
      // What a check finds fails the walk at once; what was waited for in vain, the second time: it may be the
      // machine's fault.
      if (!isLate(error) || again++ === mostAgain) throw error;
      console.error(error);
      console.log(`  ${name}: late, and walked again`);
      ctx = await restart(ctx);
      ctx.steps.forgive();
      for (const part of parts.filter((part) => part.name === name || after.includes(part.name))) await part.walk(ctx);
    }
  }
  if (again > 0) console.log(`${again} of the parts were late once and were walked again.`);
  await ctx.step('no console error and no content security violation of ours', async () =>
    check(ctx.problems.length === 0, ctx.problems.join('\n')),
  );
  walked = true;
} catch (error) {
  console.error(error);
  if (ctx.problems.length > 0) console.error(`Problems of our frames:\n${ctx.problems.join('\n')}`);
} finally {
  await ctx.stop();
  await ctx.steps.write('walk');
  console.log(`walked in ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
process.exitCode = walked && ctx.steps.failed === 0 ? 0 : 1;
