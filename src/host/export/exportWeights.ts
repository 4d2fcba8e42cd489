import * as l10n from '@vscode/l10n';
import { window, type QuickPickItem, type Uri } from 'vscode';
import { formatCount } from '../../experiment/text/format';
import { labelOf } from '../../experiment/text/labels';
import type { RunRecord } from '../../experiment/record/record';
import {
  weightFile,
  weightFileStem,
  weightMetadata,
  type WeightFormat,
  type WeightMoment,
} from '../../experiment/runFile/weightFile';
import type { NamedTensor, TrialWeights } from '../../protocol/trainer';
import type { ExportSource } from './exportSource';
import { askTarget } from './proposal';
import { writeWhole } from './writeFiles';

/** What of the export is settled already; the rest is asked. */
export interface WeightOptions {
  /** Index in the run. */
  trial?: number;
  moment?: WeightMoment;
  format?: WeightFormat;
  /** Name of the one tensor of a `.npy` file. */
  tensor?: string;
  uri?: Uri;
}

interface Choice {
  trial: number;
  moment: WeightMoment;
  tensors: NamedTensor[];
}

const title = (): string => l10n.t('Export Weights');

async function pickTrial(
  run: RunRecord,
  weights: readonly TrialWeights[],
  options: WeightOptions,
): Promise<Choice | undefined> {
  const items = weights.flatMap(({ trial, initial, final }) => {
    const { initializer, seed } = run.trials[trial];
    const label = labelOf(run.header!.experiment.initializers[initializer]);
    const item = (moment: WeightMoment, tensors: NamedTensor[], description: string): QuickPickItem & Choice => ({
      label,
      description,
      trial,
      moment,
      tensors,
    });
    return [
      ...(initial.length > 0 ? [item('initial', initial, l10n.t('seed {0}, at the start', seed))] : []),
      ...(final && final.length > 0
        ? [item('final', final, l10n.t('seed {0}, after step {1}', seed, formatCount(run.trials[trial].step)))]
        : []),
    ];
  });
  if (items.length === 0)
    throw new Error(
      l10n.t("The weights of this run weren't saved or were lost with its process. Run it again to export them."),
    );
  if (options.trial === undefined)
    return window.showQuickPick(items, {
      title: title(),
      placeHolder: l10n.t('Select initializer, seed and moment'),
      matchOnDescription: true,
    });
  const chosen = items.find(({ trial, moment }) => trial === options.trial && moment === (options.moment ?? 'final'));
  if (!chosen) throw new Error(l10n.t('Trial {0} has no weights at this moment.', options.trial));
  return chosen;
}

async function pickFormat(): Promise<WeightFormat | undefined> {
  const items: (QuickPickItem & { format: WeightFormat })[] = [
    { label: '.safetensors', description: l10n.t('all tensors, for PyTorch, JAX and others'), format: 'safetensors' },
    { label: '.npz', description: l10n.t('all tensors, for numpy.load'), format: 'npz' },
    { label: '.npy', description: l10n.t('one tensor, for numpy.load'), format: 'npy' },
  ];
  return (await window.showQuickPick(items, { title: title(), placeHolder: l10n.t('Format') }))?.format;
}

async function pickTensor(tensors: readonly NamedTensor[], name: string | undefined): Promise<NamedTensor | undefined> {
  if (name !== undefined) return tensors.find((tensor) => tensor.name === name);
  const items = tensors.map((tensor) => ({ label: tensor.name, description: tensor.shape.join(' × '), tensor }));
  return (await window.showQuickPick(items, { title: title(), placeHolder: l10n.t('Select a tensor') }))?.tensor;
}

/** Saves the weights of one trial at its start or end. Answers where; undefined when the user thought better of it. */
export async function exportWeights(
  source: ExportSource,
  run: RunRecord,
  options: WeightOptions,
): Promise<Uri | undefined> {
  if (run.sweep) throw new Error(l10n.t("Sweeps don't save weights. Run the experiment of a single cell to get them."));
  const choice = await pickTrial(run, await source.weightsOf(), options);
  if (!choice) return undefined;
  const format = options.format ?? (await pickFormat());
  if (!format) return undefined;
  const single = format === 'npy' ? await pickTensor(choice.tensors, options.tensor) : undefined;
  if (format === 'npy' && !single) return undefined;
  const stem = weightFileStem(run, choice.trial, choice.moment);
  const uri = options.uri ?? (await askTarget(source, title(), single ? `${stem}-${single.name}` : stem, format));
  if (!uri) return undefined;
  await writeWhole(uri, weightFile(format, single ? [single] : choice.tensors, weightMetadata(run, choice.trial)));
  return uri;
}
