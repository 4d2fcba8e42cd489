import { DrawTurns } from './drawTurns';

const turns = new DrawTurns(
  (work) => void requestAnimationFrame(work),
  (error) => reportError(error),
);

/**
 * Draws in a coming animation frame, once however often it is asked for; many drawings are spread over several frames.
 */
export function requestDraw(draw: () => void): void {
  turns.request(draw);
}

/** Forgets a drawing that is not wanted any more. */
export function cancelDraw(draw: () => void): void {
  turns.cancel(draw);
}
