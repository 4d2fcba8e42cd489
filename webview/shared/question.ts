/** What is known of an answer that takes time. */
export type Answer<T> =
  { is: 'none' } | { is: 'asked' } | { is: 'known'; value: T } | { is: 'refused'; problem: string };

/**
 * A question to the host, whose answer counts only as long as nothing else is asked and what it is about is still
 * there.
 */
export class Question<T> {
  answer: Answer<T> = { is: 'none' };
  #turn = 0;

  /** `changed` hears of every change of the answer. */
  constructor(private readonly changed: () => void) {}

  /** What was asked, and what is known, is of no interest any more. */
  forget(): void {
    this.#turn++;
    this.answer = { is: 'none' };
  }

  async ask(question: () => Promise<T>): Promise<void> {
    const turn = ++this.#turn;
    const settle = (answer: Answer<T>): void => {
      if (turn !== this.#turn) return;
      this.answer = answer;
      this.changed();
    };
    settle({ is: 'asked' });
    try {
      settle({ is: 'known', value: await question() });
    } catch (error) {
      settle({ is: 'refused', problem: error instanceof Error ? error.message : String(error) });
    }
  }
}
