/** Milliseconds of one frame that drawing may take; the rest waits for the next frame. */
const budget = 8;

/** Drawings that wait for a frame. One that throws is reported, once until it has drawn again, and stops no other. */
export class DrawTurns {
  private readonly waiting = new Set<() => void>();
  private readonly failed = new WeakSet<() => void>();
  private asked = false;

  /** `nextFrame` calls back in a coming frame; `report` hears of a drawing that failed. */
  constructor(
    private readonly nextFrame: (work: () => void) => void,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Draws in a coming frame, once however often it is asked for; many drawings are spread over several frames. */
  request(draw: () => void): void {
    this.waiting.add(draw);
    this.ask();
  }

  /** Forgets a drawing that is not wanted any more. */
  cancel(draw: () => void): void {
    this.waiting.delete(draw);
  }

  private ask(): void {
    if (this.asked) return;
    this.asked = true;
    this.nextFrame(() => this.work());
  }

  private work(): void {
    this.asked = false;
    const start = performance.now();
    try {
      // What asks to be drawn meanwhile waits for the next frame.
      for (const draw of [...this.waiting]) {
        this.waiting.delete(draw);
        this.drawOne(draw);
        if (performance.now() - start > budget) break;
      }
    } finally {
      if (this.waiting.size > 0) this.ask();
    }
  }

  private drawOne(draw: () => void): void {
    try {
      draw();
      this.failed.delete(draw);
    } catch (error) {
      if (this.failed.has(draw)) return;
      this.failed.add(draw);
      this.report(error);
    }
  }
}
