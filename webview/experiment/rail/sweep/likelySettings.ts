import * as l10n from '@vscode/l10n';
import { precisions } from '../../../../src/engine/elementType';
import { defaultOf } from '../../../../src/engine/initializers/catalogue/catalogue';
import { entryOf, initializerName } from '../../../shared/initializerText';
import { asList, asRecord, valueAt } from '../jsonAccess';
import { isDense } from '../changes/layerChanges';

/** A setting that an experiment may vary. */
export interface LikelySetting {
  path: string;
  label: string;
  /** The axis that choosing it begins with. */
  axis: Record<string, unknown>;
}

const range = (path: string, value: number): Record<string, unknown> => ({
  path,
  from: Number((value / 10).toPrecision(3)),
  to: Number((value * 10).toPrecision(3)),
  count: 5,
  scale: 'log',
});
const list = (path: string, values: unknown[]): Record<string, unknown> => ({ path, values });

function widths(value: unknown): LikelySetting[] {
  const hidden = asList(valueAt(value, ['network', 'hidden']));
  const first = Number(typeof hidden[0] === 'object' ? asRecord(hidden[0]).units : hidden[0]) || 10;
  const depth: LikelySetting = {
    path: '/network/hidden',
    label: l10n.t('Depth and widths (hidden layers)'),
    axis: list(
      '/network/hidden',
      [1, 2, 3].map((layers) => Array<number>(layers).fill(first)),
    ),
  };
  const each = hidden.flatMap((layer, index): LikelySetting[] => {
    if (!isDense(layer)) return [];
    const plain = typeof layer === 'number';
    const path = `/network/hidden/${index}${plain ? '' : '/units'}`;
    const units = Number(plain ? layer : asRecord(layer).units) || 8;
    return [
      {
        path,
        label: l10n.t('Width of hidden {0}', index),
        axis: list(path, [...new Set([Math.max(1, Math.round(units / 2)), units, 2 * units, 4 * units])]),
      },
    ];
  });
  return [...each, depth];
}

/** The number parameters of each initializer: u, σ, gain. */
function parameters(value: unknown): LikelySetting[] {
  return asList(valueAt(value, ['initializers'])).flatMap((raw, index) => {
    const given = asRecord(raw);
    const entry = entryOf(given.kind);
    if (!entry || given.enabled === false) return [];
    return entry.parameters.flatMap((parameter): LikelySetting[] => {
      if (parameter.type !== 'number') return [];
      const path = `/initializers/${index}/${parameter.name}`;
      const now = given[parameter.name] ?? defaultOf(entry.kind, parameter.name);
      const axis =
        typeof now === 'number' && now > 0
          ? parameter.name === 'u' || parameter.name === 'gain'
            ? { path, from: 0.5, to: 4, count: 4, scale: 'log' }
            : range(path, now)
          : list(path, [0.5, 1, 2]);
      return [{ path, label: l10n.t('{0} of {1}', parameter.symbol ?? parameter.name, initializerName(given)), axis }];
    });
  });
}

/** What people vary, of this experiment. */
export function likelySettings(value: unknown): LikelySetting[] {
  const rate = valueAt(value, ['optimizer', 'learningRate']);
  const noise = valueAt(value, ['dataset', 'noise']);
  return [
    {
      path: '/optimizer/learningRate',
      label: l10n.t('Learning rate'),
      axis: range('/optimizer/learningRate', typeof rate === 'number' && rate > 0 ? rate : 0.01),
    },
    ...widths(value),
    {
      path: '/network/activation',
      label: l10n.t('Activation'),
      axis: list('/network/activation', ['relu', 'tanh', 'gelu', 'sigmoid']),
    },
    { path: '/training/batchSize', label: l10n.t('Batch size'), axis: list('/training/batchSize', [16, 64, 'full']) },
    { path: '/optimizer/kind', label: l10n.t('Optimizer'), axis: list('/optimizer/kind', ['sgd', 'adam']) },
    { path: '/precision', label: l10n.t('Precision'), axis: list('/precision', [...precisions]) },
    ...(typeof noise === 'number'
      ? [
          {
            path: '/dataset/noise',
            label: l10n.t('Noise of the data'),
            axis: list('/dataset/noise', [0.02, 0.05, 0.1, 0.2]),
          },
        ]
      : []),
    ...parameters(value),
  ];
}
