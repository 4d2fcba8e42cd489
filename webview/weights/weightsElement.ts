import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Layout } from '../../src/engine/spec/initializerSpec';
import { formatBytes, formatCount, formatPercent } from '../../src/experiment/text/format';
import type { ShownFile, WeightsHostApi, WeightsState } from '../../src/protocol/weights';
import { LightElement } from '../shared/lightElement';
import { readUi, writeUi } from '../shared/uiState';
import './compare/comparePanel';
import './depth/depthPanel';
import './detail/detailPanel';
import { findingsPanel } from './findings';
import './list/tensorList';
import type { TensorList } from './list/tensorList';
import type { WeightsStore } from './weightsStore';

/** Where the name of the chosen tensor is remembered. */
const selectedKey = 'selected';

/** The whole page: what the file is, what was found, its tensors, and one of them in detail; or two files compared. */
@customElement('il-weights')
export class WeightsElement extends LightElement {
  @property({ attribute: false }) store!: WeightsStore;
  @property({ attribute: false }) host!: WeightsHostApi;
  @state() private selected = -1;
  /** What the last refused request said. */
  @state() private message: string | undefined;
  @query('il-tensor-list') private list!: TensorList | null;
  #unsubscribe: (() => void) | undefined;
  /** The opening of which a tensor was chosen. */
  #turn: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = this.store.onChange(() => this.#changed());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  /** Shows why the host refused. */
  fail(error: unknown): void {
    this.message = error instanceof Error ? error.message : String(error);
  }

