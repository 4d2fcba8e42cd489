import type { Floats } from '../elementType';
import type { Inputs } from '../datasets/inputs';
import type { Target } from '../kernels/kernels';
import type { Network } from '../network/network';
import type { Layer } from '../network/layer';
import { largestEigenpair } from './lanczos';

/**
 * Products of a measurement at most, and gradients: two for each, those that are taken again with a shorter step, and
 * two of the proof.
 */
const curvatureProducts = 20;
export const curvatureGradients = 50;
/**
 * Residual of a Ritz pair that counts as converged, and that of its proof by a product of another step length, both
 * relative to the eigenvalue.
 */
const tolerance = 0.01;
const proofTolerance = 0.03;
/**
 * Step of the differences, relative to the length of the parameters (at least 1) over that of an input row (at least
 * 1).
 */
const longest = 1e-3;
/** A step that crosses kinks is divided by this, down to this share of the first. */
const shorter = 4;
const shortest = 1 / 1024;

type Measured = Pick<Network, 'kernels' | 'layers' | 'parameters' | 'gradients' | 'probe'>;

/** Whether the derivative of a hidden layer's activation jumps at 0. */
function hasKink({ activation }: Layer): boolean {
  return activation === 'relu' || activation === 'leakyRelu' || activation === 'selu';
}

/**
 * Fixed numbers in (−1, 1) for the parameters, 0 for the padding between them: a hash (lowbias32 of C. Wellons) of
 * their places.
 */
function startVector({ parameters, layers }: Measured): Float64Array {
  const start = new Float64Array(parameters.length);
  for (const { kernel, bias } of layers) {
    for (const tensor of bias ? [kernel, bias] : [kernel]) {
      const first = (tensor.byteOffset - parameters.byteOffset) / tensor.BYTES_PER_ELEMENT;
      for (let i = first; i < first + tensor.length; i++) {
        let bits = Math.imul(i ^ (i >>> 16) ^ 0x9e3779b9, 0x7feb352d);
        bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
        start[i] = ((bits ^ (bits >>> 16)) + 0.5) / 2 ** 31;
      }
    }
  }
  return start;
}

/** Root of the mean square length of a row. */
function rowLength(inputs: Inputs, rows: number, width: number): number {
  const scale = inputs instanceof Uint8Array ? 255 : 1;
  let sum = 0;
  for (let i = 0; i < rows * width; i++) sum += (inputs[i] / scale) ** 2;
  return Math.sqrt(sum / rows);
}

/** Products of the Hessian by central differences of the gradient, which never straddle a kink. */
class HessianProducts {
  private readonly saved: Floats;
  private readonly ahead: Floats;
  private readonly kinked: Layer[];
  private gradientsLeft = curvatureGradients;
  step: number;

  constructor(
    private readonly network: Measured,
    private readonly inputs: Inputs,
    private readonly target: Target,
    private readonly rows: number,
  ) {
    this.saved = network.parameters.slice();
    this.ahead = this.saved.slice();
    this.kinked = network.layers.slice(0, -1).filter(hasKink);
    let square = 0;
    for (const x of this.saved) square += x * x;
    const length = Math.sqrt(square);
    this.step = (longest * Math.max(1, length)) / Math.max(1, rowLength(inputs, rows, network.layers[0].inputs));
    this.least = shortest * this.step;
  }

  private readonly least: number;

  /** H · v into `out`; false where the gradient is not finite, or where even the shortest step crosses a kink. */
  readonly product = (v: Float64Array, out: Float64Array): boolean => {
    const { network, ahead } = this;
    for (; this.step >= this.least && this.gradientsLeft >= 2; this.step /= shorter) {
      this.gradientAt(v, this.step);
      ahead.set(network.gradients);
      const sidesAhead = this.sides();
      this.gradientAt(v, -this.step);
      if (this.sides().some((side, index) => side !== sidesAhead[index])) continue;
      let sum = 0;
      for (let i = 0; i < out.length; i++) sum += out[i] = (ahead[i] - network.gradients[i]) / (2 * this.step);
      return Number.isFinite(sum);
    }
    return false;
  };

  /** The parameters as they were, bit by bit. */
  restore(): void {
    this.network.parameters.set(this.saved);
  }

  private gradientAt(v: Float64Array, step: number): void {
    const {
      saved,
      network: { parameters },
    } = this;
    for (let i = 0; i < saved.length; i++) parameters[i] = saved[i] + step * v[i];
    this.network.probe(this.inputs, this.target, this.rows);
    this.gradientsLeft--;
  }

  /** On which side of its kink each pre-activation of the last gradient is. */
  private sides(): number[] {
    const { rows, network } = this;
    return this.kinked.map(({ preActivations, units }) =>
      network.kernels.sides(preActivations.subarray(0, rows * units)),
    );
  }
}

/**
 * The largest eigenvalue of the Hessian of the mean cost on the first `rows` rows by all parameters: what gradient
 * descent is stable at with a rate below 2 over it (LeCun et al. 1998; Cohen et al. 2021). Undefined where no positive
 * one was found for sure: something is not finite, the cost has a kink too near for a difference, Lanczos has not
 * converged, or the eigenpair does not stand the proof, a product with half the step. Overwrites activations and
 * gradients, as `probe` does; the parameters stay, bit by bit.
 */
export function curvatureOf(network: Measured, inputs: Inputs, target: Target, rows: number): number | undefined {
  const products = new HessianProducts(network, inputs, target, rows);
  try {
    const start = startVector(network);
    const parameters = start.reduce((count, x) => count + (x === 0 ? 0 : 1), 0);
    const found = largestEigenpair(products.product, start, Math.min(curvatureProducts, parameters), tolerance);
    if (!found) return undefined;
    products.step /= 2;
    const image = new Float64Array(start.length);
    if (!products.product(found.vector, image)) return undefined;
    const value = image.reduce((sum, x, i) => sum + x * found.vector[i], 0);
    const residual = Math.sqrt(image.reduce((sum, x, i) => sum + (x - value * found.vector[i]) ** 2, 0));
    return value > 0 && residual <= proofTolerance * value && Math.abs(value - found.value) <= proofTolerance * value
      ? value
      : undefined;
  } finally {
    products.restore();
  }
}
