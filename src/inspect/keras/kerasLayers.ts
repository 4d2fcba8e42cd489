/** A layer of a Keras model, as its configuration names it. */
export interface KerasLayer {
  /** Its class: `Dense`, `MultiHeadAttention`. */
  kind: string;
  name?: string;
  /** Of a normalization: whether it has a scale and an offset. */
  hasScale?: boolean;
  hasOffset?: boolean;
}

/** The layers of a model in its order, by the folder of the weights file that holds them: `layers/dense_1`. */
export type KerasLayers = ReadonlyMap<string, KerasLayer>;

/** Models within models at most. */
const deepest = 16;
const mostLayers = 100_000;

type Unknown = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * A class as the folder of its layer (`keras.src.utils.naming.to_snake_case`): `Conv2DTranspose` is `conv2d_transpose`.
 */
export function snakeCase(kind: string): string {
  return kind
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

function layerOf(item: unknown): (KerasLayer & { config: Unknown }) | undefined {
  if (!isObject(item) || typeof item.class_name !== 'string') return undefined;
  const config = isObject(item.config) ? item.config : {};
  const name = textOf(item.name) ?? textOf(config.name);
  const [scale, offset] = [config.scale, config.center];
  return {
    kind: item.class_name.slice(0, 100),
    config,
    ...(name === undefined ? {} : { name }),
    ...(typeof scale === 'boolean' ? { hasScale: scale } : {}),
    ...(typeof offset === 'boolean' ? { hasOffset: offset } : {}),
  };
}

/**
 * The layers of a configuration (`config.json`, `model_config`) under the folders that Keras 3 gives them: the class in
 * snake case, numbered among the layers of that class in the order of the model. An empty map for what is no
 * configuration of layers.
 */
export function layersOfConfig(config: unknown): KerasLayers {
  const found = new Map<string, KerasLayer>();
  const walk = (model: unknown, prefix: string, depth: number): void => {
    const own = isObject(model) && isObject(model.config) ? model.config : undefined;
    if (!own || !Array.isArray(own.layers) || depth > deepest) return;
    const used = new Map<string, number>();
    // A Sequential keeps its input outside its layers.
    const items = own.layers.filter(
      (item) =>
        !(isObject(model) && model.class_name === 'Sequential' && isObject(item) && item.class_name === 'InputLayer'),
    );
    for (const item of items) {
      const layer = layerOf(item);
      if (!layer || found.size >= mostLayers) continue;
      const base = snakeCase(layer.kind);
      const number = used.get(base) ?? 0;
      used.set(base, number + 1);
      const { config: inner, ...rest } = layer;
      const path = `${prefix}layers/${number === 0 ? base : `${base}_${number}`}`;
      found.set(path, rest);
      walk(item, `${path}/`, depth + 1);
      // TimeDistributed and Bidirectional have a layer of their own.
      for (const [key, wrapped] of [
        ['layer', inner.layer],
        ['forward_layer', inner.layer],
        ['backward_layer', inner.backward_layer ?? inner.layer],
      ] as const) {
        const one = layerOf(wrapped);
        if (!one) continue;
        found.set(`${path}/${key}`, { kind: one.kind, ...(one.name === undefined ? {} : { name: one.name }) });
        walk(wrapped, `${path}/${key}/`, depth + 1);
      }
    }
  };
  walk(config, '', 0);
  return found;
}

/** The text of a configuration as a value; undefined where it is none. */
export function parsedConfig(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
