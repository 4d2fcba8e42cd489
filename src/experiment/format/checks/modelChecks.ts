import * as l10n from '@vscode/l10n';
import { unexpected, type Issue } from '../issue';
import type { ModelExperiment } from '../schema';

/** Kinds of initializers that need what only a network of Init Lab's own has. */
const ownNetworksOnly: readonly string[] = ['fromFile', 'zerO', 'lsuv'];

function initializerIssues({ initializers }: ModelExperiment): Issue[] {
  const expected = l10n.t("a law that the model's own framework can draw");
  return initializers.flatMap((entry, index) => [
    ...(ownNetworksOnly.includes(entry.kind)
      ? [unexpected(['initializers', index, 'kind'], entry.kind, expected)]
      : []),
    ...(entry.bias && ownNetworksOnly.includes(entry.bias.kind)
      ? [unexpected(['initializers', index, 'bias', 'kind'], entry.bias.kind, expected)]
      : []),
    ...Object.entries(entry.layers ?? {}).flatMap(([pattern, { kind }]) =>
      ownNetworksOnly.includes(kind)
        ? [unexpected(['initializers', index, 'layers', pattern, 'kind'], kind, expected)]
        : [],
    ),
  ]);
}

/** What only a model of the user's own can have wrong: fields that do not go with each other. */
export function modelIssues(experiment: ModelExperiment): Issue[] {
  const { data, loss, step, training } = experiment;
  const issues = initializerIssues(experiment);
  if (step !== undefined && loss !== undefined && loss !== 'model')
    issues.push({
      ...unexpected(['loss'], loss, l10n.t('"model" with a step of your own, which returns the loss')),
      fixes: [
        { kind: 'set', path: ['loss'], value: 'model' },
        { kind: 'remove', path: ['step'] },
      ],
    });
  if ('random' in data && data.random.y === undefined && loss !== undefined && loss !== 'model')
    issues.push(unexpected(['data', 'random', 'y'], undefined, l10n.t('targets for the loss {0}', loss)));
  if (!('dataset' in data) && training.epochs !== undefined)
    issues.push({
      ...unexpected(['training', 'epochs'], training.epochs, l10n.t('steps: the number of rows is not known here')),
      fixes: [{ kind: 'rename', path: ['training', 'epochs'], to: 'steps' }],
    });
  return issues;
}
