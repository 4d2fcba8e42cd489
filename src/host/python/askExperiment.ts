import * as l10n from '@vscode/l10n';
import { posix } from 'node:path';
import { QuickPickItemKind, window, workspace, Uri, type QuickPickItem } from 'vscode';
import { datasetKinds, datasetTitle } from '../../experiment/format/datasetTitles';
import type { ModelExperimentInput } from '../../experiment/format/schema';
import type { FoundModel, FoundSource } from '../../python/source/findModels';
import { pythonSource } from './pythonSource';

type Data = ModelExperimentInput['data'];
type Choice = QuickPickItem & { data?: Data; ask?: () => Promise<Data | undefined> };

/** Python files beside a model's that are looked through for batches, at most. */
const mostFiles = 50;

/** A value as people write it in Python or JSON: `64`, `True`, `[1, 2]`, `"gelu"`, or a bare word. */
function parseValue(text: string): unknown {
  const json = text
    .trim()
    .replace(/^True$/, 'true')
    .replace(/^False$/, 'false')
    .replace(/^None$/, 'null');
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return text.trim();
  }
}

/** Asks for every argument that has no default; undefined when the user gives up. */
export async function askArguments({ name, required }: FoundModel): Promise<Record<string, unknown> | undefined> {
  const values: Record<string, unknown> = {};
  for (const [index, argument] of required.entries()) {
    const text = await window.showInputBox({
      title: l10n.t('{0}: argument {1} of {2}', name, index + 1, required.length),
      prompt: l10n.t('{0} has no default. Enter its value, such as 64, true, "gelu" or [16, 32].', argument),
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? l10n.t('A value is required.') : undefined),
    });
    if (text === undefined) return undefined;
    values[argument] = parseValue(text);
  }
  return values;
}

/** Whole numbers of a text such as `64, 3, 32, 32` or `64x3x32x32`; undefined for anything else. */
function parseShape(text: string): number[] | undefined {
  const parts = text.trim().split(/[\s,x×]+/);
  const shape = parts.map(Number);
  return shape.length > 0 && shape.every((size) => Number.isInteger(size) && size > 0) ? shape : undefined;
}

async function askNumber(prompt: string, least: number): Promise<number | undefined> {
  const text = await window.showInputBox({
    title: l10n.t('Random Batch'),
    prompt,
    ignoreFocusOut: true,
    validateInput: (value) =>
      Number.isInteger(Number(value)) && Number(value) >= least
        ? undefined
        : l10n.t('Expected an integer of at least {0}.', least),
  });
  return text === undefined ? undefined : Number(text);
}

/** A random batch, with everything about it said by the user. */
async function askRandom(): Promise<Data | undefined> {
  const kinds = [
    { label: l10n.t('Normal numbers'), detail: l10n.t('Images, rows of features, signals'), tokens: false },
    { label: l10n.t('Token ids'), detail: l10n.t('Text models'), tokens: true },
  ];
  const kind = await window.showQuickPick(kinds, { title: l10n.t('Random Batch'), ignoreFocusOut: true });
  if (!kind) return undefined;
  const text = await window.showInputBox({
    title: l10n.t('Random Batch'),
    prompt: kind.tokens
      ? l10n.t('Shape of the batch: rows and positions, such as 16, 64')
      : l10n.t('Shape of the batch, its rows first, such as 64, 3, 32, 32'),
    ignoreFocusOut: true,
    validateInput: (value) =>
      parseShape(value) ? undefined : l10n.t('Expected positive integers such as 64, 3, 32, 32.'),
  });
  if (text === undefined) return undefined;
  const shape = parseShape(text)!;
  const tokens = kind.tokens ? await askNumber(l10n.t('Size of the vocabulary'), 2) : undefined;
  if (kind.tokens && tokens === undefined) return undefined;
  const targets = await window.showQuickPick(
    [
      { label: l10n.t('Classes'), y: 'classes' as const },
      ...(kind.tokens ? [{ label: l10n.t('A token per position'), y: 'tokens' as const }] : []),
      { label: l10n.t('None: the model returns its loss'), y: 'none' as const },
    ],
    { title: l10n.t('Random Batch'), placeHolder: l10n.t('Select the targets'), ignoreFocusOut: true },
  );
  if (!targets) return undefined;
  const classes = targets.y === 'classes' ? await askNumber(l10n.t('Number of classes'), 2) : undefined;
  if (targets.y === 'classes' && classes === undefined) return undefined;
  return {
    random: {
      x: { shape, ...(tokens !== undefined && { tokens }) },
      ...(targets.y === 'classes' && { y: { classes: classes! } }),
      ...(targets.y === 'tokens' && { y: { tokens: tokens! } }),
    },
  };
}

