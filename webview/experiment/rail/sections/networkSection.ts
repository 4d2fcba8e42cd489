import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { networkDefaults } from '../../../../src/experiment/format/defaults';
import type { DataPreview } from '../../../../src/experiment/record/record';
import { classesOf, featuresOf } from '../changes/datasetChanges';
import { goalChanges } from '../changes/goalChanges';
import { selectField, toggleField } from '../fields/controls';
import type { Form } from '../form';
import { activationChoices, goalLabel, goals, lossName, type Goal } from '../names';
import '../layerFlow';
import type { SectionContent } from '../section';

const goalKey = (goal: Goal): string => `${goal.loss}/${goal.output}`;

function goalOf(form: Form): Goal | undefined {
  const loss = form.raw(['loss']);
  const output =
    form.raw(['network', 'output']) ?? form.raw(['output']) ?? goals.find((goal) => goal.loss === loss)?.output;
  return goals.find((goal) => goal.loss === loss && goal.output === output);
}

/** Features of the data; undefined for files that no run has read yet. */
function inputsOf(form: Form, data: DataPreview | undefined): number | undefined {
  return featuresOf(form.raw(['dataset'])) ?? data?.features;
}

/** Output units: one logit, or one for each class. */
function outputsOf(form: Form, goal: Goal | undefined, data: DataPreview | undefined): number | undefined {
  const classes = classesOf(form.raw(['dataset'])) ?? data?.classes;
  if (goal?.loss === 'binaryCrossEntropy') return 1;
  return goal?.output === 'linear' && (classes ?? 0) <= 2 ? 1 : classes;
}

/** Features and output units of the network, where they are known. */
export function endsOf(
  form: Form,
  data: DataPreview | undefined,
): { inputs: number | undefined; outputs: number | undefined } {
  return { inputs: inputsOf(form, data), outputs: outputsOf(form, goalOf(form), data) };
}

/** Widths and activations, the output with its loss. */
export function networkSection(form: Form, data: DataPreview | undefined): SectionContent {
  const goal = goalOf(form);
  const choices = goals.map((one) => ({ value: goalKey(one), label: goalLabel(one) }));
  return {
    main: html`
    <il-layer-flow .form=${form} .messages=${form.messages(['network', 'hidden'])} .inputs=${inputsOf(form, data)}
      .outputs=${outputsOf(form, goal, data)}></il-layer-flow>
    ${selectField(form, { path: ['network', 'activation'], label: l10n.t('Activation'), choices: activationChoices(), fallback: networkDefaults.activation, hint: l10n.t('For hidden layers without their own activation') })}
    ${selectField(form, {
      path: ['loss'],
      label: l10n.t('Loss'),
      hint: goal
        ? l10n.t('Output {0}, trained on {1}', goal.output, lossName(goal.loss))
        : l10n.t('Output activation and the cost that is trained on'),
      choices,
      value: goal ? goalKey(goal) : form.raw(['loss']),
      also: [['output'], ['network', 'output']],
      changes: (key) =>
        goalChanges(
          form.document.value,
          goals.find((one) => goalKey(one) === key)!,
        ),
    })}`,
    more: toggleField(form, {
      path: ['network', 'bias'],
      label: l10n.t('Layers have a bias'),
      fallback: networkDefaults.bias,
    }),
    moreWrong: form.hasIssue(['network', 'bias']),
  };
}
