import * as l10n from '@vscode/l10n';
import {
  runSuffixes,
  seriesLooks,
  settingDifferences,
  settingSuffixes,
  type NamedRun,
  type SeriesLook,
  type SettingDifference,
} from './comparison';
import { dataOf } from '../format/forms';
import type { Experiment } from '../format/schema';
import { labelOf } from '../text/labels';
import { listText } from '../text/language';
import { lossKind } from '../record/lossKind';
import type { LayerInfo, RunHeader, RunRecord, Snapshot, TrialRecord } from '../record/record';

/** Several runs as one that the editor can show. */
export interface MergedRun {
  run: RunRecord;
  /** How each initializer of the merged list is drawn. */
  looks: SeriesLook[];
  /** What could not be laid over each other, and why. */
  notes: string[];
  differences: SettingDifference[];
}

const same = (values: readonly unknown[]): boolean => new Set(values.map((value) => JSON.stringify(value))).size === 1;

/** The layers that all runs have alike, by name; an activation that differs counts for nothing. */
function commonLayers(headers: readonly RunHeader[]): LayerInfo[] {
  const alike = headers[0].layers.flatMap((layer) => {
    const all = headers.map(({ layers }) => layers.find(({ name }) => name === layer.name));
    if (!same(all.map((one) => one && [one.inputs, one.units, one.shape]))) return [];
    return [same(all.map((one) => one?.activation)) ? layer : { ...layer, activation: 'linear' as const }];
  });
  const whole = headers.every(({ layers }) => layers.length === alike.length);
  // A law of a layer's own is found by the layer's place, which is another one when layers are left out.
  return whole || headers.every(({ experiment }) => experiment.initializers.every(({ layers }) => layers === undefined))
    ? alike
    : [];
}

/** Common layers first, as the header has them; the others stay behind them, where verdicts still see them. */
function mergeSnapshot(
  snapshot: Snapshot,
  header: RunHeader,
  layers: readonly LayerInfo[],
  boundary: boolean,
): Snapshot {
  const places = layers.map(({ name }) => header.layers.findIndex((layer) => layer.name === name));
  const rest = snapshot.layers.filter((_, index) => !places.includes(index));
  return {
    step: snapshot.step,
    layers: [...places.map((place) => snapshot.layers[place]), ...rest],
    ...(boundary && snapshot.boundary ? { boundary: snapshot.boundary } : {}),
  };
}

function mergeTrial(
  trial: TrialRecord,
  header: RunHeader,
  key: { initializer: number; seed: number },
  layers: readonly LayerInfo[],
  boundary: boolean,
  mistakes: boolean,
): TrialRecord {
  const final = trial.final && (mistakes ? trial.final : { ...trial.final, mistakes: undefined });
  return {
    ...trial,
    ...key,
    snapshots: trial.snapshots.map((snapshot) => mergeSnapshot(snapshot, header, layers, boundary)),
    ...(final ? { final } : {}),
  };
}

function notesOf(
  headers: readonly RunHeader[],
  layers: readonly LayerInfo[],
  sameData: boolean,
  sameClasses: boolean,
): string[] {
  const left = [...new Set(headers.flatMap((header) => header.layers.map(({ name }) => name)))].filter(
    (name) => !layers.some((layer) => layer.name === name),
  );
  return [
    ...(same(headers.map(lossKind))
      ? []
      : [l10n.t("The runs use different losses, so their costs aren't comparable.")]),
    ...(sameData ? [] : [l10n.t('The runs use different data; costs and accuracies refer to the data of each run.')]),
    ...(!sameData && headers.some(({ data }) => data.points)
      ? [l10n.t('Decision boundaries are omitted because the data differ.')]
      : []),
    ...(sameClasses ? [] : [l10n.t('Confusion matrices are omitted because the classes differ.')]),
    ...(left.length === 0
      ? []
      : [
          l10n.t(
            'Histograms of these layers are omitted because their shapes differ between runs: {0}.',
            listText(left),
          ),
        ]),
  ];
}

/**
 * Lays runs over each other: their initializers in one list, each labelled with its run. What belongs to one network or
 * one dataset alone is left out where these differ; curves and figures always stay. Every run needs a header.
 */
export function mergeRuns(runs: readonly NamedRun[]): MergedRun {
  const headers = runs.map(({ run }) => run.header!);
  const differences = settingDifferences(headers.map(({ experiment }) => experiment));
  const suffixes = settingSuffixes(runs, differences) ?? runSuffixes(runs);
  // Initializers that were trained, by their places in each run's list.
  const trained = runs.map(({ run }) =>
    [...new Set(run.trials.map(({ initializer }) => initializer))].sort((a, b) => a - b),
  );
  const labels = headers.map(({ experiment }, run) =>
    trained[run].map((index) => labelOf(experiment.initializers[index])),
  );
  const initializers = headers.flatMap(({ experiment }, run) =>
    trained[run].map((index, place) => ({
      ...experiment.initializers[index],
      label: `${labels[run][place]} · ${suffixes[run]}`,
    })),
  );
  const offsets = headers.map((_, run) => labels.slice(0, run).reduce((sum, list) => sum + list.length, 0));
  const layers = commonLayers(headers);
  const sameData = same(headers.map(({ experiment }) => dataOf(experiment)));
  const classes = headers.map(({ data }) => data.classes);
  const seeds = headers.map(({ experiment }) => experiment.random.seeds);
  // Columns show one seed: runs of a single seed each, whatever it is, stand side by side. The differences tell which
  // they were.
  const single = seeds.every(({ length }) => length === 1);
  const [first] = headers;
  const { points, ...data } = first.data;
  const header: RunHeader = {
    ...first,
    merged: true,
    experiment: {
      ...first.experiment,
      name: l10n.t('Comparison'),
      random: { ...first.experiment.random, seeds: single ? seeds[0] : [...new Set(seeds.flat())] },
      initializers,
    } as Experiment,
    layers,
    data: {
      ...data,
      ...(sameData && points ? { points } : {}),
      classes: Math.max(...classes),
      trainCount: Math.max(...headers.map((one) => one.data.trainCount)),
      testCount: Math.max(...headers.map((one) => one.data.testCount)),
      note: sameData ? data.note : undefined,
      images: sameData ? data.images : undefined,
      guessing: sameData && same(headers.map((one) => one.data.guessing)) ? data.guessing : undefined,
    },
    totalSteps: Math.max(...headers.map(({ totalSteps }) => totalSteps)),
  };
  return {
    run: {
      id: 0,
      status: 'finished',
      header,
      seconds: Math.max(...runs.map(({ run }) => run.seconds)),
      trials: runs.flatMap(({ run }, index) =>
        run.trials.map((trial) =>
          mergeTrial(
            trial,
            headers[index],
            {
              initializer: offsets[index] + trained[index].indexOf(trial.initializer),
              seed: single ? seeds[0][0] : trial.seed,
            },
            layers,
            sameData,
            same(classes),
          ),
        ),
      ),
    },
    looks: seriesLooks(labels),
    notes: notesOf(headers, layers, sameData, same(classes)),
    differences,
  };
}