async function askDataset(): Promise<Data | undefined> {
  const items = datasetKinds
    .filter((kind) => kind !== 'npy' && kind !== 'csv')
    .map((dataset) => ({ label: datasetTitle(dataset), dataset }));
  const picked = await window.showQuickPick(items, { title: l10n.t('Dataset'), ignoreFocusOut: true });
  if (!picked) return undefined;
  const images = { mnist: [1, 28, 28], fashionMnist: [1, 28, 28], cifar10: [3, 32, 32] } as Record<string, number[]>;
  const shape = images[picked.dataset];
  return { dataset: { kind: picked.dataset }, ...(shape && { shape }) } as Data;
}

/** Functions and objects that give batches in the Python files beside the model's. */
async function batchesBeside(uri: Uri): Promise<Choice[]> {
  if (uri.scheme !== 'file') return [];
  const folder = Uri.joinPath(uri, '..');
  const entries = await workspace.fs.readDirectory(folder);
  const others = entries.map(([name]) => name).filter((name) => name.endsWith('.py') && !uri.path.endsWith(`/${name}`));
  const { findModels } = await pythonSource();
  const found = await Promise.all(
    others.slice(0, mostFiles).map(async (name) => {
      const text = new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, name)));
      return findModels(text).batches.map((batch) => batchChoice(name, batch));
    }),
  );
  return found.flat();
}

const batchChoice = (file: string, name: string): Choice => ({
  label: name,
  description: file,
  data: { python: `${file}:${name}` },
});

/** Where the batches come from: the one place in the file, else the user is asked. Undefined when they give up. */
async function askData(uri: Uri, { batches }: FoundSource): Promise<Data | undefined> {
  const file = posix.basename(uri.path);
  const own = batches.map((name) => batchChoice(file, name));
  if (own.length === 1) return own[0].data;
  const beside = await batchesBeside(uri);
  const heading = (label: string): Choice => ({ label, kind: QuickPickItemKind.Separator });
  const items: Choice[] = [
    ...(own.length + beside.length > 0 ? [heading(l10n.t('Your batches')), ...own, ...beside] : []),
    heading(l10n.t('Others')),
    { label: l10n.t('A dataset of Init Lab'), detail: l10n.t('Circles, MNIST, CIFAR-10 and more'), ask: askDataset },
    { label: l10n.t('A random batch'), detail: l10n.t('Of a shape that you give'), ask: askRandom },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Batches for the Model'),
    placeHolder: l10n.t('Select where the batches come from'),
    ignoreFocusOut: true,
  });
  return picked?.ask ? picked.ask() : picked?.data;
}

/**
 * A first experiment with a model of a file or notebook: what nobody can know is asked, the rest are usual values.
 * Undefined when the user gives up.
 */
export async function askExperiment(
  uri: Uri,
  model: FoundModel,
  source: FoundSource,
): Promise<ModelExperimentInput | undefined> {
  const values = await askArguments(model);
  if (!values) return undefined;
  const data = await askData(uri, source);
  if (!data) return undefined;
  return {
    version: 1,
    name: model.name,
    model: {
      python: `${posix.basename(uri.path)}:${model.name}`,
      ...(Object.keys(values).length > 0 && { arguments: values }),
    },
    data,
    ...(source.losses.length === 1 && { loss: `${posix.basename(uri.path)}:${source.losses[0]}` }),
    optimizer: { kind: 'adam', learningRate: 0.001 },
    training: { steps: 200, recordEvery: 5, ...('dataset' in data && { batchSize: 64, shuffle: true }) },
    random: { generator: model.framework === 'torch' ? 'torch' : 'numpy', seeds: [0] },
    initializers: [{ kind: 'asWritten' }, { kind: 'heNormal' }, { kind: 'glorotUniform' }],
  };
}
