import * as l10n from '@vscode/l10n';
import { isModelExperiment } from '../forms';
import { matrixKinds } from '../../../engine/initializers/check';
import { hasGain } from '../../../engine/initializers/gains';
import { blockProblems, resolveHidden } from '../../../engine/network/resolveNetwork';
import { kindOf } from '../../../engine/spec/networkSpec';
import type { ComputedGain } from '../../../engine/spec/initializerSpec';
import { lackIssues, settingIssues } from './generatorChecks';
import { modelIssues } from './modelChecks';
import { ownSeedIssues } from './ownSeedChecks';
import { pathText, unexpected, type Fix, type Issue, type JsonPath } from '../issue';
import { fixedOutput } from '../resolve';
import type { Experiment, NetworkExperiment } from '../schema';
import { firstTwice } from './twice';

type Law = { kind: string } & Record<string, unknown>;

const set = (path: JsonPath, value: unknown): Fix => ({ kind: 'set', path, value });
const remove = (path: JsonPath): Fix => ({ kind: 'remove', path });
/** An issue that can be put right in one of these ways. */
const fixable = (issue: Issue, ...fixes: Fix[]): Issue => ({ ...issue, fixes });

function gainIssues(gain: unknown, path: JsonPath): Issue[] {
  if (typeof gain !== 'object' || gain === null) return [];
  const { activation, rule, slope } = gain as ComputedGain;
  if (!hasGain(rule, activation))
    return [
      fixable(
        unexpected(
          [...path, 'activation'],
          activation,
          l10n.t('an activation supported by torch.nn.init.calculate_gain, or the rule forward or backward'),
        ),
        set([...path, 'rule'], 'forward'),
      ),
    ];
  return slope === undefined || activation === 'leakyRelu'
    ? []
    : [
        fixable(
          unexpected([...path, 'slope'], slope, l10n.t('the activation leakyRelu, or no slope')),
          remove([...path, 'slope']),
        ),
      ];
}

/** What the parameters of one law say against each other. */
export function lawIssues(law: Law, path: JsonPath): Issue[] {
  const issues: Issue[] = [];
  if (law.u !== undefined && law.a !== undefined)
    issues.push(
      fixable(
        unexpected([...path, 'a'], law.a, l10n.t('either u or a, not both')),
        remove([...path, 'a']),
        remove([...path, 'u']),
      ),
    );
  issues.push(...gainIssues(law.gain, [...path, 'gain']), ...gainIssues(law.u, [...path, 'u']));
  const min = (law.min as number | undefined) ?? -0.05;
  const max = (law.max as number | undefined) ?? 0.05;
  if (law.kind === 'randomUniform' && max < min)
    issues.push(
      unexpected(
        [...path, law.max === undefined ? 'min' : 'max'],
        law.max ?? law.min,
        l10n.t('a max of at least the min ({0} > {1})', min, max),
      ),
    );
  return issues;
}

/** Another layer that has no law of its own yet: the last hidden one, the output. */
function layerFixes(place: JsonPath, layers: Record<string, unknown>, depth: number): Fix[] {
  const free = [...(depth > 0 ? [String(depth - 1)] : []), 'output'].filter((key) => layers[key] === undefined);
  return [...free.map((to): Fix => ({ kind: 'rename', path: place, to })), remove(place)];
}

/** The number of hidden layers; undefined for a user's model, whose modules are known only in Python. */
export function depthOf(experiment: Experiment): number | undefined {
  return isModelExperiment(experiment) ? undefined : experiment.network.hidden.length;
}

