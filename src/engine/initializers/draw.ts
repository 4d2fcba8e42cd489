import type { Floats } from '../elementType';
import type { RandomSource, TensorPlace } from '../random/source';
import type { FileTensor } from '../formats/tensorFile';
import {
  checkBiasInitializer,
  checkNetworkInitializer,
  givenKinds,
  InitializerError,
  type NetworkInitializer,
} from './check';
import { findTensor } from './fileTensor';
import { scaleToUnitOutput } from './matrices/lsuv';
import { drawOrthogonal } from './matrices/orthogonal';
import { biasPlanOf, planOf, type DrawPlan } from './plan';
import { matrixShape } from './shape';
import { drawSparse } from './matrices/sparse';
import type { KernelInitializer, KernelShape, Layout } from '../spec/initializerSpec';
import type { LayerKindName } from '../spec/networkSpec';
import { fillZerO } from './matrices/zerO';

/** A plan for single numbers, whatever the shape they fill. */
type NumbersPlan = Extract<DrawPlan, { family: 'constant' | 'uniform' | 'truncatedNormal' | 'normal' }>;

function isNumbers(plan: DrawPlan): plan is NumbersPlan {
  return (
    plan.family === 'constant' ||
    plan.family === 'uniform' ||
    plan.family === 'truncatedNormal' ||
    plan.family === 'normal'
  );
}

/** Draws `out` in order from a plan that needs no matrix. */
function fill(out: Floats, plan: NumbersPlan, source: RandomSource): void {
  if (plan.family !== 'constant' && plan.variance !== undefined && source.scaled) {
    source.scaled(out, plan.family, plan.variance);
    return;
  }
  switch (plan.family) {
    case 'constant':
      out.fill(plan.value);
      return;
    case 'uniform':
      source.uniform(out, plan.low, plan.high);
      return;
    case 'truncatedNormal':
      source.truncatedNormal(out, plan.mean, plan.stddev);
      return;
    case 'normal':
      source.normal(out, plan.mean, plan.stddev);
      if (plan.scale !== 1) multiply(out, plan.scale, source);
  }
}

/** out · factor, both rounded as the source rounds its numbers. */
function multiply(out: Floats, factor: number, { elementType: { round } }: RandomSource): void {
  const rounded = round(factor);
  for (let i = 0; i < out.length; i++) out[i] = round(out[i] * rounded);
}

/** What some laws need beside the stream: the tensors of a file, the outputs of the network on its first batch. */
export interface DrawContext {
  /** The tensors of the file that a law names; throws when there are none. */
  tensors?(path: string): readonly FileTensor[];
  /**
   * Standard deviation, over the first training batch and all units, of what layer `index` puts out before its
   * activation with these weights in it. Layers are asked about in order, so that those before it keep what they were
   * asked about last.
   */
  outputStd?(index: number, draw: LayerDraw): number;
}

/** The same for one kernel. */
export interface KernelContext {
  layer?: string;
  tensors?(path: string): readonly FileTensor[];
  outputStd?(kernel: Floats): number;
}

function fileTensors(path: string, { tensors }: KernelContext): readonly FileTensor[] {
  if (!tensors)
    throw new InitializerError(['path'], path, `expected the tensors of ${path} to be read before the draw.`);
  return tensors(path);
}

/**
 * One kernel, row-major in the shape's layout, drawn as the framework of `source` draws it: `mean + stddev *
 * randn(rows, columns)` and `np.random.uniform`, or `torch.nn.init`. Constants, identity, ZerO and what comes from a
 * file draw nothing from the stream; LSUV draws an orthogonal matrix and scales it.
 *
 * Throws an `InitializerError` whose path starts at `spec`.
 */
export function drawKernel(
  spec: KernelInitializer,
  shape: KernelShape,
  source: RandomSource,
  context: KernelContext = {},
): Floats {
  const plan = planOf(spec, shape, source);
  const [rows, columns] = matrixShape(shape);
  switch (plan.family) {
    case 'orthogonal':
      return drawOrthogonal(rows, columns, plan.gain, source);
    case 'sparse':
      return drawSparse(rows, columns, plan.sparsity, plan.stddev, source);
    case 'zerO':
      return fillZerO(shape);
    case 'lsuv': {
      if (!context.outputStd)
        throw new InitializerError(['kind'], spec.kind, `${spec.kind} needs a batch of data, which only a run has.`);
      const kernel = drawOrthogonal(rows, columns, 1, source);
      scaleToUnitOutput(kernel, (drawn) => context.outputStd!(drawn), plan.tolerance, plan.maxTries);
      return kernel;
    }
    case 'fromFile':
      return findTensor(plan.path, fileTensors(plan.path, context), { layer: context.layer, part: 'kernel', shape })!;
    case 'identity': {
      const out = new Float64Array(rows * columns);
      for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = plan.gain;
      return out;
    }
    case 'constant':
      return new Float64Array(rows * columns).fill(plan.value);
    default: {
      const out = new source.elementType.array(rows * columns);
      fill(out, plan, source);
      return out;
    }
  }
}

