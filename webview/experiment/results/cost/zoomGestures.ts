import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What gestures do to a plot; places and distances in CSS pixels. */
export interface ZoomTarget {
  zoomAt(factor: number, x: number, y: number): void;
  panBy(x: number, y: number): void;
}

/** Of one turn of the wheel. */
const wheelFactor = 1.15;
/** CSS pixels that a pointer moves before it drags. */
const threshold = 4;

/** Wheel, drag and pinch over a plot. The wheel alone zooms while the plot has the focus, else with Ctrl. */
export class ZoomGestures implements ReactiveController {
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #dragging = false;

  constructor(
    host: ReactiveControllerHost,
    private readonly target: () => ZoomTarget | undefined,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#pointers.clear();
  }

  readonly wheel = (event: WheelEvent): void => {
    const plot = event.currentTarget as HTMLElement;
    const focused = plot.matches(':focus');
    if ((!event.ctrlKey && !focused) || event.deltaY === 0) return;
    event.preventDefault();
    const { left, top } = plot.getBoundingClientRect();
    const factor = event.deltaY < 0 ? wheelFactor : 1 / wheelFactor;
    this.target()?.zoomAt(factor, event.clientX - left, event.clientY - top);
  };

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#dragging = false;
  };

  readonly move = (event: PointerEvent): void => {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    if (others.length === 1) this.#pinch(event.currentTarget as HTMLElement, before, now, others[0]);
    else if (this.#dragging || Math.hypot(now.x - before.x, now.y - before.y) >= threshold) {
      if (!this.#dragging) (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      this.#dragging = true;
      this.target()?.panBy(now.x - before.x, now.y - before.y);
    } else return;
    this.#pointers.set(event.pointerId, now);
  };

  readonly up = (event: PointerEvent): void => void this.#pointers.delete(event.pointerId);

  #pinch(plot: HTMLElement, before: { x: number; y: number }, now: typeof before, other: typeof before): void {
    const apart = (place: typeof before): number => Math.max(1, Math.hypot(place.x - other.x, place.y - other.y));
    const { left, top } = plot.getBoundingClientRect();
    const middle = { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top };
    this.target()?.zoomAt(apart(now) / apart(before), middle.x, middle.y);
  }
}
