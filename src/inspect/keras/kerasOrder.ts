import type { KerasLayer, KerasLayers } from './kerasLayers';
import { kindOfName, variableOf } from './kerasVariables';

/** What an HDF5 file says about one of its groups. */
export interface H5Group {
  path: string;
  /** Of the group `vars` of a layer: the layer's name. */
  name?: string;
  /** Of the older files: layers and weights in the order of the model. */
  layerNames?: readonly string[];
  weightNames?: readonly string[];
}

let collator: Intl.Collator | undefined;

/** Natural order: `dense` before `dense_1`, that before `dense_2` and `dense_10`. */
function naturally(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}

/** Parts of attention in the order in which they are used. */
const parts = [
  'query',
  'query_dense',
  'key',
  'key_dense',
  'value',
  'value_dense',
  'attention_output',
  'output_dense',
  'forward_layer',
  'backward_layer',
  'kernel',
  'depthwise_kernel',
  'pointwise_kernel',
  'recurrent_kernel',
  'bias',
];

/** The place of a name among the parts of a layer; -1 where it is none. */
const partOf = (name: string): number => parts.indexOf(name.replace(/^_/, ''));

/** Names of folders and datasets without the slash at the start. */
const trimmed = (path: string): string => path.replace(/^\/+/, '');

/** Places of layers among their neighbours, by path. */
function ranksOf(layers: KerasLayers, groups: readonly H5Group[]): Map<string, number> {
  const ranks = new Map<string, number>();
  [...layers.keys()].forEach((path, i) => {
    ranks.set(path, i);
    // Keras 2.13 called the folder so.
    ranks.set(path.replace(/(^|\/)layers\//g, '$1_layer_checkpoint_dependencies/'), i);
  });
  for (const { path, layerNames, weightNames } of groups) {
    const own = trimmed(path);
    const inside = (name: string): string => (own === '' ? name : `${own}/${name}`);
    layerNames?.forEach((name, i) => ranks.set(inside(name), i));
    weightNames?.forEach((name, i) => {
      // `dense/dense/kernel:0`: every folder on the way has the place of its first weight.
      const full = inside(name);
      for (let at = full.indexOf('/', own.length + 1); at >= 0; at = full.indexOf('/', at + 1))
        if (!ranks.has(full.slice(0, at))) ranks.set(full.slice(0, at), i);
      ranks.set(full, i);
    });
  }
  return ranks;
}

/**
 * Whether the names of two neighbours tell their order for certain: variables of a layer, parts of attention, and
 * layers of one class in a list of layers, which Keras numbers in the order of the model.
 */
function isTold(prefix: string, a: string, b: string): boolean {
  const base = (name: string): string => name.replace(/_\d+$/, '');
  return (
    /(^|\/)vars\/$/.test(prefix) ||
    (partOf(a) >= 0 && partOf(b) >= 0) ||
    (/(^|\/)(layers|_layer_checkpoint_dependencies)\/$/.test(prefix) && base(a) === base(b))
  );
}

function compareNames(a: string, b: string): number {
  const [i, j] = [partOf(a), partOf(b)];
  return i >= 0 && j >= 0 ? i - j : naturally(a, b);
}

/**
 * Datasets in the order of the model: of `config.json`, of the lists `layer_names` and `weight_names`, else in natural
 * order. `said` is whether the file itself told the order of all layers that hold numbers.
 */
export function kerasOrder(
  paths: readonly string[],
  layers: KerasLayers,
  groups: readonly H5Group[],
): { sorted: string[]; said: boolean } {
  const ranks = ranksOf(layers, groups);
  let said = true;
  const compare = (a: string, b: string): number => {
    const [left, right] = [a.split('/'), b.split('/')];
    let prefix = '';
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      if (left[i] !== right[i]) {
        const [r, s] = [ranks.get(prefix + left[i]), ranks.get(prefix + right[i])];
        if (r !== undefined && s !== undefined && r !== s) return r - s;
        if ((r === undefined) !== (s === undefined)) return r === undefined ? 1 : -1;
        if (r === undefined && !isTold(prefix, left[i], right[i])) said = false;
        return compareNames(left[i], right[i]);
      }
      prefix += `${left[i]}/`;
    }
    return left.length - right.length;
  };
  const sorted = [...paths].map(trimmed).sort(compare);
  return { sorted, said };
}

/** What the file says of the layer of each dataset: its class, its name, and which variable of it the dataset is. */
export function kerasSaid(
  path: string,
  layers: KerasLayers,
  groups: ReadonlyMap<string, H5Group>,
  kinds: ReadonlyMap<string, string>,
): { kind?: string; name?: string; variable?: string } {
  const segments = trimmed(path).split('/');
  const at = segments.lastIndexOf('vars');
  if (at !== segments.length - 2 || at < 0) {
    // The older files have a folder for each layer, and names of variables.
    const below = segments[0] === 'model_weights' ? segments.slice(1) : segments;
    const nested = below
      .slice(0, -1)
      .reverse()
      .map((segment) => kinds.get(segment) ?? kindOfName(segment))
      .find((kind) => kind !== undefined);
    const variable = below.at(-1)!.replace(/:0$/, '');
    return below.length > 1 ? { ...(nested === undefined ? {} : { kind: nested }), name: below[0], variable } : {};
  }
  const folder = segments.slice(0, at).join('/').replaceAll('_layer_checkpoint_dependencies', 'layers');
  const name = groups.get(segments.slice(0, at + 1).join('/'))?.name;
  const known = layers.get(folder);
  const last = segments[at - 1] ?? '';
  // The cell of a recurrent layer is a layer of its own.
  const cell =
    last === 'cell'
      ? cellOf(layers.get(segments.slice(0, at - 1).join('/'))?.kind ?? kindOfRecurrent(segments[at - 2] ?? ''))
      : undefined;
  const kind = known?.kind ?? cell ?? kindOfName(last) ?? (name === undefined ? undefined : kindOfName(name));
  const layer: KerasLayer | undefined = known ?? (kind === undefined ? undefined : { kind });
  const variable = layer && variableOf(layer, Number(segments[at + 1]));
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name }),
    ...(variable === undefined ? {} : { variable }),
  };
}

const kindOfRecurrent = (folder: string): string | undefined =>
  ({ lstm: 'LSTM', gru: 'GRU', simple_rnn: 'SimpleRNN' })[folder.replace(/_\d+$/, '')];
const cellOf = (kind: string | undefined): string | undefined =>
  kind === 'LSTM' || kind === 'GRU' || kind === 'SimpleRNN' ? `${kind}Cell` : undefined;
