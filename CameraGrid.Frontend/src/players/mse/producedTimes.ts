const kept = 256;

/** When the latest frames left FFmpeg, by their place on the media's timeline. Ten seconds at 25 frames a second. */
export class ProducedTimes {
  readonly #mediaTimes = new Float64Array(kept).fill(NaN);
  readonly #produced = new Float64Array(kept);
  #next = 0;

  /** @param mediaTime seconds @param producedAt Unix time in milliseconds */
  add(mediaTime: number, producedAt: number): void {
    this.#mediaTimes[this.#next] = mediaTime;
    this.#produced[this.#next] = producedAt;
    this.#next = (this.#next + 1) % kept;
  }

  /** Unix time in milliseconds of the frame shown at that media time, or null if it is not among the latest. */
  at(mediaTime: number): number | null {
    let best = -1;
    let distance = 0.1;
    for (let index = 0; index < kept; index++) {
      const away = Math.abs((this.#mediaTimes[index] ?? NaN) - mediaTime);
      if (away < distance) {
        distance = away;
        best = index;
      }
    }
    const produced = best < 0 ? NaN : (this.#produced[best] ?? NaN);
    return Number.isNaN(produced) ? null : produced;
  }

  clear(): void {
    this.#mediaTimes.fill(NaN);
  }
}
