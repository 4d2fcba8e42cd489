import { errors } from 'playwright-core';

/** Something did not come in time. */
export class LateError extends Error {}

/** Whether an error says no more than that the browser or VS Code took too long. */
export function isLate(error) {
  return error instanceof LateError || error instanceof errors.TimeoutError;
}
