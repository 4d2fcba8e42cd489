import { catalogue } from '../../engine/initializers/catalogue/catalogue';
import type { InitializerKind } from '../../engine/spec/initializerSpec';
import type { LayerKindName } from '../../engine/spec/networkSpec';
import { datasetDefaults, type DatasetKind, type OptimizerKind } from '../format/defaults';
import { datasetTitle } from '../format/datasetTitles';
import { presets } from '../presets/presets';
import { datasetTexts, layerTexts, optimizerTexts } from './schemaTexts';

/** A snippet of VS Code's JSON schemas: `^` before a text in the body leaves out its quotes. */
export interface SchemaSnippet {
  label: string;
  description: string;
  body: unknown;
}

/** Values become tab stops in their order; words keep their quotes. */
function tabStops(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  let stop = 0;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (key === 'kind') return [key, value];
      const place = `\${${++stop}:${String(value)}}`;
      return [key, typeof value === 'string' ? place : `^${place}`];
    }),
  );
}

/** One snippet for each kind of initializer, with the parameters that people change. */
export function initializerSnippets(): SchemaSnippet[] {
  return (Object.keys(catalogue) as InitializerKind[]).map((kind) => {
    const { name, advice, parameters } = catalogue[kind];
    const shown = parameters.flatMap((parameter): [string, unknown][] => {
      if (parameter.type === 'text') return [[parameter.name, parameter.start]];
      return parameter.type === 'number' && parameter.default !== undefined
        ? [[parameter.name, parameter.default]]
        : [];
    });
    return { label: name, description: advice, body: tabStops({ kind, ...Object.fromEntries(shown) }) };
  });
}

const files = { npy: { x: 'x.npy', y: 'y.npy' }, csv: { path: 'data.csv', target: 'target' } } as const;

/** One snippet for each dataset, with the sizes and shapes that people change. */
export function datasetSnippets(): SchemaSnippet[] {
  return (Object.keys(datasetDefaults) as DatasetKind[]).map((kind) => ({
    label: datasetTitle(kind),
    description: datasetTexts[kind],
    body: tabStops({ kind, ...(kind === 'npy' || kind === 'csv' ? files[kind] : {}), ...datasetDefaults[kind] }),
  }));
}

/** One snippet for each optimizer, with its usual learning rate. */
export function optimizerSnippets(): SchemaSnippet[] {
  const usual: Record<OptimizerKind, Record<string, unknown>> = {
    sgd: { learningRate: 0.01, momentum: 0.9 },
    rmsprop: { learningRate: 0.01 },
    adam: { learningRate: 0.001 },
    adamw: { learningRate: 0.001, weightDecay: 0.01 },
  };
  return (Object.keys(usual) as OptimizerKind[]).map((kind) => ({
    label: kind,
    description: optimizerTexts[kind],
    body: tabStops({ kind, ...usual[kind] }),
  }));
}

/** One snippet for each kind of hidden layer. */
export function layerSnippets(): SchemaSnippet[] {
  const usual: Record<LayerKindName, Record<string, unknown>> = {
    dense: { units: 16, activation: 'relu' },
    layerNorm: { activation: 'relu' },
    batchNorm: { activation: 'relu' },
    dropout: { rate: 0.5 },
    residual: { layers: 2, gate: 1 },
  };
  return (Object.keys(usual) as LayerKindName[]).map((kind) => ({
    label: kind,
    description: layerTexts[kind],
    body: tabStops({ kind, ...usual[kind] }),
  }));
}

/** Whole experiments, for an empty file: those of Compare Initializers. */
export function experimentSnippets(): SchemaSnippet[] {
  return presets.map(({ title, detail, experiment }) => ({
    label: `Experiment: ${title}`,
    description: detail,
    body: experiment,
  }));
}

/** Settings that are often varied. */
export const sweepSnippets: readonly SchemaSnippet[] = [
  {
    label: 'A list of learning rates',
    description: 'Every initializer is trained with each of them.',
    body: { path: '/optimizer/learningRate', values: ['^${1:0.001}', '^${2:0.01}', '^${3:0.1}'] },
  },
  {
    label: 'A range of a parameter',
    description: 'Values between two bounds, spaced evenly or by ratio.',
    body: {
      path: '/initializers/${1:0}/${2:u}',
      from: '^${3:0.5}',
      to: '^${4:4}',
      count: '^${5:8}',
      scale: '${6:log}',
    },
  },
];

/** The two usual ways to say how long to train. */
export const trainingSnippets: readonly SchemaSnippet[] = [
  {
    label: 'Steps over all the data',
    description: 'Full-batch training.',
    body: tabStops({ steps: 5000, batchSize: 'full' }),
  },
  {
    label: 'Epochs of small batches',
    description: 'Mini-batch training, shuffled.',
    body: tabStops({ epochs: 20, batchSize: 32, shuffle: true }),
  },
];
