/** Waits that grow to a limit, spread by ± 30 % so that many never try in the same instant. */
export class Backoff {
  #attempt = 0;

  /** @param steps waits in milliseconds; the last one repeats */
  constructor(
    private readonly steps: readonly number[],
    private readonly random: () => number,
  ) {}

  get attempt(): number {
    return this.#attempt;
  }

  /** @param upTo so many of the steps, and no longer ones */
  next(upTo = this.steps.length): number {
    const step = this.steps[Math.min(this.#attempt, upTo - 1, this.steps.length - 1)] ?? 0;
    this.#attempt++;
    return step * (0.7 + 0.6 * this.random());
  }

  reset(): void {
    this.#attempt = 0;
  }
}
