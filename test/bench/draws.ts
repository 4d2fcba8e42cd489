/*
 * Processor seconds of drawing one large tensor as each generator's framework draws it, on one core.
 * Usage: node draws.js NAME ROUNDS; NAME is one of `generators`. Prints JSON: the best of the rounds after a first one.
 */
import { join } from 'node:path';
import { createSource } from '../../src/engine/random/sources';
import type { Generator } from '../../src/engine/random/generators';
import type { GeneratorSettings } from '../../src/engine/random/source';
import { drawKernel } from '../../src/engine/initializers/draw';
import { useCompiledDraws } from '../../src/trainer/backend/draws';

const side = 4096;
const generators: Readonly<Record<string, readonly [Generator, GeneratorSettings?]>> = {
  numpy: ['numpy'],
  numpyGenerator: ['numpyGenerator'],
  'numpyGenerator-float32': ['numpyGenerator', { dtype: 'float32' }],
  torch: ['torch'],
  jax: ['jax'],
  keras: ['keras', { backend: 'tensorflow' }],
};
const laws = {
  uniform: { kind: 'randomUniform', min: -0.05, max: 0.05 },
  normal: { kind: 'randomNormal', mean: 0, stddev: 0.05 },
} as const;

function best(draw: () => unknown, rounds: number): number {
  let least = Infinity;
  for (let round = -1; round < rounds; round++) {
    const before = process.cpuUsage();
    draw();
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

useCompiledDraws(join(__dirname, 'kernels'));
const [name, rounds] = [process.argv[2], Number(process.argv[3])];
const [generator, settings] = generators[name];
const shape = { fanIn: side, fanOut: side, layout: 'out-in' } as const;
process.stdout.write(
  JSON.stringify(
    Object.fromEntries(
      Object.entries(laws).map(([law, spec]) => [
        law,
        best(() => drawKernel(spec, shape, createSource(generator, 3, settings)), rounds),
      ]),
    ),
  ),
);
