/*
 * `npm run bench`: the comparisons of the product with NumPy, PyTorch and JAX on this machine, the rate of the matrix
 * products, and large draws beside those of the frameworks. Usage: node test/bench/bench.mjs [--runs 5] [--only NAME,…]
 * [--no-python] [--no-products] [--no-draws] Python is that of INITLAB_BENCH_PYTHON, else the first one that has the
 * packages. Prints tables and writes out/bench.json. A quiet machine gives better figures; no test depends on them.
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';
import { buildKernels } from '../../scripts/buildKernels.mjs';
import { root } from '../../scripts/lib/project.mjs';
import { comparisons, writeData } from './comparisons.mjs';

const run = promisify(execFile);
const folder = join(root, 'out', 'bench');
const data = join(folder, 'data');
const node = join(root, 'node_modules', '.bin', 'node');

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string' },
    python: { type: 'boolean', default: true },
    products: { type: 'boolean', default: true },
    draws: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const runs = Number(values.runs);
const wanted = values.only?.split(',');

async function buildAll() {
  await mkdir(folder, { recursive: true });
  const entry = (name) => join(root, 'test', 'bench', name);
  await build({
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    outdir: folder,
    entryPoints: {
      train: entry('train.ts'),
      products: entry('products.ts'),
      draws: entry('draws.ts'),
      worker: join(root, 'src', 'trainer', 'worker', 'worker.ts'),
      tracedWorker: entry('tracedWorker.ts'),
    },
  });
  process.chdir(root);
  await buildKernels(join(folder, 'kernels'));
  for (const [name, features] of [
    ['relaxed-simd', ['--enable', 'relaxed-simd']],
    ['simd', []],
  ]) {
    const { error, stderr } = await asc.main([
      'src/engine/kernels/assembly/peak.ts',
      '--outFile',
      join(folder, `peak-${name}.wasm`),
      '--runtime',
      'stub',
      '-O3',
      '--use',
      'Real=f32',
      '--use',
      'Word=i32',
      '--enable',
      'threads',
      '--enable',
      'simd',
      ...features,
      '--importMemory',
      '--sharedMemory',
      '--initialMemory',
      '1',
      '--maximumMemory',
      '65536',
    ]);
    if (error) throw new Error(stderr.toString());
  }
}

/** The first Python with these packages, and their versions, or undefined. */
async function findPython(...packages) {
  const versions = `import ${packages.join(', ')}; print(${packages.map((name) => `${name}.__version__`).join(', ')})`;
  for (const python of [process.env.INITLAB_BENCH_PYTHON ?? '', '/usr/bin/python3', 'python3'].filter(Boolean)) {
    const found = await run(python, ['-c', versions], { env: pythonEnvironment }).catch(() => undefined);
    if (found) return { python, versions: found.stdout.trim().split(' ') };
  }
  return undefined;
}

/** OpenBLAS is to choose its kernels for the processor itself. */
const pythonEnvironment = { ...process.env };
delete pythonEnvironment.OPENBLAS_CORETYPE;
delete pythonEnvironment.OPENBLAS_L2_SIZE;

async function seconds(file, args, env = process.env) {
  try {
    const { stdout } = await run(file, args, { env, maxBuffer: 1e8 });
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`${file} ${args.join(' ')} failed:\n${String(error.stderr ?? error).slice(-2000)}`, {
      cause: error,
    });
  }
}

const sorted = (list) => [...list].sort((left, right) => left - right);
const summary = (list) => ({ min: Math.min(...list), median: sorted(list)[Math.floor(list.length / 2)], runs: list });

