import type { JsonPath } from '../../../../src/experiment/format/issue';
import type { Change } from '../../../../src/experiment/edit/edit';
import type { LayerKindName } from '../../../../src/engine/spec/networkSpec';
import { asList, asRecord, valueAt } from '../jsonAccess';
import { moveSweepPaths } from './sweepChanges';

const hiddenPath: JsonPath = ['network', 'hidden'];

/** Exceptions for single layers are keyed by the layer's index: `to` says where each layer goes (undefined: away). */
function moveExceptions(value: unknown, to: (index: number) => number | undefined): Change[] {
  return asList(valueAt(value, ['initializers'])).flatMap((entry, index) => {
    const layers = asRecord(asRecord(entry).layers);
    const keys = Object.keys(layers);
    const moved = keys.flatMap((key) => {
      const target = key === 'output' ? 'output' : to(Number(key));
      return target === undefined ? [] : [[String(target), layers[key]] as const];
    });
    if (moved.length === keys.length && moved.every(([key], place) => key === keys[place])) return [];
    return [
      { path: ['initializers', index, 'layers'], value: moved.length > 0 ? Object.fromEntries(moved) : undefined },
    ];
  });
}

/** The kind of an entry of the list of hidden layers. */
export function kindOfLayer(layer: unknown): LayerKindName {
  const { kind } = asRecord(layer);
  return typeof kind === 'string' && kind in startOf ? (kind as LayerKindName) : 'dense';
}

/** Whether an entry of the list is a dense layer. */
export const isDense = (layer: unknown): boolean => kindOfLayer(layer) === 'dense';

/** What a layer of a kind is at first. */
const startOf: Record<LayerKindName, (index: number) => unknown> = {
  dense: () => 8,
  layerNorm: () => ({ kind: 'layerNorm' }),
  batchNorm: () => ({ kind: 'batchNorm' }),
  dropout: () => ({ kind: 'dropout', rate: 0.5 }),
  residual: (index) => ({ kind: 'residual', layers: Math.max(1, Math.min(2, index - 1)) }),
};

/** Another kind of layer at an index; exceptions for what initializers do not draw go away. */
export function layerKindChanges(value: unknown, index: number, kind: LayerKindName): Change[] {
  const path = [...hiddenPath, index];
  if (kindOfLayer(valueAt(value, path)) === kind) return [];
  const hidden = asList(valueAt(value, hiddenPath));
  const near = hidden.slice(0, index).findLast(isDense) ?? hidden.slice(index + 1).find(isDense);
  const units = typeof near === 'number' ? near : asRecord(near).units;
  return [
    { path, value: kind === 'dense' && typeof units === 'number' ? units : startOf[kind](index) },
    ...(kind === 'dense' ? [] : moveExceptions(value, (layer) => (layer === index ? undefined : layer))),
  ];
}

/** One more hidden layer at the end, as wide as the last. */
export function addLayerChanges(value: unknown): Change[] {
  const hidden = asList(valueAt(value, hiddenPath));
  const last = hidden.findLast(isDense);
  const units = typeof last === 'number' ? last : asRecord(last).units;
  if (!Array.isArray(valueAt(value, hiddenPath))) return [{ path: hiddenPath, value: [8] }];
  return [{ path: [...hiddenPath, hidden.length], value: typeof units === 'number' ? units : 8, insert: true }];
}

/** Removes a hidden layer, and its exceptions with it. */
export function removeLayerChanges(value: unknown, index: number): Change[] {
  return [
    { path: [...hiddenPath, index], value: undefined },
    ...moveExceptions(value, (layer) => (layer === index ? undefined : layer > index ? layer - 1 : layer)),
    ...moveSweepPaths(value, hiddenPath, (layer) => (layer === index ? undefined : layer > index ? layer - 1 : layer)),
  ];
}

/** Swaps a hidden layer with the next or the one before; their exceptions go with them. */
export function moveLayerChanges(value: unknown, index: number, by: 1 | -1): Change[] {
  const hidden = asList(valueAt(value, hiddenPath));
  const other = index + by;
  if (other < 0 || other >= hidden.length) return [];
  return [
    { path: [...hiddenPath, index], value: hidden[other] },
    { path: [...hiddenPath, other], value: hidden[index] },
    ...moveExceptions(value, (layer) => (layer === index ? other : layer === other ? index : layer)),
    ...moveSweepPaths(value, hiddenPath, (layer) => (layer === index ? other : layer === other ? index : layer)),
  ];
}

/** Another width; the short form of a layer stays short. */
export function layerWidthChanges(value: unknown, index: number, units: unknown): Change[] {
  const path = [...hiddenPath, index];
  const layer = valueAt(value, path);
  return [
    typeof layer === 'object' && layer !== null ? { path: [...path, 'units'], value: units } : { path, value: units },
  ];
}

/** An activation of its own, or (undefined) the network's again. */
export function layerActivationChanges(value: unknown, index: number, activation: string | undefined): Change[] {
  const path = [...hiddenPath, index];
  const layer = valueAt(value, path);
  if (!isDense(layer)) return [{ path: [...path, 'activation'], value: activation }];
  const units = typeof layer === 'object' ? asRecord(layer).units : layer;
  return [{ path, value: activation === undefined ? units : { units, activation } }];
}
