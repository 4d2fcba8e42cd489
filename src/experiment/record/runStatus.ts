import type { RunStatus } from './record';

/** Whether a run has not ended. */
export const isActive = (status: RunStatus): boolean =>
  status === 'starting' || status === 'running' || status === 'paused';
