import type { Floats } from '../elementType';
import type { AdamStep, Kernels } from '../kernels/kernels';
import type { OptimizerSpec } from '../spec/networkSpec';

/** What an optimizer works on: flat views of one length. `state` has `stateCount(spec)` arrays. */
export interface OptimizerArrays<A extends Floats> {
  parameters: A;
  gradients: A;
  state: readonly A[];
}

/**
 * One of `torch.optim`'s SGD, RMSprop, Adam and AdamW over all parameters, biases and their weight decay included.
 * Moments are of the parameters' type as PyTorch keeps them; the bias correction is in double.
 */
export class Optimizer<A extends Floats = Floats> {
  private readonly adamStep: AdamStep | undefined;

  /** Clears the state, unless it goes on after `steps` updates. */
  constructor(
    readonly spec: OptimizerSpec,
    private readonly arrays: OptimizerArrays<A>,
    private readonly kernels: Kernels<A>,
    public steps = 0,
  ) {
    if (steps === 0) for (const array of arrays.state) array.fill(0);
    if (spec.kind === 'adam' || spec.kind === 'adamw') {
      const { learningRate, beta1, beta2, epsilon, weightDecay } = spec;
      this.adamStep = {
        learningRate,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        decoupled: spec.kind === 'adamw',
        correction1: 0,
        correction2: 0,
      };
    }
  }

  /** One update of the parameters from the gradients. */
  update(): void {
    const { spec, kernels } = this;
    const { parameters, gradients, state } = this.arrays;
    this.steps++;
    switch (spec.kind) {
      case 'sgd':
        kernels.sgd(parameters, gradients, state[0], spec.learningRate, spec.momentum, spec.nesterov, spec.weightDecay);
        break;
      case 'rmsprop':
        kernels.rmsprop(
          parameters,
          gradients,
          state[0],
          state[1],
          spec.learningRate,
          spec.alpha,
          spec.epsilon,
          spec.momentum,
          spec.weightDecay,
        );
        break;
      case 'adam':
      case 'adamw':
        if (this.adamStep !== undefined) {
          this.adamStep.correction1 = 1 - spec.beta1 ** this.steps;
          this.adamStep.correction2 = 1 - spec.beta2 ** this.steps;
          kernels.adam(parameters, gradients, state[0], state[1], this.adamStep);
        }
        break;
    }
  }
}
