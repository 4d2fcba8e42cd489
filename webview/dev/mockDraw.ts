import type { Statistics } from '../../src/engine/diagnostics/summary';
import type { Histogram } from '../../src/engine/numerics/histogram';
import { heFactor } from '../../src/engine/initializers/gains';
import type { KernelInitializer } from '../../src/engine/spec/initializerSpec';
import type { Distribution } from '../../src/experiment/record/record';

/** A small generator for made-up data (mulberry32): quick, seeded, and no model of any framework. */
export function mockRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One standard normal number. */
export function mockNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `count` made-up weights that follow the law roughly. */
export function mockKernel(spec: KernelInitializer, fanIn: number, fanOut: number, random: () => number): Float32Array {
  const out = new Float32Array(fanIn * fanOut);
  const draw = (): number => {
    switch (spec.kind) {
      case 'zeros':
        return 0;
      case 'ones':
        return 1;
      case 'constant':
        return spec.value ?? 0;
      case 'randomNormal':
        return (spec.scale ?? 1) * ((spec.mean ?? 0) + (spec.stddev ?? 1) * mockNormal(random));
      case 'randomUniform':
        return (spec.min ?? 0) + random() * ((spec.max ?? 1) - (spec.min ?? 0));
      case 'heNormal':
        return Math.sqrt(heFactor(spec) / fanIn) * mockNormal(random);
      case 'heUniform':
        return Math.sqrt((3 * heFactor(spec)) / fanIn) * (2 * random() - 1);
      case 'glorotUniform':
        return Math.sqrt(6 / (fanIn + fanOut)) * (2 * random() - 1);
      case 'pytorchLinear':
        return Math.sqrt(1 / fanIn) * (2 * random() - 1);
      default:
        return Math.sqrt(1 / fanIn) * mockNormal(random);
    }
  };
  for (let i = 0; i < out.length; i++) out[i] = draw();
  return out;
}

/** Statistics and 256 bins of made-up values. */
export function mockDistribution(values: Float32Array): Distribution {
  const statistics: Statistics = {
    count: values.length,
    mean: 0,
    std: 0,
    min: Infinity,
    max: -Infinity,
    zeros: 0,
    nan: 0,
    infinite: 0,
  };
  for (const value of values) {
    statistics.mean += value / values.length;
    statistics.min = Math.min(statistics.min, value);
    statistics.max = Math.max(statistics.max, value);
    if (value === 0) statistics.zeros++;
  }
  for (const value of values) statistics.std += (value - statistics.mean) ** 2 / values.length;
  statistics.std = Math.sqrt(statistics.std);
  const constant = statistics.min === statistics.max;
  const histogram: Histogram = {
    min: statistics.min - (constant ? 0.5 : 0),
    max: statistics.max + (constant ? 0.5 : 0),
    counts: new Uint32Array(256),
  };
  for (const value of values)
    histogram.counts[Math.min(255, Math.floor(((value - histogram.min) / (histogram.max - histogram.min)) * 256))]++;
  return { statistics, histogram };
}
