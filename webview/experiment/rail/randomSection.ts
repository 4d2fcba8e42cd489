import { html } from 'lit';
import { randomDefaults } from '../../../src/experiment/defaults';
import { fieldRow, selectField, textField } from './fields/controls';
import { parseSeeds, seedsText } from './fields/parse';
import type { Form } from './form';
import { choicesOf, generatorNames, layoutNames } from './names';
import type { SectionContent } from './section';

/** Seeds, and whose random numbers fill a kernel in which order. */
export function randomSection(form: Form): SectionContent {
  return { main: html`
    ${textField(form, { path: ['random', 'seeds'], label: 'Seeds', parse: parseSeeds, text: seedsText, fallback: randomDefaults.seeds, hint: 'One trial of every initializer for each seed: 1, 2, 3 or 1-5' })}
    ${fieldRow('Draws as', html`
      ${selectField(form, { path: ['random', 'generator'], label: 'Random generator', quiet: true, choices: choicesOf(generatorNames), fallback: randomDefaults.generator, hint: "NumPy: np.random.RandomState; PyTorch: the CPU generator of torch.manual_seed" })}
      ${selectField(form, { path: ['random', 'layout'], label: 'Weight layout', quiet: true, choices: choicesOf(layoutNames), fallback: randomDefaults.layout, hint: 'Order in which a kernel is drawn: (out, in) as PyTorch and the NumPy courses, (in, out) as Keras and JAX' })}`)}` };
}