async function compare(comparison, python, jaxPython) {
  const { name, like = name, sides, experiment } = comparison;
  const file = join(data, `${name}.initlab.json`);
  await writeFile(file, JSON.stringify({ name, ...experiment }));
  const ours = (...options) => seconds(node, [join(folder, 'train.js'), file, ...options]);
  const result = { name, work: comparison.work, goals: comparison.goals, sides: {} };
  // Sides take turns, so that a busy moment of the machine falls on all of them.
  const times = { 'init lab': [], 'no recording': [], numpy: [], 'torch, 1 thread': [], 'torch, 2 threads': [] };
  const jax = { turn: [], vmapped: [], compilation: [] };
  const rounds = Math.max(1, runs);
  for (let round = 0; round < rounds; round++) {
    const trained = await ours();
    result.backend = trained.backend;
    result.workers = trained.workers;
    result.trials = trained.trials;
    times['init lab'].push(trained.seconds);
    times['no recording'].push((await ours('--record', 'off')).seconds);
    // The slow sides run three times at most.
    if (round >= 3) continue;
    if (jaxPython && sides.includes('jax')) {
      const args = [join(root, 'test/bench/python/jaxComparisons.py'), like, data];
      const measured = await seconds(jaxPython, args, pythonEnvironment);
      jax.turn.push(measured.seconds);
      jax.vmapped.push(measured.vmapped);
      jax.compilation.push(measured.compilation);
    }
    if (!python) continue;
    if (sides.includes('numpy'))
      times.numpy.push(
        (await seconds(python, [join(root, 'test/bench/python/numpyCircles.py'), '15000'], pythonEnvironment)).seconds,
      );
    for (const threads of sides.includes('torch') ? [1, 2] : []) {
      if (threads === 2 && availableParallelism() < 2) continue;
      times[`torch, ${threads} thread${threads > 1 ? 's' : ''}`].push(
        (
          await seconds(
            python,
            [
              join(root, 'test/bench/python/torchComparisons.py'),
              like,
              data,
              String(threads),
              experiment.precision ?? 'float32',
            ],
            pythonEnvironment,
          )
        ).seconds,
      );
    }
  }
  for (const [side, list] of Object.entries(times)) if (list.length > 0) result.sides[side] = summary(list);
  if (jax.turn.length > 0) {
    result.sides.jax = summary(jax.turn);
    result.sides['jax, vmap'] = summary(jax.vmapped);
    result.jaxCompilation = Math.min(...jax.compilation);
  }
  const torch = ['torch, 1 thread', 'torch, 2 threads'].map((side) => result.sides[side]?.min ?? Infinity);
  const best = {
    numpy: result.sides.numpy?.min ?? Infinity,
    torch: Math.min(...torch),
    jax: Math.min(result.sides.jax?.min ?? Infinity, result.sides['jax, vmap']?.min ?? Infinity),
  };
  result.ratios = {};
  for (const side of sides) if (best[side] < Infinity) result.ratios[side] = best[side] / result.sides['init lab'].min;
  result.recording = result.sides['init lab'].min / result.sides['no recording'].min - 1;
  return result;
}

const text = (value) =>
  value === undefined ? '–' : value < 1 ? `${(1000 * value).toFixed(0)} ms` : `${value.toFixed(2)} s`;
const pair = (side) => (side ? `${text(side.min)} (${text(side.median)})` : '–');

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

const sideNames = { numpy: 'NumPy', torch: 'PyTorch', jax: 'JAX' };

function printComparisons(results) {
  console.log('\nSeconds of whole comparisons: minimum (median)\n');
  printTable([
    [
      'comparison',
      'Init Lab',
      'no recording',
      'NumPy',
      'PyTorch, 1 thread',
      'PyTorch, 2 threads',
      'JAX',
      'JAX, vmap',
      'times faster (goal)',
    ],
    ...results.map(({ name, sides, ratios, goals }) => [
      name,
      pair(sides['init lab']),
      pair(sides['no recording']),
      pair(sides.numpy),
      pair(sides['torch, 1 thread']),
      pair(sides['torch, 2 threads']),
      pair(sides.jax),
      pair(sides['jax, vmap']),
      Object.entries(ratios)
        .map(([side, ratio]) => `${ratio.toFixed(1)} × ${sideNames[side]} (${goals[side]})`)
        .join(', ') || '–',
    ]),
  ]);
  const compiled = results.filter(({ jaxCompilation }) => jaxCompilation !== undefined);
  if (compiled.length > 0)
    console.log(
      `\nJAX without its compilation, which takes ${compiled.map(({ name, jaxCompilation }) => `${text(jaxCompilation)} (${name})`).join(', ')}.`,
    );
  console.log(
    `\nmnist and cifar are made-up pixels of the same size${results.some(({ name }) => name === 'mnist') ? ', of mnist 81 % zeros' : ''}: every side gets the same files.`,
  );
}

