import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatBytes, formatCount, formatNumber } from '../../../src/experiment/text/format';
import { listText } from '../../../src/experiment/text/language';
import type { DetailOptions, SingularValues, TensorDetail } from '../../../src/inspect/tensors/report';
import type { WeightsHostApi, WeightsState } from '../../../src/protocol/weights';
import { Question } from '../../shared/question';
import { segments } from '../../shared/segments';
import { sharedStyles } from '../../shared/styles';
import { dataTable } from '../dataTable';
import { lawName, recognitionText } from '../lawText';
import { shapeText } from '../list/listModel';
import '../plot/plot';
import { histogramPlot, normsPlot, pairTone, quantilePlot, spectrumPlot } from './detailModels';
import { detailStyles } from './detailStyles';
import './matrix';
import { lawTable, toneSwatch } from './lawTable';

const binChoices = [32, 64, 128, 256, 512] as const;
/** Groups of equal neurons that are named. */
const namedGroups = 5;

/** All that is shown of one tensor. */
@customElement('il-tensor-detail')
export class DetailPanel extends LitElement {
  static override styles = [sharedStyles, detailStyles];

  @property({ attribute: false }) host!: WeightsHostApi;
  @property({ attribute: false }) state: WeightsState | undefined;
  /** Which file, and which of its tensors. */
  @property({ type: Number }) file = 0;
  @property({ type: Number }) index = -1;
  @state() private bins = 128;
  @state() private scale: 'linear' | 'logarithmic' = 'linear';
  @state() private logCounts = false;
  @state() private logSpectrum = true;
  readonly #detail = new Question<TensorDetail>(() => this.requestUpdate());
  readonly #singular = new Question<SingularValues>(() => this.requestUpdate());
  /** The detail of the tensor that is shown, kept while the same one is asked for with other bins. */
  #shown: TensorDetail | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    const opened = this.state?.files[this.file]?.opened;
    const before = changed.get('state') as WeightsState | undefined;
    const reopened =
      changed.has('state') &&
      (before?.turn !== this.state?.turn ||
        before?.files[this.file]?.opened?.id !== opened?.id ||
        before?.layout !== this.state?.layout);
    if (changed.has('index') || changed.has('file') || reopened) {
      this.#shown = undefined;
      this.#detail.forget();
      this.#singular.forget();
    }
    if (changed.has('index') || changed.has('file') || reopened || changed.has('bins') || changed.has('scale'))
      this.#ask({ bins: this.bins, scale: this.scale });
  }

  #ask(options: DetailOptions): void {
    this.#detail.forget();
    if (this.index < 0 || !this.state?.files[this.file]?.opened) return;
    void this.#detail.ask(() => this.host.detail(this.file, this.index, options));
  }

  #askSingular(): void {
    void this.#singular.ask(() => this.host.singularValues(this.file, this.index));
  }

  protected override render() {
    const tensor = this.state?.files[this.file]?.opened?.tensors[this.index];
    if (!tensor) return html`<p class="empty">${l10n.t('Select a tensor to see its distribution.')}</p>`;
    const { answer } = this.#detail;
    if (answer.is === 'known') this.#shown = answer.value;
    const detail = this.#shown;
    return html`
      <header>
        <h2 class="mono">${tensor.name === '' ? l10n.t('(array)') : tensor.name}</h2>
        <p class="muted">${shapeText(tensor.shape, l10n.t('scalar'))} · ${tensor.dtype}${tensor.fortran ? ` · ${l10n.t('Fortran order')}` : ''}${tensor.bigEndian ? ` · ${l10n.t('big-endian')}` : ''} · ${tensor.count === 1 ? l10n.t('1 number') : l10n.t('{0} numbers', formatCount(tensor.count))} · ${formatBytes(tensor.bytes)}</p>
      </header>
      ${answer.is === 'refused' ? html`<p class="problem" role="alert">${answer.problem}</p>` : nothing}
      ${
        detail
          ? this.#body(detail)
          : answer.is === 'asked'
            ? html`<p class="empty"
        role="status">${l10n.t('Reading the numbers …')}</p>`
            : nothing
      }`;
  }

  #body(detail: TensorDetail): TemplateResult {
    const { report } = detail;
    if (report.problem !== undefined) return html`<p class="problem">${report.problem}</p>`;
    const { statistics } = report;
    const bad = statistics.nan + statistics.infinite;
    return html`
      ${
        bad === 0
          ? nothing
          : html`<p
        class="problem">${l10n.t('NaN: {0}, infinite: {1}. Statistics cover the other {2}.', formatCount(statistics.nan), formatCount(statistics.infinite), formatCount(statistics.count - bad))}</p>`
      }
      <dl class="figures-line">${this.#figures(detail).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <section aria-label=${l10n.t('Laws')}><p class="verdict">${recognitionText(report.recognition)}</p>${lawTable(
        report,
        detail.curves.map(({ fit }) => fit),
      )}</section>
      ${
        statistics.count === bad
          ? html`<p
        class="empty">${l10n.t('There are no finite numbers to draw.')}</p>`
          : html`${this.#histogram(detail)}${this.#quantiles(detail)}${this.#neurons(detail)}${this.#heatMap(detail)}${this.#spectrum(detail)}`
      }`;
  }

  #figures({ report: { statistics } }: TensorDetail): [string, string][] {
    return [
      [l10n.t('mean'), formatNumber(statistics.mean, 4)],
      [l10n.t('std'), formatNumber(statistics.std, 4)],
      [l10n.t('min'), formatNumber(statistics.min, 4)],
      [l10n.t('max'), formatNumber(statistics.max, 4)],
      [l10n.t('zeros'), formatCount(statistics.zeros)],
      [l10n.t('skewness'), formatNumber(statistics.skewness)],
      [l10n.t('excess kurtosis'), formatNumber(statistics.kurtosis)],
    ];
  }

  #histogram(detail: TensorDetail): TemplateResult {
    const { edges, counts } = detail.histogram;
    const label = l10n.t('Histogram of {0} values in {1} bins', formatCount(detail.histogram.total), counts.length);
    const rows = Array.from(counts, (count, bin) => [
      `${formatNumber(edges[bin], 4)} … ${formatNumber(edges[bin + 1], 4)}`,
      formatCount(count),
    ]);
    const bins = html`<label class="choice">${l10n.t('Bins')} <select
      @change=${(event: Event) => (this.bins = Number((event.target as HTMLSelectElement).value))}>${binChoices.map((count) => html`<option .selected=${count === this.bins}>${count}</option>`)}</select></label>`;
    return html`<section><div class="head"><h3>${l10n.t('Histogram')}</h3>${bins}
        ${segments(
          l10n.t('Values'),
          [
            { value: 'linear' as const, label: l10n.t('value') },
            { value: 'logarithmic' as const, label: 'log |w|' },
          ],
          this.scale,
          (scale) => (this.scale = scale),
        )}
        ${segments(
          l10n.t('Counts'),
          [
            { value: false, label: l10n.t('linear') },
            { value: true, label: l10n.t('log') },
          ],
          this.logCounts,
          (log) => (this.logCounts = log),
        )}</div>
      <il-plot .model=${histogramPlot(detail, this.logCounts)}
        label=${label}></il-plot>${dataTable(label, [l10n.t('Bin'), l10n.t('count')], rows)}</section>`;
  }

  #quantiles(detail: TensorDetail): TemplateResult | typeof nothing {
    const figures = detail.quantiles.map(({ probability, value }) => [
      `${Number((probability * 100).toPrecision(6))} %`,
      formatNumber(value, 4),
    ]);
    const label = l10n.t('Quantiles of the tensor against those of the law');
    if (detail.qq.length === 0 && figures.length === 0) return nothing;
    return html`<section><div class="head"><h3>${l10n.t('Quantiles')}</h3>${
      detail.exact
        ? nothing
        : html`<span
      class="muted">${l10n.t('of a sample')}</span>`
    }</div>
      ${
        detail.qq.length === 0
          ? nothing
          : html`<il-plot .model=${quantilePlot(detail.qq)} label=${label}></il-plot>
      <p class="key">${detail.qq.map((pair, index) => html`<span>${toneSwatch(pairTone(pair, index))} ${pair.fit ? lawName(pair.fit) : l10n.t('normal law with the same mean and std')}</span>`)}</p>`
      }
      ${dataTable(l10n.t('Quantiles'), [l10n.t('Quantile'), l10n.t('value')], figures)}</section>`;
  }

  #neurons({ neurons }: TensorDetail): TemplateResult | typeof nothing {
    if (!neurons || neurons.norms.length === 0) return nothing;
    const { duplicates, norms } = neurons;
    const label = l10n.t('Norm of the weights of {0} neurons', norms.length);
    const groups = duplicates
      .slice(0, namedGroups)
      .map((group) => listText(group.slice(0, 8).map(String)) + (group.length > 8 ? ' …' : ''));
    return html`<section><div class="head"><h3>${l10n.t('Neurons')}</h3><span
      class="muted">${neurons.along === 'rows' ? l10n.t('one in each row') : l10n.t('one in each column')}</span></div>
      <il-plot .model=${normsPlot(neurons)} label=${label}></il-plot>
      ${dataTable(
        label,
        [l10n.t('Neuron'), l10n.t('norm')],
        Array.from(norms, (norm, neuron) => [String(neuron), formatNumber(norm, 4)]),
      )}
      <p>${duplicates.length === 0 ? l10n.t('No two neurons have the same weights.') : l10n.t('Neurons with the same weights: {0}', groups.join('; ') + (duplicates.length > namedGroups ? ' …' : ''))}</p></section>`;
  }

  #heatMap({ heatMap }: TensorDetail): TemplateResult | typeof nothing {
    return heatMap
      ? html`<section><div class="head"><h3>${l10n.t('Values')}</h3><span
        class="muted">${heatMap.matrix.join(' × ')}</span></div><il-matrix .map=${heatMap}></il-matrix></section>`
      : nothing;
  }

  #spectrum(detail: TensorDetail): TemplateResult | typeof nothing {
    if (detail.singular === 'noMatrix' || detail.singular === 'notFinite') return nothing;
    const { answer } = this.#singular;
    const heading = html`<h3>${l10n.t('Singular values')}</h3>`;
    if (detail.singular === 'tooLarge')
      return html`<section><div class="head">${heading}</div><p
        class="muted">${l10n.t('Computed for matrices of up to 2 048 × 2 048.')}</p></section>`;
    if (answer.is !== 'known') {
      return html`<section><div class="head">${heading}${
        answer.is === 'asked'
          ? html`<span class="muted"
        role="status">${l10n.t('Computing …')}</span>`
          : html`<button type="button" class="secondary"
        @click=${() => this.#askSingular()}>${l10n.t('Compute')}</button>`
      }</div>
        ${answer.is === 'refused' ? html`<p class="problem" role="alert">${answer.problem}</p>` : nothing}</section>`;
    }
    const singular = answer.value;
    const label = l10n.t('{0} singular values in descending order', singular.values.length);
    return html`<section><div class="head">${heading}<span
      class="muted">${l10n.t('rank {0} · condition {1}', singular.rank, formatNumber(singular.condition))}</span>
        ${segments(
          l10n.t('Scale'),
          [
            { value: false, label: l10n.t('linear') },
            { value: true, label: l10n.t('log') },
          ],
          this.logSpectrum,
          (log) => (this.logSpectrum = log),
        )}</div>
      <il-plot .model=${spectrumPlot(singular, this.logSpectrum)} label=${label}></il-plot>
      ${dataTable(
        label,
        [l10n.t('Place'), l10n.t('singular value')],
        Array.from(singular.values, (value, place) => [String(place + 1), formatNumber(value, 5)]),
      )}</section>`;
  }
}
