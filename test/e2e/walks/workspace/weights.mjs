import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../../scripts/lib/project.mjs';
import {
  pickEntry,
  quickOpen,
  runCommand,
  runWithAnswers,
  setTheme,
  themes,
  webviewFrame,
} from '../../../host/workbench.mjs';
import { check, circlesExperiment } from '../../context.mjs';
import { processesOf } from '../../processes.mjs';
import { findings, worst } from '../look/accessibility.mjs';

/** A .safetensors file of float32 tensors: [name, shape, values]. */
function safetensors(tensors) {
  let offset = 0;
  const header = {};
  for (const [name, shape, values] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + 4 * values.length] };
    offset += 4 * values.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...tensors.map(([, , values]) => Buffer.from(Float32Array.from(values).buffer))]);
}

/** Numbers of a fixed sequence that looks uniform in ±bound. */
function uniform(count, bound, seed) {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * bound;
  });
}

/** The inspector: opening, sorting, filtering, one tensor in detail, two files over each other, faults. */
export async function weights(ctx) {
  const { page } = ctx;
  const golden = JSON.parse(await readFile(join(root, 'test', 'golden', 'weights', 'weights.json'), 'utf8')).files[
    'state.pt'
  ].tensors;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const inspector = join(`${ctx.trainer}-${version}`, 'dist', 'inspector.js');
  const one = safetensors([['only.kernel', [4, 4], uniform(16, 1, 3)]]);
  let frame;
  /** The frame of the view of these files, once it is the one that is seen: the one before it stays for a moment. */
  const seen = async (...files) => {
    await ctx.eventually(
      async () => {
        frame = await webviewFrame(page, 'il-weights');
        const titles = await frame
          .evaluate(() => document.querySelector('il-weights').store.state?.files.map(({ title }) => title))
          .catch(() => undefined);
        return titles?.join() === files.join();
      },
      () => `The view in front is not that of ${files.join(' and ')}.`,
    );
  };
  const shown = async (file) => {
    await quickOpen(page, file);
    await seen(file);
  };
  const rows = () => frame.locator('il-tensor-list [role=row].tensor');
  // Names stand without the parts that their groups show: the whole ones are in the titles.
  const names = () =>
    rows()
      .locator('.name')
      .evaluateAll((cells) => cells.map(({ title }) => title));
  const row = (name) => rows().filter({ has: frame.locator(`.name[title="${name}"]`) });
  const done = () =>
    ctx.eventually(
      () => frame.evaluate(() => document.querySelector('il-weights').store.state?.status === 'done'),
      () => frame.locator('body').innerText(),
    );
  const cell = (name, id) => row(name).locator(`.${id}`).innerText();
  const number = (text) => Number(text.replace('−', '-').replaceAll('\u202f', ''));
  const axe = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  const accessible = async () => {
    const bad = (await findings(frame, axe)).filter(({ impact }) => worst.includes(impact));
    check(bad.length === 0, bad.map(({ text }) => text).join('\n'));
  };

  await ctx.step('a checkpoint of PyTorch opens with the numbers of NumPy', async () => {
    await ctx.closeAll();
    await copyFile(join(root, 'test', 'golden', 'weights', 'state.pt'), join(ctx.workspace, 'state.pt'));
    const bound = Math.sqrt(6 / (128 + 64));
    const first = uniform(128 * 64, bound, 1);
    await writeFile(
      join(ctx.workspace, 'before.safetensors'),
      safetensors([
        ['hidden.0.kernel', [64, 128], first],
        ['hidden.0.bias', [64], Array(64).fill(0)],
        ['output.kernel', [10, 64], uniform(640, 0.1, 2)],
      ]),
    );
    await writeFile(
      join(ctx.workspace, 'after.safetensors'),
      safetensors([
        ['hidden.0.kernel', [64, 128], first.map((value) => 1.1 * value)],
        ['hidden.0.bias', [64], Array(64).fill(0)],
        ['extra', [3], [1, 2, NaN]],
      ]),
    );
    await writeFile(join(ctx.workspace, 'broken.safetensors'), 'no header of this format');
    await shown('state.pt');
    await done();
    const list = await names();
    check(list.toSorted().join() === Object.keys(golden).toSorted().join(), `Tensors: ${list.join(', ')}`);
    for (const [name, { std, max }] of Object.entries(golden).filter(([, tensor]) => Number.isFinite(tensor.std))) {
      const read = await frame.evaluate((wanted) => {
        const { files, reports } = document.querySelector('il-weights').store.state;
        return reports[files[0].opened.tensors.findIndex((tensor) => tensor.name === wanted)].statistics;
      }, name);
      check(
        Math.abs(read.std - std) <= 1e-9 * Math.max(1, std) && read.max === max,
        `${name}: ${JSON.stringify(read)}, not std ${std}, max ${max}`,
      );
    }
    await ctx.look('weights');
    await accessible();
  });
  await ctx.step('the list sorts and filters', async () => {
    await shown('before.safetensors');
    await done();
    check(
      (await cell('hidden.0.kernel', 'law')).includes('Glorot uniform'),
      `hidden.0.kernel fits "${await cell('hidden.0.kernel', 'law')}".`,
    );
    await frame.getByRole('button', { name: 'std', exact: true }).click();
    const stds = (await rows().locator('.std').allInnerTexts()).map(number);
    check(
      stds.length === 3 && stds.every((std, at) => at === 0 || std <= stds[at - 1]),
      `Sorted by std: ${stds.join(', ')}`,
    );
    const filter = frame.getByRole('searchbox', { name: 'Filter tensors' });
    await filter.fill('bias');
    await ctx.eventually(
      async () => (await names()).join() === 'hidden.0.bias',
      async () => `Filtered: ${(await names()).join()}`,
    );
    await filter.fill('no such tensor');
    await frame.getByText('No tensor matches').waitFor();
    await filter.fill('');
  });
  await ctx.step('the keyboard goes through the list, and the detail follows', async () => {
    await frame.getByRole('treegrid', { name: 'Tensors' }).focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    const at = await frame.evaluate(
      () =>
        document.querySelector('il-weights').store.state.files[0].opened.tensors[
          document.querySelector('il-tensor-list').selected
        ]?.name,
    );
    await frame.locator('il-tensor-detail').getByRole('heading', { name: at }).waitFor();
    await page.keyboard.press('Home');
  });
  await ctx.step('one tensor in detail: histogram, law, quantiles, singular values', async () => {
    const detail = frame.locator('il-tensor-detail');
    await row('hidden.0.kernel').click();
    await detail.getByText('Fits Glorot uniform').waitFor();
    await detail.getByRole('combobox', { name: 'Bins' }).selectOption('32');
    await detail.getByRole('img', { name: /in 32 bins/ }).waitFor();
    await detail.getByRole('button', { name: 'log', exact: true }).first().click();
    await detail.getByRole('button', { name: 'Compute' }).click();
    await detail.getByText(/rank 64/).waitFor();
    for (const theme of Object.values(themes)) {
      await setTheme(page, theme);
      await ctx.look(`weights-detail-${theme.className}`);
    }
    await setTheme(page, themes.dark);
    await accessible();
  });
  await ctx.step('two files over each other', async () => {
    await runWithAnswers(page, 'Init Lab: Compare Weights', ['after.safetensors']);
    await page.getByRole('tab', { name: 'before.safetensors ↔ after.safetensors' }).waitFor();
    await seen('before.safetensors', 'after.safetensors');
    await frame.getByText('2 in both files, 2 in only one').waitFor();
    const change = await frame.getByRole('row').filter({ hasText: 'hidden.0.kernel' }).innerText();
    check(/10\.0\s*%/.test(change) && /1\.10?/.test(change), `The row says ${change}`);
    await frame.getByRole('img', { name: 'Histograms of both tensors with the same bins' }).waitFor();
    await ctx.look('weights-compare');
    await accessible();
  });
  await ctx.step('the view of two files comes back after a reload', async () => {
    await ctx.editorIsKept('before.safetensors ↔ after.safetensors');
    await ctx.openFolder();
    await page.getByRole('tab', { name: 'before.safetensors ↔ after.safetensors' }).waitFor();
    await seen('before.safetensors', 'after.safetensors');
    await frame.getByText('2 in both files, 2 in only one').waitFor();
  });
  await ctx.step('a file that is replaced while it is open says so, and is read again', async () => {
    await shown('before.safetensors');
    await done();
    await writeFile(join(ctx.workspace, 'before.safetensors'), one);
    await frame.getByText('The file has changed since it was opened.').waitFor();
    await frame.getByRole('button', { name: 'Reload' }).click();
    await ctx.eventually(
      async () => (await names()).join() === 'only.kernel',
      async () => (await names()).join(),
    );
  });
  await ctx.step('a file that is deleted says so', async () => {
    await rm(join(ctx.workspace, 'before.safetensors'));
    await frame.getByText('The file has changed since it was opened.').waitFor();
    await frame.getByRole('button', { name: 'Reload' }).click();
    await frame.getByText('File not found.').waitFor();
    await writeFile(join(ctx.workspace, 'before.safetensors'), one);
    await frame.getByRole('button', { name: 'Try Again' }).click();
    await done();
  });
  await ctx.step('a view that is hidden and shown again is as it was', async () => {
    await ctx.closeAll();
    await shown('state.pt');
    await done();
    await row('3.weight').click();
    await frame.getByRole('searchbox', { name: 'Filter tensors' }).fill('weight');
    await ctx.eventually(
      async () => (await names()).join() === '0.weight,2.weight,3.weight',
      async () => (await names()).join(),
    );
    await shown('after.safetensors');
    await done();
    check((await names()).includes('extra'), `Shown: ${(await names()).join()}`);
    await shown('state.pt');
    await done();
    await frame.locator('il-tensor-detail').getByRole('heading', { name: '3.weight' }).waitFor();
    check((await names()).join() === '0.weight,2.weight,3.weight', `Filtered: ${(await names()).join()}`);
  });
  await ctx.step('two editors of one file, and the process that both need killed: one click reads again', async () => {
    await runCommand(page, 'View: Split Editor Right');
    const both = () => ctx.framesWith((one) => one.locator('il-weights').filter({ visible: true }));
    await ctx.eventually(
      async () => (await both()).length === 2,
      async () => `${(await both()).length} views`,
    );
    const [pid] = await processesOf(inspector);
    process.kill(pid, 'SIGKILL');
    for (const one of await both()) {
      // A tensor that was being looked at says so too.
      await one.getByRole('alert').filter({ hasText: 'exited unexpectedly' }).first().waitFor();
      const text = await one.locator('il-tensor-detail').innerText();
      check(!text.includes('[object'), text);
      await ctx.picture('weights-killed');
      await one.getByRole('button', { name: 'Try Again' }).click();
      await one.locator('il-tensor-detail il-plot').first().waitFor();
      await ctx.eventually(
        () => one.evaluate(() => document.querySelector('il-weights').store.state.status === 'done'),
        () => one.locator('body').innerText(),
      );
    }
    check((await processesOf(inspector)).length === 1, 'There is not one process for both views.');
    await ctx.closeAll();
  });
  await ctx.step('weights become an initializer, from the button, the title and the explorer, and run', async () => {
    await mkdir(join(ctx.workspace, 'weights'), { recursive: true });
    await writeFile(
      join(ctx.workspace, 'weights', 'own.safetensors'),
      safetensors([
        ['hidden.0.kernel', [4, 2], uniform(8, 1, 5)],
        ['hidden.0.bias', [4], Array(4).fill(0.5)],
        ['output.kernel', [1, 4], uniform(4, 1, 6)],
        ['output.bias', [1], [0]],
      ]),
    );
    const file = await ctx.write(
      'uses.initlab.json',
      await circlesExperiment({
        name: 'Uses',
        network: { hidden: [4], activation: 'relu' },
        random: { generator: 'numpy', layout: 'out-in', seeds: [1] },
        training: { steps: 200, batchSize: 'full', recordEvery: 50 },
        initializers: [{ kind: 'heNormal' }],
      }),
    );
    const added = async (count) => {
      await pickEntry(page, 'uses.initlab.json');
      await ctx.shownEditor();
      await ctx.eventually(
        async () => (await ctx.editor.initializers.count()) === count,
        async () => `${await ctx.editor.initializers.count()} initializers`,
      );
      // The editor that was just opened takes the focus once more.
      await page.waitForTimeout(500);
    };
    await shown('own.safetensors');
    await frame.getByRole('button', { name: 'Use as Initializer…' }).click();
    await added(2);
    await quickOpen(page, 'own.safetensors');
    await page.locator('.editor-actions').getByRole('button', { name: 'Use as Initializer…' }).click();
    await added(3);
    // The explorer opens the folder of the editor in front.
    await runCommand(page, 'View: Show Explorer');
    await quickOpen(page, 'own.safetensors');
    await page.locator('.explorer-folders-view').getByText('own.safetensors').first().click({ button: 'right' });
    const item = page.locator('.monaco-menu').getByText('Use as Initializer…').first();
    await item.hover();
    // A menu takes no click in its first moments: the press that opened it may still be ending.
    await page.waitForTimeout(500);
    await item.click();
    await added(4);
    await ctx.editor.button('Save in Workspace').click();
    // Read while it is being written it may be empty.
    let saved = '';
    await ctx.eventually(
      async () =>
        ((saved = await readFile(file, 'utf8')).match(/"fromFile"/g) ?? []).length === 3 &&
        saved.trimEnd().endsWith('}'),
      () => saved,
    );
    const entries = JSON.parse(saved).initializers.slice(1);
    check(
      entries.every(({ kind, path }) => kind === 'fromFile' && path === 'weights/own.safetensors'),
      JSON.stringify(entries),
    );
    await ctx.editor.button('Run').click();
    await ctx.editor.progressSays(/finished/);
    await ctx.look('weights-used');
  });
  await ctx.step('start against end of a saved run is one click away', async () => {
    const runs = join(ctx.workspace, '.initlab', 'runs');
    const kept = async () => (await readdir(runs).catch(() => [])).find((name) => name.startsWith('uses-'));
    await ctx.eventually(
      async () => (await kept()) !== undefined && (await readdir(join(runs, await kept()))).includes('run.json'),
      async () => `Kept: ${await kept()}`,
    );
    await ctx.closeAll();
    await page.locator('.activitybar').getByRole('tab', { name: 'Init Lab' }).click();
    await page
      .locator('.pane', { has: page.locator('.pane-header', { hasText: 'Runs' }) })
      .locator('.monaco-list-row', { hasText: 'Uses' })
      .first()
      .click();
    await ctx.shownEditor();
    await ctx.editor.button('Compare Initial and Final Weights').click();
    await page.getByRole('tab', { name: 'start.safetensors ↔ final.safetensors' }).waitFor();
    await seen('start.safetensors', 'final.safetensors');
    await frame.getByText('16 in both files').waitFor();
    await frame.getByRole('img', { name: 'Histograms of both tensors with the same bins' }).waitFor();
    await ctx.look('weights-start-end');
    await ctx.closeAll();
    await page.locator('.activitybar').getByRole('tab', { name: 'Explorer' }).click();
  });
  await ctx.step('a broken file has one clear message', async () => {
    await shown('broken.safetensors');
    await frame.getByText("broken.safetensors can't be shown.").waitFor();
    await ctx.picture('weights-broken');
  });
  await ctx.step('no process is left when the last file is closed', async () => {
    await shown('state.pt');
    await done();
    check(
      (await processesOf(inspector)).length === 1,
      'There is not one process that reads weights while files are open.',
    );
    await ctx.closeAll();
    await ctx.eventually(
      async () => (await processesOf(inspector)).length === 0,
      async () => `Left: ${(await processesOf(inspector)).join(', ')}`,
    );
  });
}
