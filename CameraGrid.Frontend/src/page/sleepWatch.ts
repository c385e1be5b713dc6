/** A page that is seen ticks four times a second; no load holds it up for so long. */
const longestPause = 10_000;

/**
 * Notices that the machine slept: more time went by between two ticks than any load explains. The monotonic clock stands
 * still during sleep on some systems and runs on others; the wall clock always knows, unless someone sets it back.
 */
export class SleepWatch {
  #wall = NaN;
  #now = NaN;

  /** @returns true if the machine slept since the last tick @param wall `Date.now()` @param now `performance.now()` */
  tick(wall: number, now: number): boolean {
    const slept = wall - this.#wall > longestPause || now - this.#now > longestPause;
    this.#wall = wall;
    this.#now = now;
    return slept;
  }

  /** Nobody ticks for a while, and that says nothing. */
  pause(): void {
    this.#wall = NaN;
    this.#now = NaN;
  }
}
