/** Milliseconds of one frame that drawing may take; the rest waits for the next frame. */
const budget = 8;
const waiting = new Set<() => void>();
let frame = 0;

function work(): void {
  const start = performance.now();
  // What asks to be drawn meanwhile waits for the next frame.
  for (const draw of [...waiting]) {
    waiting.delete(draw);
    draw();
    if (performance.now() - start > budget) break;
  }
  frame = waiting.size > 0 ? requestAnimationFrame(work) : 0;
}

/** Draws in a coming animation frame, once however often it is asked for; many drawings are spread over several frames. */
export function requestDraw(draw: () => void): void {
  waiting.add(draw);
  frame ||= requestAnimationFrame(work);
}

/** Forgets a drawing that is not wanted any more. */
export function cancelDraw(draw: () => void): void {
  waiting.delete(draw);
}
