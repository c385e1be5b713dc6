/**
 * Lets a few connections be in the making at a time. Chromium delays each new WebSocket by 1 to 5 s · 2^(pending − 16):
 * sixteen at once keep the last ones waiting for seconds, six at a time for milliseconds.
 */
export class ConnectGate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /**
   * Runs `begin` as soon as there is a place.
   * @returns to be called once it is connected, failed or no longer wanted; more calls do nothing
   */
  enter(begin: () => void): () => void {
    let state: "waiting" | "inside" | "gone" = "waiting";
    const start = (): void => {
      state = "inside";
      begin();
    };
    if (this.#free > 0) {
      this.#free--;
      start();
    } else {
      this.#waiting.push(start);
    }
    return () => {
      const was = state;
      state = "gone";
      if (was === "waiting") this.#waiting.splice(this.#waiting.indexOf(start), 1);
      if (was !== "inside") return;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    };
  }
}
