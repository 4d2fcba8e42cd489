import type { RunStatus } from './record';

/** Whether a run is there that has not ended. */
export const isActive = (status: RunStatus | undefined): boolean =>
  status === 'starting' || status === 'running' || status === 'paused';
