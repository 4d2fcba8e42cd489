import { applyUpdate } from '../../src/experiment/record/applyUpdate';
import type { RunRecord } from '../../src/experiment/record/record';
import type { RunUpdate } from '../../src/experiment/record/update';
import type {
  DocumentState,
  EditorState,
  HostApi,
  ShownLesson,
  Surroundings,
  WebviewApi,
} from '../../src/protocol/webview';
import { Layout } from './layout/layout';
import { useSeriesLooks } from '../charts/theme/seriesStyle';
import { writeUi } from '../shared/uiState';
import { RateMeter } from '../../src/experiment/record/rateMeter';
import { isStale } from './stale';

/** What the editor shows. The host keeps the truth; this is its copy, brought up to date by increments. */
export class Store implements Pick<
  WebviewApi,
  'documentChanged' | 'runReplaced' | 'runUpdated' | 'surroundingsChanged' | 'lessonChanged'
> {
  document: DocumentState | undefined;
  run: RunRecord | undefined;
  surroundings: Surroundings | undefined;
  lesson: ShownLesson | undefined;
  /** Grows with every change of `run`, which is changed in place. */
  revision = 0;
  /** The document's experiment is not the one that the shown run trains. */
  stale = false;
  readonly rate = new RateMeter();
  readonly layout: Layout;
  #listeners = new Set<() => void>();
  #frame = 0;

  /** @param saveLayout keeps a part of the arrangement for the workspace */
  constructor(saveLayout: HostApi['saveLayout']) {
    this.layout = new Layout(saveLayout);
  }

  /** Calls `listener` at most once per animation frame, after changes; answers how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fill(state: EditorState): void {
    this.document = state.document;
    this.surroundings = state.surroundings;
    this.lesson = state.lesson;
    this.layout.fill(state.layout ?? {});
    const { looks, saved = {} } = state.document.savedRuns ?? {};
    useSeriesLooks(looks);
    for (const [key, value] of Object.entries(saved)) writeUi(key, value);
    this.runReplaced(state.run);
  }

  documentChanged(document: DocumentState): void {
    this.document = document;
    this.#compare();
    this.#changed();
  }

  surroundingsChanged(surroundings: Surroundings): void {
    this.surroundings = surroundings;
    this.#changed();
  }

  lessonChanged(lesson: ShownLesson | undefined): void {
    this.lesson = lesson;
    this.#changed();
  }

  runReplaced(run: RunRecord | undefined): void {
    this.run = run;
    this.revision++;
    this.rate.restart();
    this.#compare();
    this.#changed();
  }

  runUpdated(update: RunUpdate): void {
    // An update of a run that was replaced meanwhile, or that came before the first filling.
    if (this.run?.id !== update.id) return;
    applyUpdate(this.run, update);
    this.revision++;
    this.rate.measure(this.run);
    if (update.header) this.#compare();
    this.#changed();
  }

  #compare(): void {
    this.stale = isStale(this.document?.experiment, this.run?.header?.experiment);
  }

  #changed(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      for (const listener of this.#listeners) listener();
    });
  }
}
