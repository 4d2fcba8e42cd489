import { checkBiasInitializer, InitializerError } from '../check';
import { biasInitializerOf } from '../draw';
import { normalLaw, pointMasses, truncatedNormalLaw, uniformLaw, withZeros, type Law } from './lawShapes';
import { biasPlanOf, planOf, type DrawPlan } from '../plan';
import type { LawConventions } from '../../random/source';
import { matrixShape } from '../shape';
import { zerosPerColumn } from '../matrices/sparse';
import type { KernelInitializer, KernelShape } from '../../spec/initializerSpec';
import { sphereLaw } from './sphereLaw';
import { hadamardEntry, positiveShare } from '../matrices/zerO';

/** Whether all of the probability lies in atoms, so that there is no density to draw. */
export function isDiscrete(law: Law): boolean {
  return law.atoms.reduce((sum, { probability }) => sum + probability, 0) > 1 - 1e-9;
}

/** A Hadamard matrix where the layer grows, else a partial identity. */
function zerOLaw(fanIn: number, fanOut: number): Law {
  if (fanOut <= fanIn)
    return pointMasses('zerO', [
      { value: 0, probability: 1 - 1 / fanIn },
      { value: 1, probability: 1 / fanIn },
    ]);
  const entry = hadamardEntry(fanOut);
  const positive = positiveShare(fanIn, fanOut);
  return pointMasses('zerO', [
    { value: -entry, probability: 1 - positive },
    { value: entry, probability: positive },
  ]);
}

/** Whether the law of a kernel is known before it is drawn: not of one that follows the data or a file. */
export function hasLaw(spec: KernelInitializer): boolean {
  return spec.kind !== 'lsuv' && spec.kind !== 'fromFile';
}

function lawOfPlan(plan: DrawPlan, shape: KernelShape): Law {
  const { fanIn, fanOut } = shape;
  switch (plan.family) {
    case 'constant':
      return pointMasses(plan.family, [{ value: plan.value, probability: 1 }]);
    case 'identity': {
      const ones = Math.min(fanIn, fanOut) / (fanIn * fanOut);
      return pointMasses(plan.family, [
        { value: 0, probability: 1 - ones },
        { value: plan.gain, probability: ones },
      ]);
    }
    case 'orthogonal':
      return sphereLaw(Math.max(fanIn, fanOut), plan.gain);
    case 'sparse': {
      const [rows] = matrixShape(shape);
      return withZeros(normalLaw(0, plan.stddev), zerosPerColumn(plan.sparsity, rows) / rows);
    }
    case 'zerO':
      return zerOLaw(fanIn, fanOut);
    case 'lsuv':
    case 'fromFile':
      throw new InitializerError(['kind'], plan.family, `${plan.family} has no law before the draw (hasLaw).`);
    case 'normal':
      return normalLaw(plan.mean * plan.scale, Math.abs(plan.stddev * plan.scale));
    case 'truncatedNormal':
      return truncatedNormalLaw(plan.mean, Math.abs(plan.stddev));
    case 'uniform':
      return uniformLaw(Math.min(plan.low, plan.high), Math.max(plan.low, plan.high));
  }
}

/**
 * The law of the entries of a kernel of `shape` by the conventions of a framework; throws an `InitializerError` whose
 * path starts at `spec`, also for one without (`hasLaw`).
 */
export function lawOf(spec: KernelInitializer, shape: KernelShape, conventions?: LawConventions): Law {
  return lawOfPlan(planOf(spec, shape, conventions), shape);
}

/** The law of the biases that `drawBias` draws; throws an `InitializerError` whose path starts at `spec`. */
export function biasLawOf(
  spec: KernelInitializer | undefined,
  kernelSpec: KernelInitializer,
  shape: KernelShape,
  conventions?: LawConventions,
): Law {
  const law = biasInitializerOf(spec, kernelSpec);
  checkBiasInitializer(law);
  return lawOfPlan(biasPlanOf(law, shape, conventions), shape);
}
