import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Lets an element build itself over several animation frames: `stage` grows by one in each, up to `last`. */
export class Stages implements ReactiveController {
  stage = 0;
  #frame = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly last: () => number,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.stage >= this.last() || this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.stage++;
      this.host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
