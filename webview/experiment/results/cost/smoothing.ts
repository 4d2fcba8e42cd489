/**
 * An exponential moving average, s ← f·s + (1 − f)·v, corrected for its start at 0 (s / (1 − fⁿ), as TensorBoard does),
 * so that the first value is itself. What is not finite passes through and is not remembered.
 */
export class Smoother {
  #sum = 0;
  #weight = 0;

  /** `factor` from 0 (nothing is smoothed) to below 1. */
  constructor(readonly factor: number) {}

  push(value: number): number {
    if (!Number.isFinite(value) || this.factor === 0) return value;
    this.#sum = this.factor * this.#sum + (1 - this.factor) * value;
    this.#weight = this.factor * this.#weight + (1 - this.factor);
    return this.#sum / this.#weight;
  }
}
