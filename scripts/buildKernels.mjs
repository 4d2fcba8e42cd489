// Compiles the AssemblyScript kernels into `folder`: two builds with relaxed SIMD, one with plain SIMD, and a probe for the wide one.
import asc from 'assemblyscript/asc';

const builds = {
  // Twice the columns in a register tile: see src/trainer/widerVectors.ts.
  'relaxed-simd-wide': { features: ['simd', 'relaxed-simd'], wide: 1 },
  'relaxed-simd': { features: ['simd', 'relaxed-simd'], wide: 0 },
  simd: { features: ['simd'], wide: 0 },
  probe: { source: 'probe', features: ['simd', 'relaxed-simd'], wide: 0 },
};

/** @param {string} folder where the modules are written */
export async function buildKernels(folder) {
  for (const [name, { source = 'index', features, wide }] of Object.entries(builds)) {
    const { error, stderr } = await asc.main([
      `src/engine/kernels/assembly/${source}.ts`,
      '--outFile', `${folder}/${name}.wasm`,
      '--runtime', 'stub', '--noAssert', '-O3', '--converge',
      '--enable', 'threads', ...features.flatMap((feature) => ['--enable', feature]),
      '--use', `WIDE=${wide}`,
      // The arena of the engine is the memory: shared, and as large as a run needs. Constants come first, in bytes that it leaves alone.
      '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--memoryBase', '64',
    ]);
    if (error) throw new Error(`The ${name} kernels do not compile:\n${stderr.toString()}`);
  }
}