/** What an initializer, at its place in the list, says against itself and against the number of hidden layers. */
export function entryIssues(
  entry: Experiment['initializers'][number],
  index: number,
  depth: number | undefined,
): Issue[] {
  const path: JsonPath = ['initializers', index];
  const issues = lawIssues(entry, path);
  if (entry.bias) {
    issues.push(...lawIssues(entry.bias, [...path, 'bias']));
    if (matrixKinds.has(entry.bias.kind))
      issues.push(
        fixable(
          unexpected(
            [...path, 'bias', 'kind'],
            entry.bias.kind,
            l10n.t('a law for single numbers (a bias is a vector)'),
          ),
          remove([...path, 'bias']),
        ),
      );
  }
  for (const [key, law] of Object.entries(entry.layers ?? {})) {
    const place = [...path, 'layers', key];
    if (depth !== undefined && key !== 'output' && Number(key) >= depth) {
      issues.push({
        path: place,
        message: l10n.t(
          '{0}: expected the key "output" or an index below {1}, the number of hidden layers, got "{2}".',
          pathText([...path, 'layers']),
          depth,
          key,
        ),
        fixes: layerFixes(place, entry.layers ?? {}, depth),
      });
    }
    issues.push(...lawIssues(law, place));
  }
  return issues;
}

function trainingIssues({ training, optimizer, random }: Experiment): Issue[] {
  const issues: Issue[] = [];
  if (training.steps === undefined && training.epochs === undefined)
    issues.push({
      path: ['training', 'steps'],
      message: l10n.t('Specify either steps or epochs.'),
      fixes: [set(['training', 'steps'], 1000), set(['training', 'epochs'], 100)],
    });
  if (training.steps !== undefined && training.epochs !== undefined)
    issues.push(
      fixable(
        unexpected(['training', 'epochs'], training.epochs, l10n.t('either steps or epochs, not both')),
        remove(['training', 'epochs']),
        remove(['training', 'steps']),
      ),
    );
  if (typeof optimizer !== 'string' && optimizer.kind === 'sgd' && optimizer.nesterov && optimizer.momentum === 0)
    issues.push(
      fixable(
        unexpected(['optimizer', 'nesterov'], true, l10n.t('a momentum greater than 0 if nesterov is on')),
        set(['optimizer', 'momentum'], 0.9),
        remove(['optimizer', 'nesterov']),
      ),
    );
  const twice = firstTwice(random.seeds);
  if (twice >= 0)
    issues.push(
      fixable(
        unexpected(['random', 'seeds', twice], random.seeds[twice], l10n.t("a seed that isn't in the list yet")),
        remove(['random', 'seeds', twice]),
      ),
    );
  return issues;
}

/** Classes that are known without reading a file. */
function syntheticClasses(dataset: NetworkExperiment['dataset']): number | undefined {
  switch (dataset.kind) {
    case 'csv':
    case 'npy':
      return undefined;
    case 'mnist':
    case 'fashionMnist':
    case 'cifar10':
      return 10;
    case 'blobs':
      return dataset.centers;
    case 'spiral':
    case 'teacher':
      return dataset.classes;
    default:
      return 2;
  }
}

/** The loss that goes with an output. */
const lossOf = {
  sigmoid: 'binaryCrossEntropy',
  softmax: 'categoricalCrossEntropy',
  linear: 'meanSquaredError',
} as const;

function outputIssues({ loss, network, output }: NetworkExperiment): Issue[] {
  const path: JsonPath = network.output === undefined ? ['output'] : ['network', 'output'];
  if (network.output !== undefined && output !== undefined && network.output !== output)
    return [
      fixable(
        unexpected(['output'], output, l10n.t('the same as network.output ({0}), or only one of them', network.output)),
        remove(['output']),
      ),
    ];
  const given = network.output ?? output;
  if (loss === 'meanSquaredError' || given === undefined || given === fixedOutput[loss]) return [];
  const wanted =
    given === 'softmax'
      ? l10n.t('"{0}" with the loss {1} (the softmax of a single output unit is always 1)', fixedOutput[loss], loss)
      : l10n.t('"{0}" with the loss {1}', fixedOutput[loss], loss);
  const fitting = lossOf[given];
  return [fixable(unexpected(path, given, wanted), remove(path), set(['loss'], fitting))];
}