function printProducts(products) {
  for (const [backend, { peak, products: rows }] of Object.entries(products)) {
    const share = (rate) => `${rate.toFixed(1)} (${((100 * rate) / peak).toFixed(0)} %)`;
    console.log(`\nGFLOP/s of one core, ${backend}; a loop of multiply-adds alone reaches ${peak.toFixed(1)}\n`);
    printTable([
      ['batch × inputs × units', 'forward', 'kernel gradient', 'input gradient'],
      ...rows.map(({ shape, forward, kernelGradient, inputGradient }) => [
        shape.join(' × '),
        share(forward),
        share(kernelGradient),
        share(inputGradient),
      ]),
    ]);
  }
}

/** Generators as draws.ts and draws.py name them, and the package that draws as they do. */
const drawnBy = {
  numpy: 'numpy',
  numpyGenerator: 'numpy',
  'numpyGenerator-float32': 'numpy',
  torch: 'torch',
  jax: 'jax',
  keras: 'tensorflow',
};

/** Processor seconds of a 4096 × 4096 tensor, for each generator: ours, and the framework's own. */
async function measureDraws() {
  const rows = [];
  for (const [name, module] of Object.entries(drawnBy)) {
    const found = values.python ? await findPython(module) : undefined;
    const [own, other] = [
      { uniform: Infinity, normal: Infinity },
      { uniform: Infinity, normal: Infinity },
    ];
    // In turns, so that a busy moment of the machine falls on both.
    for (let round = 0; round < 2; round++) {
      for (const [best, measured] of [
        [own, await seconds(node, [join(folder, 'draws.js'), name, String(runs)])],
        ...(found
          ? [
              [
                other,
                await seconds(
                  found.python,
                  [join(root, 'test/bench/python/draws.py'), name, String(runs)],
                  pythonEnvironment,
                ),
              ],
            ]
          : []),
      ])
        for (const law in best) best[law] = Math.min(best[law], measured[law]);
    }
    rows.push({ name, own, ...(found ? { framework: other, version: `${module} ${found.versions[0]}` } : {}) });
  }
  return rows;
}

function printDraws(rows) {
  console.log('\nProcessor seconds of drawing 4096 × 4096 numbers on one core: Init Lab, and the framework itself\n');
  printTable([
    ['generator', 'uniform', 'normal', 'framework', 'uniform', 'normal'],
    ...rows.map(({ name, own, framework, version = '–' }) => [
      name,
      text(own.uniform),
      text(own.normal),
      version,
      text(framework?.uniform),
      text(framework?.normal),
    ]),
  ]);
}

await buildAll();
await writeData(data);
const python = values.python ? await findPython('numpy', 'torch') : undefined;
const jax = values.python ? await findPython('jax') : undefined;
const { stdout: nodeVersion } = await run(node, ['--version']);
const machine = {
  processor: cpus()[0].model,
  cores: availableParallelism(),
  memoryGB: Math.round(totalmem() / 1e9),
  node: nodeVersion.trim(),
  numpy: python?.versions[0],
  torch: python?.versions[1],
  jax: jax?.versions[0],
};
console.log(
  `${machine.processor}, ${machine.cores} cores, Node ${machine.node}${python ? `, NumPy ${machine.numpy}, PyTorch ${machine.torch}` : ', no Python with NumPy and PyTorch'}${jax ? `, JAX ${machine.jax}` : ', no Python with JAX'}`,
);
const results = [];
for (const comparison of comparisons) {
  if (wanted && !wanted.includes(comparison.name)) continue;
  console.log(`${comparison.name}: ${comparison.work}`);
  results.push(await compare(comparison, python?.python, jax?.python));
}
const products = {};
if (values.products) {
  for (const backend of ['relaxed-simd', 'simd'])
    products[backend] = await seconds(node, [
      join(folder, 'products.js'),
      backend,
      join(folder, `peak-${backend}.wasm`),
    ]);
}
const draws = values.draws ? await measureDraws() : [];
if (results.length > 0) printComparisons(results);
printProducts(products);
if (draws.length > 0) printDraws(draws);
await writeFile(join(root, 'out', 'bench.json'), `${JSON.stringify({ machine, results, products, draws }, null, 2)}\n`);
console.log('\nout/bench.json has all figures.');
