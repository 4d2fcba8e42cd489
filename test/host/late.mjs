import { errors } from 'playwright-core';

/** Seconds after which something that was waited for counts as never coming: far more than a busy machine needs. */
export const patience = 120;

/** Something did not come in time. */
export class LateError extends Error {}

/** Whether an error says no more than that the browser or VS Code took too long. */
export function isLate(error) {
  return error instanceof LateError || error instanceof errors.TimeoutError;
}
