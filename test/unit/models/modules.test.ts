import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../webview/experiment/results/columns/columnModel';
import { overlayOf } from '../../../webview/experiment/results/columns/overlayModel';
import { moduleTree, searched, treeRows } from '../../../webview/experiment/results/modules/moduleTree';
import {
  allLayers,
  mostLayers,
  shownLayers,
  weightedLayers,
} from '../../../webview/experiment/results/modules/shownLayers';
import { varianceOf } from '../../../webview/experiment/results/variance/varianceModel';
import { modelRun } from './modelRun';

const run = modelRun(2);
const { layers, model } = run.header!;
const tree = () => moduleTree(layers, model!.modules);
const at = (name: string): number => layers.findIndex((layer) => layer.name === name);

describe('the tree of modules', () => {
  it('has the segments of the paths, in the order of the calls, with classes', () => {
    expect(tree().map(({ path }) => path)).toEqual(['tokens', 'layers', 'head']);
    const [first, second] = tree()[1].children;
    expect([first.path, first.kind, first.layer, second.path]).toEqual(['layers.0', 'Layer', undefined, 'layers.1']);
    expect(first.children.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'before LayerNorm',
      'attention MultiheadAttention',
      'between LayerNorm',
      'c_fc Linear',
      'relu() relu',
      'c_proj Linear',
      'drop Dropout',
    ]);
    const attention = first.children[1];
    expect([attention.layer, attention.children.map(({ name, kind }) => [name, kind])]).toEqual([
      at('layers.0.attention'),
      [['in_proj_weight', '96×32']],
    ]);
  });

  it('shows lines with level and place, and none below what is folded', () => {
    const rows = treeRows(tree(), (path) => path !== 'layers.0');
    const folded = rows.find(({ node }) => node.path === 'layers.0')!;
    expect([folded.level, folded.expanded, folded.position, folded.siblings, folded.parent]).toEqual([
      2,
      false,
      1,
      2,
      'layers',
    ]);
    expect(rows.some(({ node }) => node.path.startsWith('layers.0.'))).toBe(false);
    expect(rows.find(({ node }) => node.path === 'layers.1.c_fc')!.level).toBe(3);
  });

  it('is searched by paths and classes', () => {
    const paths = (words: string) => treeRows(searched(tree(), words), () => true).map(({ node }) => node.path);
    expect(paths('1.C_FC')).toEqual(['layers', 'layers.1', 'layers.1.c_fc']);
    expect(paths('dropout')).toEqual(['layers', 'layers.0', 'layers.0.drop', 'layers.1', 'layers.1.drop']);
    expect(paths('nothing of that name')).toEqual([]);
  });

  it('leaves out what has no weights, and the call of an attention but for its projection', () => {
    const weighted = weightedLayers(run);
    expect([weighted.has(at('layers.0.attention')), weighted.has(at('layers.0.attention.in_proj_weight'))]).toEqual([
      false,
      true,
    ]);
    const kept = treeRows(
      moduleTree(layers, model!.modules, (index) => weighted.has(index)),
      () => true,
    );
    const paths = kept.map(({ node }) => node.path);
    expect(paths).toContain('layers.1.attention');
    expect(paths.some((path) => path.endsWith('relu()') || path.endsWith('drop'))).toBe(false);
  });
});

