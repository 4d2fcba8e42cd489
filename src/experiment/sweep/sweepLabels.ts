import * as l10n from '@vscode/l10n';
import { catalogue } from '../../engine/initializers/catalogue/catalogue';
import { formatRound } from '../text/format';
import { labelOf, type ShownLaw } from '../text/labels';
import type { Experiment } from '../format/schema';
import { pointerPath, valueAtPath, type SweepSetting } from '../format/sweepAxes';

/** `batchSize` → `batch size`. */
const words = (key: string | number): string =>
  String(key)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

function known(pointer: string): string | undefined {
  switch (pointer) {
    case '/optimizer/learningRate':
      return l10n.t('learning rate');
    case '/optimizer/kind':
      return l10n.t('optimizer');
    case '/optimizer/momentum':
      return l10n.t('momentum');
    case '/optimizer/weightDecay':
      return l10n.t('weight decay');
    case '/training/batchSize':
      return l10n.t('batch size');
    case '/training/steps':
      return l10n.t('steps');
    case '/training/epochs':
      return l10n.t('epochs');
    case '/network/activation':
      return l10n.t('activation');
    case '/network/hidden':
      return l10n.t('hidden layers');
    case '/network/bias':
      return l10n.t('bias');
    case '/dataset/noise':
      return l10n.t('noise');
    case '/dataset/train':
      return l10n.t('training rows');
    case '/loss':
      return l10n.t('loss');
    default:
      return undefined;
  }
}

/** The symbol of an initializer's parameter, such as σ. */
function symbolOf(kind: ShownLaw['kind'], name: string): string {
  if (kind === 'asWritten') return words(name);
  const parameter = catalogue[kind].parameters.find((one) => one.name === name);
  return parameter?.type === 'number' ? (parameter.symbol ?? name) : words(name);
}

/** The name of a swept setting for people: `learning rate`, `width of hidden 0`, `u of He normal`. */
export function settingName(experiment: Experiment, pointer: string): string {
  const found = known(pointer);
  if (found !== undefined) return found;
  const path = pointerPath(experiment, pointer) ?? [pointer];
  const [room, index, ...rest] = path;
  if (room === 'network' && index === 'hidden' && typeof rest[0] === 'number') {
    return rest[1] === 'activation'
      ? l10n.t('activation of hidden {0}', rest[0])
      : l10n.t('width of hidden {0}', rest[0]);
  }
  // Of a model of the user's, the argument as the code has it.
  if (room === 'model' && index === 'arguments' && rest.length > 0) return rest.join('.');
  const entry = room === 'initializers' && typeof index === 'number' ? experiment.initializers.at(index) : undefined;
  if (entry && rest.length > 0) {
    const owner = entry.label ?? labelOf({ kind: entry.kind } as ShownLaw);
    return l10n.t(
      '{0} of {1}',
      rest.length === 1 ? symbolOf(entry.kind, String(rest[0])) : rest.map(words).join(' '),
      owner,
    );
  }
  return entry ? labelOf(entry) : path.map(words).join(' ');
}

function layerText(layer: unknown): string {
  if (typeof layer !== 'object' || layer === null) return String(layer);
  const { units, activation } = layer as { units?: unknown; activation?: unknown };
  return [units, activation].filter((part) => part !== undefined).join(' ');
}

/** A swept value for people: `0.001`, `relu`, `10 · 10`, `3 × 10` for three layers of ten. */
export function settingValue(value: unknown): string {
  if (typeof value === 'number') return formatRound(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return l10n.t('none');
    const parts = value.map(layerText);
    return parts.length > 2 && parts.every((part) => part === parts[0])
      ? `${parts.length} × ${parts[0]}`
      : parts.join(' · ');
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const { kind, label } = value as { kind?: unknown; label?: unknown };
  if (typeof label === 'string') return label;
  return typeof kind === 'string' && Object.keys(value).length === 1 ? kind : JSON.stringify(value);
}

/** A cell in words: `learning rate 0.01, u of He normal 2`. */
export function settingText(experiment: Experiment, setting: SweepSetting): string {
  return Object.entries(setting)
    .map(([pointer, value]) => l10n.t('{0} {1}', settingName(experiment, pointer), settingValue(value)))
    .join(', ');
}

/** The name of an initializer over all cells: without the parameters that the sweep varies. */
export function sweptLabelOf(experiment: Experiment, initializer: number): string {
  const entry = { ...experiment.initializers[initializer] } as Record<string, unknown>;
  for (const { path } of experiment.sweep ?? []) {
    const keys = pointerPath(experiment, path);
    if (
      keys?.[0] === 'initializers' &&
      keys[1] === initializer &&
      keys.length > 2 &&
      keys[2] !== 'kind' &&
      valueAtPath(entry, keys.slice(2, 3)) !== undefined
    )
      delete entry[String(keys[2])];
  }
  return labelOf(entry as unknown as Parameters<typeof labelOf>[0]);
}
