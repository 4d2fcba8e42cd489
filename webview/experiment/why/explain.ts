import type { Look } from '../../../src/experiment/why/look';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { Subject } from '../../../src/experiment/why/subject';

/** Asks for an explanation; the results that it comes from add their run and how they show a picture. */
export class ExplainEvent extends Event {
  static readonly type = 'explain';
  /** The run that is shown there now: the next one, once there is one. */
  run: (() => RunRecord | undefined) | undefined;
  look: ((look: Look) => void) | undefined;

  constructor(readonly subject: Subject) {
    super(ExplainEvent.type, { bubbles: true, composed: true });
  }
}

/** A click handler that asks for the explanation of a subject. */
export const explain =
  (subject: Subject) =>
  (event: Event): void =>
    void event.currentTarget!.dispatchEvent(new ExplainEvent(subject));
