import type { WeightsProgress, WeightsState, WeightsViewApi } from '../../src/protocol/weights';
import { writeUi } from '../shared/uiState';

/** What the weights page shows: a copy of the host's state, brought up to date by increments. */
export class WeightsStore implements WeightsViewApi {
  state: WeightsState | undefined;
  /** Grows with every change of `state`, whose lists are changed in place. */
  revision = 0;
  #listeners = new Set<() => void>();
  #frame = 0;

  /** Calls `listener` at most once per animation frame, after changes; answers how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  replaced(state: WeightsState): void {
    this.state = state;
    // What brings the view back after a reload is kept where VS Code looks for it.
    for (const [key, value] of Object.entries((state.saved ?? {}) as Record<string, unknown>)) writeUi(key, value);
    this.#changed();
  }

  progressed({ reports, comparisons, ...rest }: WeightsProgress): void {
    const { state } = this;
    if (!state) return;
    for (const report of reports) state.reports[report.index] = report;
    state.comparisons.push(...comparisons);
    this.state = { ...state, ...rest };
    this.#changed();
  }

  #changed(): void {
    this.revision++;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      for (const listener of this.#listeners) listener();
    });
  }
}