/** How a dataset that is made gets two classes. */
function twoClasses(kind: NetworkExperiment['dataset']['kind']): Fix[] {
  if (kind === 'blobs') return [set(['dataset', 'centers'], 2)];
  return kind === 'spiral' || kind === 'teacher' ? [set(['dataset', 'classes'], 2)] : [];
}

function lossIssues(experiment: NetworkExperiment): Issue[] {
  const issues = outputIssues(experiment);
  const known = syntheticClasses(experiment.dataset);
  if (experiment.loss === 'binaryCrossEntropy' && known !== undefined && known !== 2) {
    issues.push(
      fixable(
        unexpected(['loss'], experiment.loss, l10n.t('categoricalCrossEntropy for {0} classes, or 2 classes', known)),
        set(['loss'], 'categoricalCrossEntropy'),
        ...twoClasses(experiment.dataset.kind),
      ),
    );
  }
  return issues;
}

function datasetIssues({ dataset }: NetworkExperiment): Issue[] {
  if (dataset.kind !== 'npy' || (dataset.testX === undefined) === (dataset.testY === undefined)) return [];
  const missing = dataset.testX === undefined ? 'testX' : 'testY';
  return [
    {
      path: ['dataset', missing],
      message: l10n.t('dataset.{0} is missing: specify both testX and testY, or neither.', missing),
      fixes: [
        remove(['dataset', missing === 'testX' ? 'testY' : 'testX']),
        { kind: 'browse', path: ['dataset', missing] },
      ],
    },
  ];
}

/** Residual blocks that do not fit, as far as that is known without the data. */
function networkIssues({ network }: NetworkExperiment): Issue[] {
  return blockProblems(resolveHidden(network)).map(({ index, field, found, expected }) => {
    const path = ['network', 'hidden', index];
    if (field === 'units')
      return unexpected(path, found, l10n.t('a width of {0} units, as at the input of the residual block', expected));
    if (index === 0) return unexpected(path, 'residual', l10n.t('a layer before the end of a residual block'));
    const layers = [...path, 'layers'];
    return fixable(
      unexpected(layers, found, l10n.t('an integer from 1 to {0}, the number of layers before it', index)),
      set(layers, expected),
    );
  });
}

/** Exceptions for layers that start from fixed values. */
function fixedLayerIssues({ initializers, network }: NetworkExperiment): Issue[] {
  return initializers.flatMap((entry, index) =>
    Object.keys(entry.layers ?? {}).flatMap((key) => {
      const layer = network.hidden[Number(key)];
      const kind = typeof layer === 'object' ? kindOf(layer) : 'dense';
      const path = ['initializers', index, 'layers', key];
      return key === 'output' || kind === 'dense'
        ? []
        : [
            fixable(
              unexpected(path, kind, l10n.t('a dense layer, the only kind that initializers draw')),
              remove(path),
            ),
          ];
    }),
  );
}

/** What fields outside of the initializers say against each other, and that one initializer is on. */
export function wholeIssues(experiment: Experiment): Issue[] {
  const issues = [
    ...(isModelExperiment(experiment)
      ? modelIssues(experiment)
      : [
          ...datasetIssues(experiment),
          ...networkIssues(experiment),
          ...lossIssues(experiment),
          ...lackIssues(experiment),
          ...ownSeedIssues(experiment),
        ]),
    ...trainingIssues(experiment),
    ...settingIssues(experiment),
  ];
  if (experiment.initializers.every((entry) => entry.enabled === false))
    issues.push(
      fixable(
        unexpected(['initializers', 0, 'enabled'], false, l10n.t('at least one enabled initializer')),
        remove(['initializers', 0, 'enabled']),
      ),
    );
  return issues;
}

/** What the schema cannot say: fields that contradict each other. */
export function crossChecks(experiment: Experiment): Issue[] {
  const depth = depthOf(experiment);
  return [
    ...wholeIssues(experiment),
    ...(isModelExperiment(experiment) ? [] : fixedLayerIssues(experiment)),
    ...experiment.initializers.flatMap((entry, index) => entryIssues(entry, index, depth)),
  ];
}
