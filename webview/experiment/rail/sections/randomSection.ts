import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { namesModel } from '../../../../src/experiment/format/forms';
import { randomDefaults } from '../../../../src/experiment/format/defaults';
import { fieldRow, selectField, textField } from '../fields/controls';
import { parseSeeds, seedsText } from '../fields/parse';
import type { Form } from '../form';
import { choicesOf, layoutNames } from '../names';
import type { SectionContent } from '../section';
import { generatorField, generatorSettings } from './generatorFields';

/** Seeds, and whose random numbers fill a kernel in which order. */
export function randomSection(form: Form): SectionContent {
  const ofModel = namesModel(form.document.value);
  return {
    main: html`
    ${textField(form, { path: ['random', 'seeds'], label: l10n.t('Seeds'), parse: parseSeeds, text: seedsText, fallback: randomDefaults.seeds, hint: l10n.t('One trial per initializer and seed: 1, 2, 3 or 1-5 or 5 from 1') })}
    ${
      ofModel
        ? nothing
        : html`${fieldRow(l10n.t('Drawn as in'), generatorField(form))}
      ${selectField(form, { path: ['random', 'layout'], label: l10n.t('Weight layout'), choices: choicesOf(layoutNames), fallback: randomDefaults.layout, hint: l10n.t('Order in which a kernel is drawn: (out, in) as in PyTorch and NumPy courses, (in, out) as in Keras and JAX') })}
      ${generatorSettings(form)}`
    }`,
  };
}
