import type { Initializer } from '../../src/experiment/format/schemas/initializerSchema';

/** How a made-up trial goes: its cost and accuracy by share of the steps done, and how sharp its boundary is. */
export interface Story {
  name: 'symmetric' | 'saturated' | 'learns' | 'slow' | 'flat' | 'diverges';
  /** Share done and cost, in order. */
  cost: readonly (readonly [number, number])[];
  /** Accuracy at the end. */
  accuracy: number;
}

// Costs of the circles experiment of 15 000 steps, by NumPy.
const stories: Record<Story['name'], Story> = {
  symmetric: {
    name: 'symmetric',
    cost: [
      [0, Math.LN2],
      [1, Math.LN2],
    ],
    accuracy: 0.5,
  },
  saturated: {
    name: 'saturated',
    cost: [
      [0, 1773.586],
      [0.004, 1.12],
      [0.012, 2.6],
      [0.02, 0.8],
      [0.026, 1.4],
      [0.04, 0.7],
      [0.067, 0.624575],
      [0.33, 0.544396],
      [0.46, 0.52],
      [0.5, 0.41],
      [0.667, 0.392027],
      [1, 0.382762],
    ],
    accuracy: 0.83,
  },
  learns: {
    name: 'learns',
    cost: [
      [0, 0.883054],
      [0.01, 0.72],
      [0.067, 0.687983],
      [0.333, 0.530494],
      [0.667, 0.150156],
      [1, 0.073579],
    ],
    accuracy: 0.9933,
  },
  slow: {
    name: 'slow',
    cost: [
      [0, 0.698704],
      [0.067, 0.695522],
      [0.333, 0.692257],
      [0.667, 0.688449],
      [1, 0.678098],
    ],
    accuracy: 0.61,
  },
  flat: {
    name: 'flat',
    cost: [
      [0, 0.693149],
      [1, 0.693138],
    ],
    accuracy: 0.5,
  },
  diverges: {
    name: 'diverges',
    cost: [
      [0, 4000],
      [0.02, 9000],
      [0.05, 1e6],
      [0.08, 3e12],
      [0.09, 1e30],
    ],
    accuracy: 0.5,
  },
};

/** The story that fits an initializer on the circles. */
export function storyOf(spec: Initializer): Story {
  switch (spec.kind) {
    case 'zeros':
    case 'ones':
    case 'constant':
      return stories.symmetric;
    case 'randomNormal': {
      const std = (spec.stddev ?? 1) * (spec.scale ?? 1);
      return std >= 100 ? stories.diverges : std > 5 ? stories.saturated : std < 0.05 ? stories.flat : stories.learns;
    }
    case 'heNormal':
    case 'heUniform':
    case 'orthogonal':
      return stories.learns;
    default:
      return stories.slow;
  }
}

/** The cost at a share of the steps, straight between the points in the logarithm. */
export function costAt(story: Story, share: number): number {
  const points = story.cost;
  const last = points[points.length - 1];
  if (share >= last[0]) return last[1];
  const i = points.findIndex(([at]) => at > share);
  const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
  return Math.exp(Math.log(y0) + ((Math.log(y1) - Math.log(y0)) * (share - x0)) / (x1 - x0));
}

/** Probability of class 1 (the inner circle) at (x, y), after a share of the steps. */
export function probabilityAt(story: Story, share: number, x: number, y: number): number {
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const radius = Math.hypot(x, y);
  const angle = Math.atan2(y, x);
  switch (story.name) {
    case 'learns':
      return sigmoid(share * 40 * (0.9 + 0.04 * Math.cos(5 * angle + 1) - radius) + (1 - share) * x);
    case 'saturated':
      return sigmoid(
        25 *
          Math.max(
            Math.min(0.95 - radius * (1 + 0.15 * Math.sin(3 * angle)), 0.6 + x - 0.4 * y, 0.15),
            0.8 * x + 0.9 * y - 1.35,
          ) *
          (0.4 + share),
      );
    case 'slow':
      return sigmoid((0.2 + share) * (-0.6 * x + 0.25 * y - 0.15));
    case 'diverges':
      return x > 0.3 * y ? 1 : 0;
    default:
      return 0.5;
  }
}
