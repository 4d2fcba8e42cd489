import type { RunRecord } from '../../../src/experiment/record/record';
import type { Action, DocumentState } from '../../../src/protocol/webview';

/** Which buttons make sense now, and which of pause and resume is shown. */
export interface ToolbarState {
  enabled: Record<Action, boolean>;
  paused: boolean;
  /** A run is starting, going or paused. */
  active: boolean;
}

/** What can be done with this document and this run. */
export function toolbarState(
  document: DocumentState | undefined,
  run: RunRecord | undefined,
  stale: boolean,
): ToolbarState {
  const status = run?.status;
  const active = status === 'starting' || status === 'running' || status === 'paused';
  const valid = document?.experiment !== undefined;
  const canRun = valid && (!active || status === 'paused' || stale);
  return {
    active,
    paused: status === 'paused',
    enabled: {
      // A paused run starts over, and one that waits at step 0 goes on.
      run: canRun,
      runOnQueue: canRun && document.experiment?.sweep !== undefined,
      pause: status === 'running' || status === 'starting',
      resume: status === 'paused',
      step: (status === 'paused' && run?.queue === undefined) || (!active && valid),
      stop: active,
      reset: valid && run !== undefined,
      newDraw: valid && document?.readOnly === false,
      save: document !== undefined,
      openAsJson: document !== undefined,
      openAsExperiment: valid && document?.savedRuns?.runs.length === 1,
      compareRuns: valid && document?.savedRuns !== undefined,
      // A sweep keeps no weights.
      startAgainstEnd: valid && document?.savedRuns?.runs.length === 1 && run?.sweep === undefined,
      export: run?.header !== undefined,
    },
  };
}
