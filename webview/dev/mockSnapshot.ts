import type { Boundary, Distribution, LayerInfo, LayerSnapshot, Snapshot } from '../../src/experiment/record/record';
import { mockDistribution, mockNormal, mockRandom } from './mockDraw';
import { probabilityAt, type Story } from './mockStory';

/** Half the side of the made-up square. */
export const extentHalf = 1.5;

function boundaryAt(story: Story, share: number, size: number, classes: number): Boundary {
  const winner = new Uint8Array(size * size);
  const strength = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = -extentHalf + (2 * extentHalf * column) / (size - 1);
      const y = extentHalf - (2 * extentHalf * row) / (size - 1);
      const p = probabilityAt(story, share, x, y);
      const i = row * size + column;
      if (classes <= 2) {
        winner[i] = p >= 0.5 ? 1 : 0;
        strength[i] = Math.round(255 * Math.max(p, 1 - p));
      } else {
        const turn = ((Math.atan2(y, x) / (2 * Math.PI) + 1 + 0.15 * Math.hypot(x, y)) % 1) * classes;
        winner[i] = Math.min(classes - 1, Math.floor(turn));
        const margin = Math.abs((turn % 1) - 0.5) * 2;
        strength[i] = Math.round(255 * (1 - (1 - 1 / classes) * (1 - share * (1 - margin ** 3))));
      }
    }
  }
  return { size, winner, strength };
}

function activationsOf(info: LayerInfo, scale: number, samples: number, random: () => number): Distribution {
  const values = new Float32Array(Math.min(20_000, info.units * samples));
  for (let i = 0; i < values.length; i++) {
    const z = mockNormal(random) * scale;
    if (info.activation === 'relu') values[i] = Math.max(0, z);
    else if (info.activation === 'sigmoid') values[i] = 1 / (1 + Math.exp(-z));
    else values[i] = Math.tanh(z);
  }
  return mockDistribution(values);
}

/** A made-up snapshot at a share of the steps; `start` holds each layer's first weights. */
export function mockSnapshot(
  story: Story,
  layers: LayerInfo[],
  start: Float32Array[],
  step: number,
  share: number,
  boundarySize: number,
  classes: number,
  seed: number,
): Snapshot {
  const random = mockRandom(seed * 977 + 13);
  const still = story.name === 'symmetric';
  const made = layers.map((info, index): LayerSnapshot => {
    const first = start[index];
    const drift = still
      ? 0
      : story.name === 'diverges'
        ? 10 ** (30 * share)
        : Math.min(0.8, 0.3 + Math.abs(first[0]) * 0.05) * share;
    const kernel = first.map((weight) => weight * (1 + 0.2 * share) + drift * mockNormal(random));
    const size = Math.hypot(...kernel.subarray(0, 10)) / 3;
    const gradients = kernel.map(() => (still ? 0 : mockNormal(random) * 0.02 * (1.2 - share)));
    const wide = index < layers.length - 1;
    return {
      kernel: mockDistribution(kernel),
      bias: mockDistribution(new Float32Array(info.units).map(() => (still ? 0 : 0.1 * share * mockNormal(random)))),
      activations: activationsOf(info, still ? 0 : size, 300, random),
      gradients: mockDistribution(gradients),
      preActivations: { mean: 0, variance: still ? 0 : size * size * 0.7 ** index },
      backward: { mean: 0, variance: still ? 0 : 0.1 * (size * size * 0.5) ** (layers.length - 1 - index) },
      symmetry: wide
        ? {
            units: info.units,
            rank: still ? (first[0] === 0 ? 0 : 1) : Math.min(info.units, info.inputs),
            distinct: still ? 1 : info.units,
          }
        : undefined,
    };
  });
  return {
    step,
    layers: made,
    inputs: step === 0 ? { mean: 0, variance: 1 } : undefined,
    boundary: boundarySize > 0 ? boundaryAt(story, share, boundarySize, classes) : undefined,
  };
}
