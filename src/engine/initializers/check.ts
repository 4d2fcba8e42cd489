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
    need: string,
  ) {
    super(`Unexpected ${problem} ${String(value)} in ${path.join('.')}: ${need}`);
  }
}

/**
 * What an entry of an experiment's list says of a whole network: a law for every kernel, exceptions, the biases' law.
 */
export type NetworkInitializer = KernelInitializer & {
  bias?: KernelInitializer;
  /** By `output` or the index of the hidden layer from 0. */
  layers?: Record<string, KernelInitializer>;
};

type Path = readonly (string | number)[];

function checkNumber(parameter: Parameter & { type: 'number' }, value: unknown, path: Path): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new InitializerError(path, value, parameter.name, 'a finite number is needed.');
  }
  if (parameter.whole && !Number.isInteger(value))
    throw new InitializerError(path, value, parameter.name, 'a whole number is needed.');
  if (parameter.min !== undefined && value < parameter.min) {
    throw new InitializerError(path, value, parameter.name, `a number of ${parameter.min} or more is needed.`);
  }
  if (parameter.above !== undefined && value <= parameter.above) {
    throw new InitializerError(path, value, parameter.name, `a number above ${parameter.above} is needed.`);
  }
  if (parameter.max !== undefined && value > parameter.max) {
    throw new InitializerError(path, value, parameter.name, `a number of ${parameter.max} or less is needed.`);
  }
}

/** A gain that is to be computed: for a known activation, by a known rule that has a number for it. */
function checkComputedGain(value: object, path: Path): void {
  const { activation, rule, slope } = value as Record<string, unknown>;
  if (!activations.includes(activation as Activation)) {
    throw new InitializerError(
      [...path, 'activation'],
      activation,
      'activation',
      `one of ${activations.join(', ')} is needed.`,
    );
  }
  if (!gainRules.includes(rule as GainRule))
    throw new InitializerError([...path, 'rule'], rule, 'rule', `one of ${gainRules.join(', ')} is needed.`);
  if (!hasGain(rule as GainRule, activation as Activation)) {
    throw new InitializerError(
      [...path, 'activation'],
      activation,
      'activation',
      'one that torch.nn.init.calculate_gain has a number for is needed, or the rule forward or backward.',
    );
  }
  if (slope !== undefined && activation !== 'leakyRelu')
    throw new InitializerError([...path, 'slope'], slope, 'slope', 'only leakyRelu has one.');
  if (slope !== undefined)
    checkNumber({ type: 'number', name: 'slope', description: '', min: 0 }, slope, [...path, 'slope']);
}

function checkParameter(parameter: Parameter, value: unknown, path: Path): void {
  if (parameter.type === 'number' && parameter.computed !== undefined && typeof value === 'object' && value !== null) {
    checkComputedGain(value, path);
  } else if (parameter.type === 'number') {
    checkNumber(parameter, value, path);
  } else if (parameter.type === 'text') {
    if (typeof value !== 'string' || value === '')
      throw new InitializerError(path, value, parameter.name, 'a text that is not empty is needed.');
  } else if (parameter.type === 'boolean') {
    if (typeof value !== 'boolean') throw new InitializerError(path, value, parameter.name, 'true or false is needed.');
  } else if (typeof value !== 'string' || !parameter.choices.includes(value)) {
    throw new InitializerError(path, value, parameter.name, `one of ${parameter.choices.join(', ')} is needed.`);
  }
}

/**
 * Throws an `InitializerError` for a parameter that is no finite number or out of range, for max < min, and for u
 * beside a.
 */
export function checkKernelInitializer(spec: KernelInitializer, path: Path = []): void {
  if (!Object.hasOwn(catalogue, spec.kind)) {
    throw new InitializerError([...path, 'kind'], spec.kind, 'initializer', 'a kind of the catalogue is needed.');
  }
  const values: Readonly<Record<string, unknown>> = { ...spec };
  for (const parameter of catalogue[spec.kind].parameters) {
    const value = values[parameter.name];
    if (value !== undefined || parameter.type === 'text') checkParameter(parameter, value, [...path, parameter.name]);
  }
  if (spec.kind === 'randomUniform') {
    const min = spec.min ?? -0.05;
    const max = spec.max ?? 0.05;
    const key = spec.max === undefined ? 'min' : 'max';
    if (max < min) {
      throw new InitializerError([...path, key], values[key], key, `min ${min} must not be above max ${max}.`);
    }
  }
  if ((spec.kind === 'heNormal' || spec.kind === 'heUniform') && spec.u !== undefined && spec.a !== undefined) {
    throw new InitializerError(
      [...path, 'a'],
      spec.a,
      'slope a',
      `u = ${heFactor({ u: spec.u })} is given too, and a means u = 2 / (1 + a²); leave one out.`,
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

/** As `checkKernelInitializer` for the law of a bias, which moreover cannot be one of `matrixKinds`. */
export function checkBiasInitializer(spec: KernelInitializer, path: Path = []): void {
  checkKernelInitializer(spec, path);
  if (matrixKinds.has(spec.kind)) {
    throw new InitializerError(
      [...path, 'kind'],
      spec.kind,
      'initializer of a bias',
      'a bias is a vector; a law for single numbers is needed.',
    );
  }
}

/** Checks every law of an entry for a network of `hidden` hidden layers; `path` in the error starts at the entry. */
export function checkNetworkInitializer(initializer: NetworkInitializer, hidden: number): void {
  checkKernelInitializer(initializer);
  if (initializer.bias) checkBiasInitializer(initializer.bias, ['bias']);
  for (const [key, spec] of Object.entries(initializer.layers ?? {})) {
    const index = Number(key);
    if (key !== 'output' && !(/^(0|[1-9]\d*)$/.test(key) && index < hidden)) {
      throw new InitializerError(
        ['layers', key],
        key,
        'layer',
        `output or the index of one of the ${hidden} hidden layers, from 0, is needed.`,
      );
    }
    checkKernelInitializer(spec, ['layers', key]);
  }
}

/** Throws an `InitializerError` for fans that are no whole numbers of 1 or more. */
export function checkShape(shape: KernelShape): void {
  for (const key of ['fanIn', 'fanOut'] as const) {
    if (!Number.isInteger(shape[key]) || shape[key] < 1) {
      throw new InitializerError([key], shape[key], key, 'a whole number of 1 or more is needed.');
    }
  }
}
