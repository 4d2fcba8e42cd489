import { activations, type Activation } from '../spec/networkSpec';
import { catalogue } from './catalogue/catalogue';
import type { Parameter } from './catalogue/catalogueEntry';
import { hasGain, heFactor } from './gains';
import {
  gainRules,
  type GainRule,
  type InitializerKind,
  type KernelInitializer,
  type KernelShape,
} from '../spec/initializerSpec';

/** A law that cannot be drawn. `path` leads to `value` from the spec that was handed in. */
export class InitializerError extends Error {
  override readonly name = 'InitializerError';

  constructor(
    readonly path: readonly (string | number)[],
    readonly value: unknown,
    problem: string,
  ) {
    super(`${path.join('.')}: ${problem}`);
  }
}

function unexpected(path: Path, value: unknown, expectation: string): InitializerError {
  return new InitializerError(path, value, `expected ${expectation}, got ${String(value)}.`);
}

/**
 * What an entry of an experiment's list says of a whole network: a law for every kernel, exceptions, the biases' law.
 */
export type NetworkInitializer = KernelInitializer & {
  /** One initializer of Keras for all kernels without a law of their own, which all start from its seed. */
  shared?: boolean;
  bias?: KernelInitializer;
  /** By `output` or the index of the hidden layer from 0. */
  layers?: Record<string, KernelInitializer>;
};

const largestSeed = 4294967295;

type Path = readonly (string | number)[];

function checkNumber(parameter: Parameter & { type: 'number' }, value: unknown, path: Path): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unexpected(path, value, 'a finite number');
  if (parameter.whole && !Number.isInteger(value)) throw unexpected(path, value, 'an integer');
  if (parameter.min !== undefined && value < parameter.min)
    throw unexpected(path, value, `a number of at least ${parameter.min}`);
  if (parameter.above !== undefined && value <= parameter.above)
    throw unexpected(path, value, `a number greater than ${parameter.above}`);
  if (parameter.max !== undefined && value > parameter.max)
    throw unexpected(path, value, `a number of at most ${parameter.max}`);
}

/** A gain that is to be computed: for a known activation, by a known rule that has a number for it. */
function checkComputedGain(value: object, path: Path): void {
  const { activation, rule, slope } = value as Record<string, unknown>;
  if (!activations.includes(activation as Activation))
    throw unexpected([...path, 'activation'], activation, `one of ${activations.join(', ')}`);
  if (!gainRules.includes(rule as GainRule))
    throw unexpected([...path, 'rule'], rule, `one of ${gainRules.join(', ')}`);
  if (!hasGain(rule as GainRule, activation as Activation))
    throw unexpected(
      [...path, 'activation'],
      activation,
      'an activation supported by torch.nn.init.calculate_gain, or the rule forward or backward',
    );
  if (slope !== undefined && activation !== 'leakyRelu')
    throw unexpected([...path, 'slope'], slope, `no slope for ${String(activation)}`);
  if (slope !== undefined)
    checkNumber({ type: 'number', name: 'slope', description: '', min: 0 }, slope, [...path, 'slope']);
}

function checkParameter(parameter: Parameter, value: unknown, path: Path): void {
  if (parameter.type === 'number' && parameter.computed !== undefined && typeof value === 'object' && value !== null) {
    checkComputedGain(value, path);
  } else if (parameter.type === 'number') {
    checkNumber(parameter, value, path);
  } else if (parameter.type === 'text') {
    if (typeof value !== 'string' || value === '') throw unexpected(path, value, 'a non-empty string');
  } else if (parameter.type === 'boolean') {
    if (typeof value !== 'boolean') throw unexpected(path, value, 'true or false');
  } else if (typeof value !== 'string' || !parameter.choices.includes(value)) {
    throw unexpected(path, value, `one of ${parameter.choices.join(', ')}`);
  }
}

/**
 * Throws an `InitializerError` for a parameter that is no finite number or out of range, for max < min, and for u
 * beside a.
 */
export function checkKernelInitializer(spec: KernelInitializer, path: Path = []): void {
  if (!Object.hasOwn(catalogue, spec.kind)) {
    throw unexpected([...path, 'kind'], spec.kind, 'an initializer of the catalogue');
  }
  const values: Readonly<Record<string, unknown>> = { ...spec };
  for (const parameter of catalogue[spec.kind].parameters) {
    const value = values[parameter.name];
    if (value !== undefined || parameter.type === 'text') checkParameter(parameter, value, [...path, parameter.name]);
  }
  if (spec.seed !== undefined)
    checkNumber({ type: 'number', name: 'seed', description: '', whole: true, min: 0, max: largestSeed }, spec.seed, [
      ...path,
      'seed',
    ]);
  if (spec.kind === 'randomUniform') {
    const min = spec.min ?? -0.05;
    const max = spec.max ?? 0.05;
    const key = spec.max === undefined ? 'min' : 'max';
    if (max < min) throw unexpected([...path, key], values[key], `a max of at least the min (${min} > ${max})`);
  }
  if ((spec.kind === 'heNormal' || spec.kind === 'heUniform') && spec.u !== undefined && spec.a !== undefined) {
    throw new InitializerError(
      [...path, 'a'],
      spec.a,
      `expected either u or a, got both: u = ${heFactor({ u: spec.u })}, a = ${spec.a}.`,
    );
  }
}

/** Laws of whole matrices, which a bias, a vector, cannot have. */
export const matrixKinds: ReadonlySet<string> = new Set<InitializerKind>([
  'identity',
  'orthogonal',
  'sparse',
  'zerO',
  'lsuv',
]);

/** Laws that are given, so that they draw nothing. */
export const givenKinds: ReadonlySet<string> = new Set<InitializerKind>([
  'zeros',
  'ones',
  'constant',
  'identity',
  'zerO',
  'fromFile',
]);

/** As `checkKernelInitializer` for the law of a bias, which moreover cannot be one of `matrixKinds`. */
export function checkBiasInitializer(spec: KernelInitializer, path: Path = []): void {
  checkKernelInitializer(spec, path);
  if (matrixKinds.has(spec.kind))
    throw unexpected([...path, 'kind'], spec.kind, 'a law for single numbers (a bias is a vector)');
}

/** Checks every law of an entry for a network of `hidden` hidden layers; `path` in the error starts at the entry. */
export function checkNetworkInitializer(initializer: NetworkInitializer, hidden: number): void {
  checkKernelInitializer(initializer);
  if (initializer.bias) checkBiasInitializer(initializer.bias, ['bias']);
  for (const [key, spec] of Object.entries(initializer.layers ?? {})) {
    const index = Number(key);
    if (key !== 'output' && !(/^(0|[1-9]\d*)$/.test(key) && index < hidden))
      throw unexpected(['layers', key], key, `output or an index below ${hidden}, the number of hidden layers`);
    checkKernelInitializer(spec, ['layers', key]);
  }
}

/** Throws an `InitializerError` for fans that are no whole numbers of 1 or more. */
export function checkShape(shape: KernelShape): void {
  for (const key of ['fanIn', 'fanOut'] as const) {
    if (!Number.isInteger(shape[key]) || shape[key] < 1)
      throw unexpected([key], shape[key], 'an integer of at least 1');
  }
}
