// Compiles the AssemblyScript kernels into `folder`: of float32 and of float64 two builds with relaxed SIMD and one
// with plain SIMD, a probe for the wide ones, and the draws.
import asc from 'assemblyscript/asc';
import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';

const sources = 'src/engine/kernels/assembly';
/** What was compiled before, by the hash of all that went into it: compiling takes much longer than reading. */
const cache = 'node_modules/.cache/init-lab-kernels';

const builds = {
  // Twice the columns in a register tile: see src/trainer/backend/widerVectors.ts.
  'relaxed-simd-wide': { features: ['simd', 'relaxed-simd'], wide: 1 },
  'relaxed-simd': { features: ['simd', 'relaxed-simd'], wide: 0 },
  simd: { features: ['simd'], wide: 0 },
  'relaxed-simd-double-wide': { source: 'double', features: ['simd', 'relaxed-simd'], wide: 1, double: true },
  'relaxed-simd-double': { source: 'double', features: ['simd', 'relaxed-simd'], wide: 0, double: true },
  'simd-double': { source: 'double', features: ['simd'], wide: 0, double: true },
  // Of the random numbers: see src/engine/kernels/wasm/compiledDraws.ts.
  draws: { source: 'draws/index', features: ['simd', 'relaxed-simd'], wide: 0 },
  probe: { source: 'probe', features: ['simd', 'relaxed-simd'], wide: 0 },
};

const optionsOf = ({ source = 'index', features, wide, double = false }) => [
  `${sources}/${source}.ts`,
  '--runtime',
  'stub',
  '--noAssert',
  '-O3',
  '--converge',
  '--enable',
  'threads',
  ...features.flatMap((feature) => ['--enable', feature]),
  '--use',
  `WIDE=${wide}`,
  // The numbers of the build and the integers of their width: src/engine/kernels/assembly/element.ts.
  '--use',
  `Real=${double ? 'f64' : 'f32'}`,
  '--use',
  `Word=${double ? 'i64' : 'i32'}`,
  // The arena of the engine is the memory: shared, and as large as a run needs. Constants come first, in bytes that it
  // leaves alone.
  '--importMemory',
  '--sharedMemory',
  '--initialMemory',
  '1',
  '--maximumMemory',
  '65536',
  '--memoryBase',
  '64',
];

/** Everything that a build depends on but its options: the compiler and all sources. */
async function hashSources() {
  const hash = createHash('sha256').update(asc.version);
  for (const name of (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.ts')).sort())
    hash.update(`\0${name}\0`).update(await readFile(`${sources}/${name}`));
  return hash;
}

/** @param {string} folder where the modules are written */
export async function buildKernels(folder) {
  const base = await hashSources();
  await mkdir(folder, { recursive: true });
  await mkdir(cache, { recursive: true });
  for (const [name, build] of Object.entries(builds)) {
    const options = optionsOf(build);
    const kept = `${cache}/${base.copy().update(options.join('\0')).digest('hex')}.wasm`;
    if (
      !(await copyFile(kept, `${folder}/${name}.wasm`).then(
        () => true,
        () => false,
      ))
    )
      await compile(name, options, kept, `${folder}/${name}.wasm`);
  }
}

/**
 * Packs the modules of a folder into its `kernels.br`, as src/trainer/backend/kernelFiles.ts reads it: Brotli leaves a
 * third of what ZIP leaves of the single files, since they are built from the same sources.
 *
 * @param {string} folder
 */
export async function packKernels(folder) {
  const modules = await Promise.all(
    Object.keys(builds).map(async (name) => ({ name, bytes: await readFile(`${folder}/${name}.wasm`) })),
  );
  const sizes = JSON.stringify(Object.fromEntries(modules.map(({ name, bytes }) => [name, bytes.length])));
  const all = Buffer.concat([Buffer.from(`${sizes}\n`), ...modules.map(({ bytes }) => bytes)]);
  await writeFile(`${folder}/kernels.br`, brotliCompressSync(all));
  await Promise.all(modules.map(({ name }) => rm(`${folder}/${name}.wasm`)));
}

/** Compiles a build into `kept`, whole or not at all, and copies it to `file`. */
async function compile(name, options, kept, file) {
  const part = `${cache}/${randomUUID()}.wasm`;
  const { error, stderr } = await asc.main([...options, '--outFile', part]);
  if (error) throw new Error(`The ${name} kernels do not compile:\n${stderr.toString()}`);
  await rename(part, kept);
  await copyFile(kept, file);
}