/**
 * The law of a layer's bias: `spec`, or without one what the kernel's law brings along: zeros, for pytorchLinear its
 * own, for fromFile what the file names.
 */
export function biasInitializerOf(
  spec: KernelInitializer | undefined,
  kernelSpec: KernelInitializer,
): KernelInitializer {
  return (
    spec ?? (kernelSpec.kind === 'pytorchLinear' || kernelSpec.kind === 'fromFile' ? kernelSpec : { kind: 'zeros' })
  );
}

/**
 * The fanOut biases beside a kernel of `shape`; scaled laws take the fans that the framework of `source` counts.
 *
 * Throws an `InitializerError` whose path starts at `spec`.
 */
export function drawBias(
  spec: KernelInitializer | undefined,
  kernelSpec: KernelInitializer,
  shape: KernelShape,
  source: RandomSource,
  context: KernelContext = {},
): Floats {
  const law = biasInitializerOf(spec, kernelSpec);
  checkBiasInitializer(law);
  const out = new Float64Array(shape.fanOut);
  const plan = biasPlanOf(law, shape, source);
  // A file of kernels alone leaves the biases at zero; one that the bias itself names has to have it.
  if (plan.family === 'fromFile')
    return (
      findTensor(
        plan.path,
        fileTensors(plan.path, context),
        { layer: context.layer, part: 'bias', shape },
        spec === undefined,
      ) ?? out
    );
  if (isNumbers(plan)) fill(out, plan, source);
  return out;
}

/** A layer to draw for; the last one of a network is its output. */
export interface DrawnLayer {
  inputs: number;
  units: number;
  name: string;
  /** Its kind, if that starts from fixed values, which no initializer draws. */
  fixed?: Exclude<LayerKindName, 'dense'>;
}

/** Kernel (in the layout asked for) and bias of one layer. */
export interface LayerDraw {
  kernel: Floats;
  bias?: Floats;
}

/** The law of the kernel of layer `index` of `count`: its override, or the entry's own. */
export function kernelInitializerOf(initializer: NetworkInitializer, index: number, count: number): KernelInitializer {
  return initializer.layers?.[index === count - 1 ? 'output' : String(index)] ?? initializer;
}

/** Whether a layer from `start` on is drawn with a look at the data. */
function usesData(initializer: NetworkInitializer, start: number, count: number): boolean {
  for (let index = start; index < count; index++)
    if (kernelInitializerOf(initializer, index, count).kind === 'lsuv') return true;
  return false;
}

/**
 * All weights of a network from one source, layer by layer, the kernel before the bias.
 *
 * Throws an `InitializerError` whose path starts at `initializer`.
 */
export function drawNetwork(
  initializer: NetworkInitializer,
  layers: readonly (DrawnLayer & { fixed?: undefined })[],
  layout: Layout,
  source: RandomSource,
  bias: boolean,
  context?: DrawContext,
): LayerDraw[];
export function drawNetwork(
  initializer: NetworkInitializer,
  layers: readonly DrawnLayer[],
  layout: Layout,
  source: RandomSource,
  bias: boolean,
  context?: DrawContext,
): (LayerDraw | undefined)[];
export function drawNetwork(
  initializer: NetworkInitializer,
  layers: readonly DrawnLayer[],
  layout: Layout,
  source: RandomSource,
  bias: boolean,
  context: DrawContext = {},
): (LayerDraw | undefined)[] {
  checkNetworkInitializer(initializer, layers.length - 1);
  const { tensors, outputStd } = context;
  const sourceOf = (index: number, tensor: TensorPlace['tensor'], { kind, seed }: KernelInitializer): RandomSource =>
    source.forTensor({
      layer: layers[index].name,
      index,
      count: layers.length,
      tensor,
      given: givenKinds.has(kind),
      seed,
    });
  // Made before the first layer, it is the first to ask for a seed.
  const shared = initializer.shared ? sourceOf(0, 'kernel', initializer) : undefined;
  return layers.map(({ inputs, units, name, fixed }, index) => {
    if (fixed) {
      if (initializer.layers?.[String(index)])
        throw new InitializerError(['layers', String(index)], name, `expected a dense layer, got ${name}.`);
      source.passLayer?.(fixed);
      return undefined;
    }
    const spec = kernelInitializerOf(initializer, index, layers.length);
    const shape: KernelShape = { fanIn: inputs, fanOut: units, layout };
    const own = spec === initializer ? shared : undefined;
    const kernel = drawKernel(spec, shape, own ?? sourceOf(index, 'kernel', spec), {
      layer: name,
      tensors,
      outputStd: outputStd && ((drawn) => outputStd(index, { kernel: drawn })),
    });
    const draw: LayerDraw = bias
      ? {
          kernel,
          bias: drawBias(
            initializer.bias,
            spec,
            shape,
            sourceOf(index, 'bias', biasInitializerOf(initializer.bias, spec)),
            { layer: name, tensors },
          ),
        }
      : { kernel };
    // Data-driven layers further on look at the outputs of this one.
    if (outputStd && usesData(initializer, index + 1, layers.length)) outputStd(index, draw);
    return draw;
  });
}
