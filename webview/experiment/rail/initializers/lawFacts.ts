import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { asDrawn } from '../../../../src/engine/initializers/asDrawn';
import { checkKernelInitializer } from '../../../../src/engine/initializers/check';
import { frameworkNames, frameworks, frameworkTitles } from '../../../../src/engine/initializers/catalogue/frameworks';
import { lawOf } from '../../../../src/engine/initializers/laws/law';
import type { Law } from '../../../../src/engine/initializers/laws/lawShapes';
import type { KernelInitializer, Layout } from '../../../../src/engine/spec/initializerSpec';
import type { Generator } from '../../../../src/engine/random/generators';
import type { Snippet } from '../../../../src/experiment/code/snippet';
import { randomDefaults } from '../../../../src/experiment/format/defaults';
import { dialectOf } from '../../../../src/experiment/text/dialect';
import { formatNumber, nothingKnown } from '../../../../src/experiment/text/format';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import { initializerName, readLaw } from '../../../shared/initializerText';
import type { Form } from '../form';
import { asList, asRecord } from '../jsonAccess';
import { generatorOf, layoutOf, settingsOf } from '../randomOf';
import { layerGroups, type LayerFans, type LayerGroup } from '../layerFans';
import './copyCode';

/** Shapes listed at most. */
const listed = 8;

/** The law of one layer as it is drawn: its own, or the entry's. */
function lawAt(
  raw: Readonly<Record<string, unknown>>,
  layer: LayerFans,
  generator: Generator,
): KernelInitializer | undefined {
  const law = readLaw(asRecord(asRecord(raw.layers)[layer.key] ?? raw));
  return law && asDrawn(law, generator);
}

function boundText({ lower, upper }: Law): string {
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return l10n.t('none');
  if (lower === upper) return formatNumber(lower);
  return lower === -upper ? `±${formatNumber(upper)}` : l10n.t('{0} to {1}', formatNumber(lower), formatNumber(upper));
}

function spreadRow(
  raw: Readonly<Record<string, unknown>>,
  { title, first }: LayerGroup,
  layout: Layout,
  generator: Generator,
): TemplateResult {
  const { fanIn, fanOut } = first;
  const spec = lawAt(raw, first, generator);
  let law: Law | undefined;
  try {
    if (spec && fanIn !== undefined && fanOut !== undefined) law = lawOf(spec, { fanIn, fanOut, layout });
  } catch {
    // A law that cannot be drawn says so at its field.
  }
  return html`<tr><th scope="row">${title}</th><td>${fanIn ?? '?'} → ${fanOut ?? '?'}</td>
    <td>${law ? formatNumber(law.std) : nothingKnown}</td><td>${law ? boundText(law) : nothingKnown}</td></tr>`;
}

/** What code is copied for: the first layer of known shape, with the first seed, whose draw the code repeats. */
function snippetOf(
  form: Form,
  law: KernelInitializer,
  layers: readonly LayerFans[],
  layout: Layout,
): Snippet | undefined {
  const known = layers.find(({ fanIn, fanOut }) => fanIn !== undefined && fanOut !== undefined);
  if (known?.fanIn === undefined || known.fanOut === undefined) return undefined;
  try {
    checkKernelInitializer(law);
  } catch {
    return undefined;
  }
  const [seed] = asList(form.raw(['random', 'seeds']));
  return {
    law,
    shape: { fanIn: known.fanIn, fanOut: known.fanOut, layout },
    seed: typeof seed === 'number' ? seed : randomDefaults.seeds[0],
    random: { generator: generatorOf(form), ...settingsOf(form) },
  };
}

/**
 * What is known of a law: its code, its spread in every layer, the dialect in force, its names elsewhere and where it
 * comes from.
 */
export function lawFacts(
  form: Form,
  path: JsonPath,
  layers: readonly LayerFans[],
  paper: string | undefined,
): TemplateResult | typeof nothing {
  const raw = asRecord(form.raw(path));
  const written = readLaw(raw);
  if (!written) return nothing;
  const layout = layoutOf(form);
  const generator = generatorOf(form);
  const law = asDrawn(written, generator);
  const names = frameworkNames[law.kind];
  const groups = layerGroups(layers, (key) => Object.hasOwn(asRecord(raw.layers), key));
  return html`<il-copy-code .form=${form} .snippet=${snippetOf(form, law, layers, layout)}
    .name=${initializerName(raw)}></il-copy-code>
  <details class="facts">
    <summary>${l10n.t('Standard deviation, conventions and names')}</summary>
    <table><thead><tr><th scope="col">${l10n.t('Layer')}</th><th scope="col">${l10n.t('in → out')}</th><th
      scope="col">${l10n.t('std')}</th><th scope="col">${l10n.t('bound')}</th></tr></thead>
      <tbody>${groups.slice(0, listed).map((group) => spreadRow(raw, group, layout, generator))}</tbody></table>
    ${groups.length > listed ? html`<p>${l10n.t('and {0} more with different shapes', groups.length - listed)}</p>` : nothing}
    ${dialectOf(law, generator, layout).map((line) => html`<p>${line}</p>`)}
    <dl>${frameworks.map((framework) => html`<dt>${frameworkTitles[framework]}</dt><dd>${names[framework] === undefined ? l10n.t('not available') : html`<code>${names[framework]}</code>`}</dd>`)}</dl>
    ${paper === undefined ? nothing : html`<p>${paper}</p>`}
  </details>`;
}
