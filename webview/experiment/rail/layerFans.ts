import { asList, asRecord } from './jsonAccess';
import type { Form } from './form';

/** One dense layer as far as its fans are known. */
export interface LayerFans {
  /** As `layers` of an initializer names it: the index of a hidden layer, or `output`. */
  key: string;
  title: string;
  fanIn: number | undefined;
  fanOut: number | undefined;
}

const widthOf = (layer: unknown): number | undefined => {
  const units = typeof layer === 'number' ? layer : asRecord(layer).units;
  return typeof units === 'number' && Number.isInteger(units) && units >= 1 ? units : undefined;
};

/** Every layer of the document's network between `inputs` features and `outputs` units. */
export function layerFans(form: Form, inputs: number | undefined, outputs: number | undefined): LayerFans[] {
  const widths = [inputs, ...asList(form.raw(['network', 'hidden'])).map(widthOf), outputs];
  return widths.slice(1).map((fanOut, index) => {
    const output = index === widths.length - 2;
    return { key: output ? 'output' : String(index), title: output ? 'output' : `hidden ${index}`, fanIn: widths[index], fanOut };
  });
}
