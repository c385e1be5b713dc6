const samplesKept = 16;

/**
 * The server's clock as seen from here. Every message that carries the server's time is a sample of
 * "server minus local, less the way it took", so the largest of the recent ones is the closest to the truth.
 * Local times are those of `performance.now()`, which no one sets back.
 */
export class ServerClock {
  readonly #samples: number[] = [];
  #offset: number | null = null;

  /** @param serverTime ISO 8601, from the server @param now `performance.now()` at its arrival */
  sample(serverTime: string, now: number): void {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server)) return;
    this.#samples.push(server - now);
    if (this.#samples.length > samplesKept) this.#samples.shift();
    this.#offset = Math.max(...this.#samples);
  }

  /** Forgets what was measured: after a sleep the local clock may have stood still. */
  reset(): void {
    this.#samples.length = 0;
  }

  /** Unix time of the server in milliseconds; the local wall clock until a sample came. */
  toServer(now: number): number {
    return now + (this.#offset ?? performance.timeOrigin);
  }
}
