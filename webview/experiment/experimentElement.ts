import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Remedy } from '../../src/experiment/why/reason';
import type { Action, HostApi } from '../../src/protocol/webview';
import { LightElement } from '../shared/lightElement';
import { readUi, writeUi } from '../shared/uiState';
import { banners } from './banner';
import { comparedRuns, savedRunsProblem } from './savedRuns/comparedRuns';
import './rail/initializers/initializerStrip';
import './rail/rail';
import { sideTabs, type SideView } from './side';
import './layout/sash';
import './lesson/lessonPane';
import type { LessonActions } from './lesson/lessonPane';
import type { Results } from './results/results';
import type { SashMove } from './layout/sash';
import type { Store } from './store';
import './toolbar/toolbar';
import { ExplainEvent } from './why/explain';
import { OpenPlaceEvent } from './why/openPlace';
import { noteOpened } from './why/opened';
import './why/whyPanel';

/** Width of the rail in CSS pixels; less where the window is small. */
const railWidth = { least: 220, usual: 292, most: 480, small: 258, smallBelow: 1000 } as const;
/** Below this width the rail lies over the results instead of beside them. */
const narrow = '(max-width: 899px)';

/** The whole editor: toolbar on top, the experiment's rail at the left, results at the right. */
@customElement('il-experiment')
export class ExperimentElement extends LightElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) host!: HostApi;
  /** Remembered for wide windows; a narrow one starts closed, as the rail covers the results there. */
  @state() private wideOpen = readUi('railOpen', true);
  @state() private narrowOpen = false;
  /** What the last refused action said. */
  @state() private message: string | undefined;
  @state() private limitsHidden = false;
  /** What of the side is shown, where there is more than the experiment. */
  @state() private side: SideView = 'experiment';
  /** Of the lesson that the side began with. */
  #lessonShown: string | undefined;
  /** The explanation that was asked for last. */
  @state() private why: ExplainEvent | undefined;
  /** Who asked: gets the focus back. */
  #asked: HTMLElement | undefined;
  #limits = {
    manageTrust: (): void => void this.host.manageTrust().catch((error: unknown) => this.fail(error)),
    hide: (): void => void (this.limitsHidden = true),
  };
  #narrow = window.matchMedia(narrow);
  #unsubscribe: (() => void) | undefined;
  #onResize = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    const stops = [
      this.store.onChange(() => (this.#followLesson(), this.requestUpdate())),
      this.store.layout.onChange(() => this.requestUpdate()),
    ];
    this.#unsubscribe = () => stops.forEach((stop) => stop());
    window.addEventListener('resize', this.#onResize);
    this.#narrow.addEventListener('change', this.#onResize);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    window.removeEventListener('resize', this.#onResize);
    this.#narrow.removeEventListener('change', this.#onResize);
  }

  /** Shows why the host refused. */
  fail(error: unknown): void {
    this.message = error instanceof Error ? error.message : String(error);
  }

  get #railOpen(): boolean {
    return this.#narrow.matches ? this.narrowOpen : this.wideOpen;
  }

  #act = (action: Action): void => {
    this.message = undefined;
    this.host.action(action).catch((error: unknown) => this.fail(error));
  };

  #toggleRail = (): void => {
    if (this.#narrow.matches) this.narrowOpen = !this.narrowOpen;
    else {
      this.wideOpen = !this.wideOpen;
      writeUi('railOpen', this.wideOpen);
    }
  };

  #explain(event: Event): void {
    if (!(event instanceof ExplainEvent) || !event.run || !event.look) return;
    this.#asked = event.composedPath()[0] as HTMLElement;
    this.why = event;
    this.side = 'why';
    if (!this.#railOpen) this.#toggleRail();
  }

  #openPlace(event: Event): void {
    if (event instanceof OpenPlaceEvent) this.host.openPlace(event.place).catch((error: unknown) => this.fail(error));
  }

  get #results(): Results | null {
    return this.querySelector<Results>('il-results');
  }

  #lessonActions: LessonActions = {
    run: () => this.#act('run'),
    look: (look) => void this.#results?.look(look),
    explain: (initializer) => {
      const trial = this.store.run?.trials.find((one) => one.initializer === initializer);
      if (trial) this.#results?.explain({ initializer, seed: trial.seed });
    },
    edit: (change) => void this.#try({ changes: [change] }),
    keep: (progress) => {
      const { lesson } = this.store;
      if (!lesson) return;
      lesson.progress = progress;
      void this.host.saveLesson(lesson.id, progress).catch((error: unknown) => this.fail(error));
    },
    open: (id) => void this.host.startLesson(id).catch((error: unknown) => this.fail(error)),
  };

  /** A lesson that an experiment was opened for is shown at once. */
  #followLesson(): void {
    const { lesson } = this.store;
    if (this.side === 'lesson' && !lesson) this.side = 'experiment';
    if (!lesson?.started || this.#lessonShown === lesson.id) return;
    this.#lessonShown = lesson.id;
    this.side = 'lesson';
    if (!this.#railOpen) this.#toggleRail();
  }

  /** Puts the explanation away, back to where it was asked for. */
  #leaveWhy = (): void => {
    this.why = undefined;
    this.side = this.store.lesson?.started ? 'lesson' : 'experiment';
    if (this.#narrow.matches && this.side === 'experiment') this.narrowOpen = false;
    this.#asked?.focus();
  };

  /** Edits the experiment, as one undo step, and runs it. */
  #try = async ({ changes }: Pick<Remedy, 'changes'>): Promise<void> => {
    try {
      this.message = undefined;
      const [issue] = await this.host.edit(changes, this.store.document?.version);
      if (issue) this.message = issue.message;
      else await this.host.action('run');
    } catch (error) {
      this.fail(error);
    }
  };

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#shownSide === 'why') return this.#leaveWhy();
    if (event.key !== 'Escape' || !this.#narrow.matches) return;
    this.narrowOpen = false;
    this.querySelector<HTMLElement>('[data-action=rail]')?.focus();
  }

  get #width(): number {
    return (
      this.store.layout.known('rail', 0) ?? (innerWidth < railWidth.smallBelow ? railWidth.small : railWidth.usual)
    );
  }

  protected override updated(): void {
    this.style.setProperty('--il-rail-width', `${this.#width}px`);
    this.toggleAttribute('rail-open', this.#railOpen);
  }

  /** What the side has to show. */
  get #views(): SideView[] {
    return [
      'experiment',
      ...(this.why?.run?.() ? ['why' as const] : []),
      ...(this.store.lesson ? ['lesson' as const] : []),
    ];
  }

  /** What it shows: the experiment where the chosen one is gone. */
  get #shownSide(): SideView {
    return this.#views.includes(this.side) ? this.side : 'experiment';
  }

  /** The experiment, or what explains it, under tabs. */
  #sideContent() {
    const { document, run, revision } = this.store;
    const rail =
      document?.savedRuns && document.savedRuns.runs.length !== 1
        ? comparedRuns(document.savedRuns)
        : document
          ? html`<il-rail .document=${document} .host=${this.host} .data=${run?.header?.data} .model=${run?.header?.model}
            .act=${this.#act}></il-rail>`
          : nothing;
    const { why } = this;
    const { lesson } = this.store;
    const explained = why?.run?.();
    const views = this.#views;
    if (views.length === 1) return rail;
    const shown = this.#shownSide;
    const close = l10n.t('Close the explanation (Escape)');
    return html`<div class="side-head">${sideTabs(views, shown, (view) => (this.side = view))}
        ${
          shown === 'why'
            ? html`<button type="button" class="icon-button" title=${close} aria-label=${close}
          @click=${this.#leaveWhy}><span class="codicon codicon-close" aria-hidden="true"></span></button>`
            : nothing
        }
        ${
          shown === 'lesson' && lesson?.started
            ? html`<button type="button" class="icon-button"
          title=${l10n.t('Leave lesson')} aria-label=${l10n.t('Leave lesson')}
          @click=${() => this.host.leaveLesson().catch((error: unknown) => this.fail(error))}><span
          class="codicon codicon-close" aria-hidden="true"></span></button>`
            : nothing
        }</div>
      <div id="side-view" role="tabpanel" aria-labelledby="side-${shown}">${
        shown === 'why'
          ? html`<il-why .run=${explained!} .revision=${revision} .subject=${why!.subject}
            .experiment=${document?.savedRuns || document?.readOnly ? undefined : document?.experiment} .look=${why!.look!} .try=${this.#try} .opened=${noteOpened(explained!)}></il-why>`
          : shown === 'lesson'
            ? html`<il-lesson .lesson=${lesson!} .run=${run} .revision=${revision} .experiment=${document?.experiment}
              .actions=${this.#lessonActions}></il-lesson>`
            : rail
      }</div>`;
  }

  protected override render() {
    const { document, run, revision, stale, rate } = this.store;
    // Beside a run that cannot be read there is nothing to list.
    const open = this.#railOpen && document?.savedRuns?.problem === undefined;
    // Without room for the rail the initializers stand over the results.
    const strip = this.#narrow.matches && !open && document !== undefined && !document.savedRuns && !document.syntax;
    const secondsLeft = run?.status === 'running' ? rate.secondsLeft(run) : undefined;
    const state = {
      run,
      stale,
      document,
      railOpen: open,
      message: this.message,
      surroundings: this.limitsHidden ? undefined : this.store.surroundings,
    };
    return html`
      <header>
        <h1 class="visually-hidden">${document?.title ?? l10n.t('Experiment')}</h1>
        <il-toolbar .document=${document} .run=${run} .revision=${revision} .secondsLeft=${secondsLeft} .stale=${stale}
          .railOpen=${open} .queue=${this.store.surroundings?.queue ?? false} .act=${this.#act} .toggleRail=${this.#toggleRail}></il-toolbar>
        <div class="banners">${banners(state, this.#act, () => (this.message = undefined), this.#limits)}</div>
      </header>
      <div class="body" @explain=${this.#explain} @open-place=${this.#openPlace}>
        <aside id="rail" class="rail ${this.#shownSide === 'experiment' ? '' : 'reading'}"
          aria-label=${l10n.t('Experiment')} ?hidden=${!open} @keydown=${this.#onKey}>
          ${this.#sideContent()}
        </aside>
        ${
          open
            ? html`<il-sash class="rail-sash" orientation="vertical" label=${l10n.t('Width of the experiment panel')}
          .size=${this.#width} .least=${railWidth.least} .most=${railWidth.most} @sash-move=${(event: SashMove) => this.store.layout.set('rail', event.detail.size)}></il-sash>`
            : nothing
        }
        <main class="results ${strip ? 'under-strip' : ''}" aria-label=${l10n.t('Results')}>
          ${
            strip
              ? html`<il-initializer-strip .document=${document} .host=${this.host}
            .more=${this.#toggleRail}></il-initializer-strip>`
              : nothing
          }
          ${
            run?.sweep && run.header && document?.savedRuns?.problem === undefined
              ? html`<il-sweep-results .layout=${this.store.layout}
            .run=${run} .revision=${revision}
            .bins=${this.store.surroundings?.histogramBins ?? 0}></il-sweep-results>`
              : document?.savedRuns?.problem === undefined
                ? html`<il-results .layout=${this.store.layout} .run=${run} .revision=${revision}
                  .experiment=${document?.experiment} .bins=${this.store.surroundings?.histogramBins ?? 0}></il-results>`
                : savedRunsProblem(document.savedRuns.problem)
          }
        </main>
      </div>`;
  }
}
