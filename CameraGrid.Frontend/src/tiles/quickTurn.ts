/** All in milliseconds. */
export const quickTurns = {
  /** A picture that takes longer than this takes too long. */
  startWithin: 2_000,
  /** Where there was none, the network or the camera is not made for it. */
  refusedFor: 600_000,
  /**
   * Where there was one, something has changed: a server that was started anew, another network. Twice as long each time:
   * a network that carries a picture only for a while is none to come back to again and again.
   */
  brokeFor: 10_000,
};

/**
 * When a picture in full screen may be one of WebRTC. MSE begins at once and always works; WebRTC takes over where it
 * brings a picture soon, and gives way where it does not.
 */
export class QuickTurn {
  #startedAt = 0;
  #notBefore = -Infinity;
  #rest = quickTurns.brokeFor;

  allows(now: number): boolean {
    return now >= this.#notBefore;
  }

  started(now: number): void {
    this.#startedAt = now;
  }

  /** Has had its time for a first picture. */
  isLate(now: number): boolean {
    return now - this.#startedAt > quickTurns.startWithin;
  }

  /** There was no picture. */
  refused(now: number): void {
    this.#notBefore = now + quickTurns.refusedFor;
  }

  /** The picture was lost. */
  broke(now: number): void {
    this.#notBefore = now + this.#rest;
    this.#rest = Math.min(2 * this.#rest, quickTurns.refusedFor);
  }
}