  #changed(): void {
    const { files, turn } = this.store.state ?? {};
    const opened = files?.[0]?.opened;
    // A file that is opened anew, or shown again, may have other tensors: the chosen one is kept where it is still
    // there.
    if (opened && turn !== this.#turn) {
      this.#turn = turn;
      const before = readUi(selectedKey, '');
      const again = opened.tensors.findIndex(({ name }) => name === before);
      const first = opened.tensors.findIndex(({ role }) => role === 'kernel');
      this.selected = again >= 0 ? again : opened.tensors.length === 0 ? -1 : Math.max(0, first);
      if (again > 0) void this.updateComplete.then(() => this.list?.show(again, true));
    }
    this.requestUpdate();
  }

  readonly #do = (work: () => Promise<void>): void => {
    this.message = undefined;
    work().catch((error: unknown) => this.fail(error));
  };

  readonly #select = (event: CustomEvent<number>): void => {
    this.#choose(event.detail);
    // From the chart or a finding the list follows; from the list itself it is there already.
    if (event.target !== this.list) this.list?.show(event.detail);
  };

  #choose(index: number): void {
    this.selected = index;
    writeUi(selectedKey, this.store.state?.files[0]?.opened?.tensors[index]?.name ?? '');
  }

  #show(index: number): void {
    this.#choose(index);
    this.list?.show(index);
  }

  protected override render() {
    const { state } = this.store;
    if (!state) return html`<p class="whole" role="status">${this.message ?? l10n.t('Opening …')}</p>`;
    const failed = state.files.filter(({ problem }) => problem !== undefined);
    return html`${this.#toolbar(state)}
      <div class="banners">${this.#banners(state)}</div>
      ${
        failed.length > 0
          ? html`<div class="whole" role="alert">${failed.map((file) => problemText(file))}<button
        type="button"
        @click=${() => this.#do(() => this.host.reopen())}>${l10n.t('Try Again')}</button></div>`
          : state.files.length > 1
            ? html`<il-compare-weights class="body" .state=${state}
              .revision=${this.store.revision}></il-compare-weights>`
            : this.#single(state)
      }`;
  }

  #single(state: WeightsState): TemplateResult {
    const { revision } = this.store;
    return html`<div class="body single" @il-select=${this.#select}>
      <main>${findingsPanel(state, (index) => this.#show(index))}
        <il-depth .state=${state} .revision=${revision} .selected=${this.selected}></il-depth>
        <il-tensor-list .state=${state} .revision=${revision} .selected=${this.selected}></il-tensor-list></main>
      <aside aria-label=${l10n.t('Tensor')}><il-tensor-detail .host=${this.host} .state=${state}
        .index=${this.selected}></il-tensor-detail></aside>
    </div>`;
  }

  #toolbar(state: WeightsState): TemplateResult {
    const { host } = this;
    const [first] = state.files;
    const several = state.files.length > 1;
    const button = (icon: string, text: string, work: () => Promise<void>, title = text): TemplateResult =>
      html`<button type="button" title=${title} @click=${() => this.#do(work)}><vscode-icon name=${icon}
        size="16"></vscode-icon>${text}</button>`;
    return html`<header class="toolbar">
      ${
        several
          ? html`<h1>${state.files.map(
              ({ title }, index) => html`${
                index > 0
                  ? html` <span
        class="muted">→</span> `
                  : nothing
              }<button type="button" class="link" title=${l10n.t('Open this file')}
        @click=${() => this.#do(() => host.openFile(index))}>${title}</button>`,
            )}</h1>`
          : html`<h1>${first.title}</h1>${factsOf(first)}`
      }
      <span class="grow"></span>
      ${
        state.status === 'reading'
          ? html`<span class="progress"
        role="status">${l10n.t('Reading {0}', formatPercent(state.progress, 0))}</span><progress max="1"
        .value=${state.progress} aria-hidden="true"></progress>${button('debug-stop', l10n.t('Stop'), () => host.stop())}`
          : nothing
      }
      ${
        state.status === 'stopped'
          ? html`<span class="muted"
        role="status">${l10n.t('Stopped at {0}', formatPercent(state.progress, 0))}</span>${button('debug-continue', l10n.t('Resume'), () => host.resume())}`
          : nothing
      }
      ${
        several
          ? button('arrow-swap', l10n.t('Swap'), () => host.swap())
          : html`${this.#layout(state)}${button('git-compare', l10n.t('Compare…'), () => host.compare(), l10n.t('Compare with another file'))}
        ${button('symbol-parameter', l10n.t('Use as Initializer…'), () => host.useAsInitializer(), l10n.t('Start an experiment from these weights'))}`
      }
    </header>`;
  }

  #layout({ layout }: WeightsState): TemplateResult {
    const choose = (event: Event): void => {
      const value = (event.target as HTMLSelectElement).value as Layout | '';
      this.#do(() => this.host.setLayout(value === '' ? undefined : value));
    };
    const option = (value: Layout | '', text: string): TemplateResult =>
      html`<option value=${value} ?selected=${(layout ?? '') === value}>${text}</option>`;
    return html`<label
      title=${l10n.t('The axis of a kernel that holds the neurons determines its fans')}>${l10n.t('Layout')} <select @change=${choose}>${option('', l10n.t('as in the file'))}${option('out-in', l10n.t('(out, in) – PyTorch'))}${option('in-out', l10n.t('(in, out) – Keras, JAX'))}</select></label>`;
  }

  #banners({ status, message, files }: WeightsState): TemplateResult[] {
    const { host } = this;
    const banner = (icon: string, text: string, action?: TemplateResult): TemplateResult =>
      html`<div class="banner ${icon}" role="alert"><vscode-icon name=${icon}
        size="16"></vscode-icon><span>${text}</span>${action ?? nothing}</div>`;
    const again = (text: string): TemplateResult =>
      html`<button type="button" @click=${() => this.#do(() => host.reopen())}>${text}</button>`;
    const skipped = files[0]?.opened?.skipped ?? [];
    return [
      ...(status === 'changed' && files.every(({ problem }) => problem === undefined)
        ? [banner('info', l10n.t('The file has changed since it was opened.'), again(l10n.t('Reload')))]
        : []),
      ...(status === 'failed' && message !== undefined ? [banner('error', message, again(l10n.t('Try Again')))] : []),
      ...(this.message === undefined ? [] : [banner('error', this.message)]),
      ...(skipped.length > 0 && files.length === 1
        ? [
            banner(
              'info',
              skipped.length === 1
                ? l10n.t('{0} is not shown: {1}', skipped[0].name, skipped[0].reason)
                : l10n.t(
                    '{0} entries are not shown, for example {1}: {2}',
                    formatCount(skipped.length),
                    skipped[0].name,
                    skipped[0].reason,
                  ),
            ),
          ]
        : []),
    ];
  }
}

const formats = {
  safetensors: 'safetensors',
  npy: 'NumPy .npy',
  npz: 'NumPy .npz',
  pytorch: 'PyTorch',
  keras: 'Keras',
  hdf5: 'HDF5',
} as const;

function factsOf({ opened, folder }: ShownFile): TemplateResult | typeof nothing {
  if (!opened) return nothing;
  const numbers = opened.tensors.reduce((sum, { count }) => sum + count, 0);
  const tensors =
    opened.tensors.length === 1 ? l10n.t('1 tensor') : l10n.t('{0} tensors', formatCount(opened.tensors.length));
  return html`<span class="muted facts"
    title=${folder}>${[formats[opened.format], formatBytes(opened.size), tensors, l10n.t('{0} numbers', formatCount(numbers))].join(' · ')}</span>`;
}

function problemText({ title, problem }: ShownFile): TemplateResult {
  return html`<p><strong>${l10n.t("{0} can't be shown.", title)}</strong></p><p>${problem}</p>`;
}