describe('what the columns show of a model', () => {
  const names = (choice: number | string, of = run) =>
    shownLayers(of, choice).indices.map((index) => of.header!.layers[index].name);

  it('is the call of a module with its parameters, or all calls within one', () => {
    expect(names('head')).toEqual(['head']);
    expect(names('layers.1.attention')).toEqual(['layers.1.attention', 'layers.1.attention.in_proj_weight']);
    expect(names('layers.1')).toHaveLength(8);
    expect(names(allLayers)).toHaveLength(layers.length);
  });

  it('is not another module whose name begins alike', () => {
    const many = modelRun(12);
    expect(names('layers.1', many)).toHaveLength(8);
    expect(names('layers.1', many).every((name) => name.startsWith('layers.1.'))).toBe(true);
  });

  it('of a large one has weights alone, as many as there is room for, and says what is left out', () => {
    const large = modelRun(12);
    const shown = shownLayers(large, allLayers);
    expect(shown.indices).toHaveLength(mostLayers);
    const weighted = weightedLayers(large);
    expect(shown.indices.every((index) => weighted.has(index))).toBe(true);
    expect(shown.indices.length + shown.withoutWeights + shown.over).toBe(large.header!.layers.length);
    expect(columnsOf(large, { seed: 0, step: 0, tensor: 'kernel', axes: 'auto' })[0].layers).toHaveLength(mostLayers);
  });

  const layerOf = (name: string, tensor: 'kernel' | 'bias' | 'activations' | 'gradients') =>
    columnsOf(run, { seed: 0, step: 0, tensor, axes: 'auto', layer: at(name) })[0].layers[0];

  it('of a call without weights is a word in place of an empty chart', () => {
    for (const name of ['layers.0.relu()', 'layers.0.attention', 'layers.0.drop']) {
      const layer = layerOf(name, 'kernel');
      expect([layer.histogram, layer.missing, layer.figures]).toEqual([undefined, 'no weights of its own', '']);
    }
    expect(layerOf('layers.0.relu()', 'bias').missing).toBe('no bias');
    expect(layerOf('layers.0.relu()', 'gradients').missing).toBe('no gradients recorded');
    expect(layerOf('layers.0.attention.in_proj_weight', 'activations').missing).toBe('a parameter has no activations');
    const view = { seed: 0, step: 0, tensor: 'kernel', axes: 'auto', layer: at('layers.0.relu()') } as const;
    expect(overlayOf(run, view)[0]).toMatchObject({ missing: 'no weights of its own' });
  });

  it('has activations with their dead units, and histograms without the density of a law', () => {
    const relu = layerOf('layers.0.relu()', 'activations');
    expect(relu.histogram).toBeDefined();
    expect(relu.figures).toContain('3 units dead');
    expect(relu.shape).toBe('');
    const kernel = layerOf('head', 'kernel');
    expect(kernel.histogram!.series[0].law).toBeUndefined();
    expect(kernel.figures).not.toContain('law');
  });
});

describe('variance by depth of a model', () => {
  const view = { seed: 0, step: Infinity, forward: 'preActivations' } as const;

  it('goes over the calls in their order: without parameters and without theory', () => {
    const { forward, backward, theory } = varianceOf(run, view);
    expect(theory).toBe(false);
    expect(forward.places).toHaveLength(layers.filter(({ kind }) => kind === 'module').length);
    expect(forward.places[1]).toBe('layers.0.before · LayerNorm');
    expect(forward.places.some((place) => place.includes('in_proj_weight'))).toBe(false);
    // σ² of 2 sin(0), …, 2 sin(63), as numpy.var gives it.
    expect(forward.lines[0].measured[0]).toBeCloseTo(1.9663054, 6);
    expect(forward.lines.every(({ expected }) => expected === undefined)).toBe(true);
    // Nothing came back to the embedding: the first call backward is the second one.
    expect(backward.calls!.slice(0, 2)).toEqual([2, 3]);
    expect(forward.calls).toEqual(forward.places.map((_, index) => index + 1));
  });

  it('leaves out calls without numbers', () => {
    const odd = structuredClone(run);
    for (const { snapshots } of odd.trials)
      for (const { layers: all } of snapshots)
        all[1].activations = { ...all[1].activations, statistics: { ...all[1].activations.statistics, std: NaN } };
    const { forward } = varianceOf(odd, view);
    expect(forward.calls!.slice(0, 2)).toEqual([1, 3]);
    expect(forward.places[1]).toBe('layers.0.attention · MultiheadAttention');
  });
});
