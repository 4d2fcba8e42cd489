/** Milliseconds between two spans of training that are one: a worker records and claims its next trial meanwhile. */
export const sameSpan = 10;

/** Milliseconds of the monotonic clock from a beginning to an end. */
export type Span = [from: number, to: number];

/** Adds a span to those of one worker, which come in order. */
export function addSpan(spans: Span[], [from, to]: Span): void {
  const last = spans.at(-1);
  if (last && from - last[1] < sameSpan) last[1] = to;
  else spans.push([from, to]);
}

/** The time in which at least one worker trained: drawing, pauses and the figures at the end are no part of it. */
export class TrainingTime {
  /** Ascending and apart from each other. */
  private readonly spans: Span[] = [];
  private total = 0;

  /** Spans of several workers, in any order and over each other. */
  add(spans: readonly Span[]): void {
    for (const span of spans) this.join(span);
  }

  get seconds(): number {
    return this.total / 1000;
  }

  private join([from, to]: Span): void {
    const { spans } = this;
    let first = spans.length;
    while (first > 0 && spans[first - 1][1] + sameSpan > from) first--;
    let end = first;
    for (; end < spans.length && spans[end][0] - sameSpan < to; end++) {
      this.total -= spans[end][1] - spans[end][0];
      from = Math.min(from, spans[end][0]);
      to = Math.max(to, spans[end][1]);
    }
    spans.splice(first, end - first, [from, to]);
    this.total += to - from;
  }
}
