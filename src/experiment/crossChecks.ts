import { matrixKinds } from '../engine/initializers/check';
import { hasGain } from '../engine/initializers/gains';
import type { ComputedGain } from '../engine/initializers/spec';
import { unexpected, type Issue, type JsonPath } from './issue';
import { fixedOutput } from './resolve';
import type { Experiment } from './schema';

type Law = { kind: string } & Record<string, unknown>;

function gainIssues(gain: unknown, path: JsonPath): Issue[] {
  if (typeof gain !== 'object' || gain === null) return [];
  const { activation, rule, slope } = gain as ComputedGain;
  if (!hasGain(rule, activation)) return [unexpected([...path, 'activation'], activation, 'an activation that torch.nn.init.calculate_gain has a number for, or the rule forward or backward,')];
  return slope === undefined || activation === 'leakyRelu' ? [] : [unexpected([...path, 'slope'], slope, 'the activation leakyRelu, or no slope,')];
}

/** What the parameters of one law say against each other. */
export function lawIssues(law: Law, path: JsonPath): Issue[] {
  const issues: Issue[] = [];
  if (law.u !== undefined && law.a !== undefined) issues.push(unexpected([...path, 'a'], law.a, 'either u or a, not both,'));
  issues.push(...gainIssues(law.gain, [...path, 'gain']), ...gainIssues(law.u, [...path, 'u']));
  const min = (law.min as number | undefined) ?? -0.05;
  const max = (law.max as number | undefined) ?? 0.05;
  if (law.kind === 'randomUniform' && max < min) issues.push(unexpected([...path, law.max === undefined ? 'min' : 'max'], law.max ?? law.min, `a max of at least the min (${min} > ${max})`));
  return issues;
}

function initializerIssues(experiment: Experiment): Issue[] {
  const depth = experiment.network.hidden.length;
  return experiment.initializers.flatMap((entry, index) => {
    const path: JsonPath = ['initializers', index];
    const issues = lawIssues(entry, path);
    if (entry.bias) {
      issues.push(...lawIssues(entry.bias, [...path, 'bias']));
      if (matrixKinds.has(entry.bias.kind)) issues.push(unexpected([...path, 'bias', 'kind'], entry.bias.kind, 'a law for single numbers, as a bias is a vector,'));
    }
    for (const [key, law] of Object.entries(entry.layers ?? {})) {
      const place = [...path, 'layers', key];
      if (key !== 'output' && Number(key) >= depth) {
        issues.push({ path: place, message: `Unexpected key "${key}" in initializers[${index}].layers: the network has ${depth} hidden layers, so an index below ${depth} or "output" is needed.` });
      }
      issues.push(...lawIssues(law, place));
    }
    return issues;
  });
}

function trainingIssues({ training, optimizer, random }: Experiment): Issue[] {
  const issues: Issue[] = [];
  if (training.steps === undefined && training.epochs === undefined) issues.push({ path: ['training', 'steps'], message: 'Nothing in training.steps: steps or epochs is needed.' });
  if (training.steps !== undefined && training.epochs !== undefined) issues.push(unexpected(['training', 'epochs'], training.epochs, 'either steps or epochs, not both,'));
  if (optimizer.kind === 'sgd' && optimizer.nesterov && optimizer.momentum === 0) issues.push(unexpected(['optimizer', 'nesterov'], true, 'a momentum greater than 0 with it'));
  const twice = random.seeds.findIndex((seed, index) => random.seeds.indexOf(seed) < index);
  if (twice >= 0) issues.push(unexpected(['random', 'seeds', twice], random.seeds[twice], 'a seed that is not in the list yet'));
  return issues;
}

/** Classes that are known without reading a file. */
function syntheticClasses(dataset: Experiment['dataset']): number | undefined {
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

function outputIssues({ loss, network, output }: Experiment): Issue[] {
  const path: JsonPath = network.output === undefined ? ['output'] : ['network', 'output'];
  if (network.output !== undefined && output !== undefined && network.output !== output) return [unexpected(['output'], output, `the same as network.output (${network.output}), or only one of them,`)];
  const given = network.output ?? output;
  if (loss === 'meanSquaredError' || given === undefined || given === fixedOutput[loss]) return [];
  return [unexpected(path, given, `"${fixedOutput[loss]}" with the loss ${loss}`)];
}

function lossIssues(experiment: Experiment): Issue[] {
  const issues = outputIssues(experiment);
  const known = syntheticClasses(experiment.dataset);
  if (experiment.loss === 'binaryCrossEntropy' && known !== undefined && known !== 2) {
    issues.push(unexpected(['loss'], experiment.loss, `categoricalCrossEntropy for ${known} classes, or 2 classes,`));
  }
  return issues;
}

function datasetIssues({ dataset }: Experiment): Issue[] {
  if (dataset.kind !== 'npy' || (dataset.testX === undefined) === (dataset.testY === undefined)) return [];
  const missing = dataset.testX === undefined ? 'testX' : 'testY';
  return [{ path: ['dataset', missing], message: `Nothing in dataset.${missing}: testX and testY go together.` }];
}

/** What the schema cannot say: fields that contradict each other. */
export function crossChecks(experiment: Experiment): Issue[] {
  const issues = [...datasetIssues(experiment), ...lossIssues(experiment), ...trainingIssues(experiment), ...initializerIssues(experiment)];
  if (experiment.initializers.every((entry) => entry.enabled === false)) issues.push(unexpected(['initializers', 0, 'enabled'], false, 'at least one initializer that is on'));
  return issues;
}
