import * as l10n from '@vscode/l10n';
import { catalogue, defaultOf } from '../../engine/initializers/catalogue/catalogue';
import { gainValue, heFactor, isComputedGain } from '../../engine/initializers/gains';
import type { KernelInitializer } from '../../engine/spec/initializerSpec';

/** A law as people read of it: one of the catalogue, or what a user's model draws by itself. */
export type ShownLaw = KernelInitializer | { kind: 'asWritten' };

type Labelled = ShownLaw & { label?: string; shared?: boolean };

/** A number as people read it: six significant digits at most, a true minus. */
function readable(value: number): string {
  return String(Number(value.toPrecision(6)))
    .replace('e+', 'e')
    .replaceAll('-', '−');
}

/** The parameters that differ from the catalogue's defaults, in its order: `σ = 0.01`, `mode fanOut`, `truncated`. */
function settings(initializer: KernelInitializer): string[] {
  const values: Readonly<Record<string, unknown>> = { ...initializer };
  return catalogue[initializer.kind].parameters.flatMap((parameter) => {
    const value = values[parameter.name];
    if (value === undefined || value === defaultOf(initializer.kind, parameter.name)) return [];
    if (isComputedGain(value) && parameter.type === 'number') {
      const gain = gainValue(value);
      const slope = value.slope === undefined ? '' : ` ${readable(value.slope)}`;
      return [
        `${parameter.name} = ${readable(parameter.computed === 'square' ? gain * gain : gain)} of ${value.activation}${slope}, ${value.rule}`,
      ];
    }
    if (typeof value === 'number') {
      const symbol = parameter.type === 'number' ? (parameter.symbol ?? parameter.name) : parameter.name;
      return [`${symbol} = ${readable(value)}`];
    }
    if (parameter.type === 'text') return [String(value)];
    return [typeof value === 'boolean' ? parameter.name : `${parameter.name} ${String(value)}`];
  });
}

/**
 * The name of an entry: its label, or the catalogue's name with the parameters that are not the defaults in brackets.
 */
export function labelOf(initializer: Labelled): string {
  if (initializer.label !== undefined) return initializer.label;
  if (initializer.kind === 'asWritten') return l10n.t('As written');
  const { name } = catalogue[initializer.kind];
  const extra = [
    ...settings(initializer),
    ...(initializer.seed === undefined ? [] : [`seed = ${initializer.seed}`]),
    ...(initializer.shared ? ['shared'] : []),
  ];
  return extra.length === 0 ? name : `${name} (${extra.join(', ')})`;
}

const fans = { fanIn: 'n_in', fanOut: 'n_out' };

/** `factor` before `rest`, left out where it is 1. */
const times = (factor: number, rest: string): string => (factor === 1 ? rest : `${readable(factor)}·${rest}`);

const variance = (top: number, bottom: string, truncated?: boolean): string =>
  truncated
    ? l10n.t('W ~ N(0, {0} / {1}), cut at ±2σ and rescaled', readable(top), bottom)
    : `W ~ N(0, ${readable(top)} / ${bottom})`;
const bound = (top: number, bottom: string): string => `W ~ U(±√(${readable(top)} / ${bottom}))`;

function varianceScaling(initializer: KernelInitializer & { kind: 'varianceScaling' }): string {
  const mode = initializer.mode ?? 'fanIn';
  const scale = initializer.scale ?? 1;
  const distribution = initializer.distribution ?? 'truncatedNormal';
  const n = mode === 'fanAvg' ? '(n_in + n_out)' : fans[mode];
  const top = mode === 'fanAvg' ? 2 * scale : scale;
  return distribution === 'uniform' ? bound(3 * top, n) : variance(top, n, distribution === 'truncatedNormal');
}

function uniform(min: number, max: number): string {
  return min === -max ? `W ~ U(±${readable(max)})` : `W ~ U[${readable(min)}, ${readable(max)})`;
}

/** The law of an entry's kernels with its parameters filled in: `W ~ N(0, 2 / n_in)`, `W ~ U(±0.05)`, `W = 0`. */
export function formulaOf(initializer: ShownLaw): string {
  switch (initializer.kind) {
    case 'asWritten':
      return l10n.t('W as the model draws it');
    case 'zeros':
      return 'W = 0';
    case 'ones':
      return 'W = 1';
    case 'constant':
      return `W = ${readable(initializer.value ?? 0)}`;
    case 'identity':
      return `W = ${times(initializer.gain ?? 1, 'I')}`;
    case 'orthogonal':
      return l10n.t('W = {0}, QᵀQ = I or QQᵀ = I', times(gainValue(initializer.gain ?? 1), 'Q'));
    case 'sparse':
      return l10n.t(
        'W ~ N(0, {0}²), {1} % zeros in each column',
        readable(initializer.stddev ?? 0.01),
        readable(100 * (initializer.sparsity ?? 0.1)),
      );
    case 'zerO':
      return l10n.t('W = I, or I · H · I / 2^(k/2) where n_out > n_in');
    case 'lsuv':
      return l10n.t('W = Q / std(outputs on the first batch)');
    case 'fromFile':
      return l10n.t('W from {0}', initializer.path);
    case 'randomNormal': {
      const scale = initializer.scale ?? 1;
      return `W ~ N(${readable((initializer.mean ?? 0) * scale)}, ${readable(Math.abs((initializer.stddev ?? 0.05) * scale))}²)`;
    }
    case 'randomUniform':
      return uniform(initializer.min ?? -0.05, initializer.max ?? 0.05);
    case 'truncatedNormal':
      return l10n.t(
        'W ~ N({0}, {1}²), cut at ±2σ',
        readable(initializer.mean ?? 0),
        readable(initializer.stddev ?? 0.05),
      );
    case 'varianceScaling':
      return varianceScaling(initializer);
    case 'glorotUniform':
      return `W ~ U(±${times(Math.abs(gainValue(initializer.gain ?? 1)), '√(6 / (n_in + n_out))')})`;
    case 'glorotNormal':
      return variance(2 * gainValue(initializer.gain ?? 1) ** 2, '(n_in + n_out)', initializer.truncated);
    case 'heUniform':
    case 'heNormal': {
      const u = heFactor(initializer);
      const n = fans[initializer.mode ?? 'fanIn'];
      return initializer.kind === 'heUniform' ? bound(3 * u, n) : variance(u, n, initializer.truncated);
    }
    case 'lecunUniform':
      return bound(3, 'n_in');
    case 'lecunNormal':
      return variance(1, 'n_in', initializer.truncated);
    case 'pytorchLinear':
      return 'W ~ U(±1 / √n_in)';
  }
}
