import { isDense } from './changes/layerChanges';
import { asList, asRecord } from './jsonAccess';
import type { Form } from './form';
import { layerTitle } from '../../../src/experiment/text/layerTitle';

/** One dense layer as far as its fans are known. */
export interface LayerFans {
  /** As `layers` of an initializer names it: the index of a hidden layer, or `output`. */
  key: string;
  title: string;
  fanIn: number | undefined;
  fanOut: number | undefined;
}

/** The width after a layer, from that before it. */
const widthOf = (layer: unknown, before: number | undefined): number | undefined => {
  if (!isDense(layer)) return before;
  const units = typeof layer === 'number' ? layer : asRecord(layer).units;
  return typeof units === 'number' && Number.isInteger(units) && units >= 1 ? units : undefined;
};

/** Layers of one shape and law that follow each other, as one line of a table. */
export interface LayerGroup {
  title: string;
  first: LayerFans;
}

/**
 * Joins hidden layers that follow each other with the same fans: `hidden 1–8`. Those that `apart` names stand alone.
 */
export function layerGroups(layers: readonly LayerFans[], apart: (key: string) => boolean): LayerGroup[] {
  const groups: { first: LayerFans; last: LayerFans }[] = [];
  for (const layer of layers) {
    const open = groups.at(-1);
    const joins =
      open &&
      layer.key !== 'output' &&
      ![open.first.key, layer.key].some(apart) &&
      open.first.fanIn === layer.fanIn &&
      open.first.fanOut === layer.fanOut;
    if (joins) open.last = layer;
    else groups.push({ first: layer, last: layer });
  }
  return groups.map(({ first, last }) => ({
    title: first === last ? first.title : `${first.title}–${last.key}`,
    first,
  }));
}

/** Every dense layer of the document's network between `inputs` features and `outputs` units. */
export function layerFans(form: Form, inputs: number | undefined, outputs: number | undefined): LayerFans[] {
  const hidden = asList(form.raw(['network', 'hidden']));
  let fanIn = inputs;
  const layers = hidden.flatMap((layer, index): LayerFans[] => {
    const fanOut = widthOf(layer, fanIn);
    const found = { key: String(index), title: layerTitle(String(index)), fanIn, fanOut };
    fanIn = fanOut;
    return isDense(layer) ? [found] : [];
  });
  return [...layers, { key: 'output', title: layerTitle('output'), fanIn, fanOut: outputs }];
}
