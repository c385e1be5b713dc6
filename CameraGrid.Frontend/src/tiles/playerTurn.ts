import type { PlayerFailure, PlayerKind } from "../players/player";

export type PlayerChoice = PlayerKind | "auto";

/** All in milliseconds. */
export const turns = { hlsStay: 30_000, hlsStayUpTo: 300_000 };

/** So many quick failures in a row, by kind, and the other player is tried. */
const tries = { media: 2, refused: 3, frozen: 3 };
/** Where sockets have brought pictures before, a refused one is rather the server's trouble than that of sockets. */
const refusedOnceProved = 12;

/**
 * Which player is next. MSE has the least delay; where it fails again and again (a proxy that lets no WebSocket pass, a
 * decoder that chokes), HLS gets a turn, a longer one each time.
 */
export class PlayerTurn {
  #quickFailures = 0;
  #proved = false;
  #hlsUntil: number | null = null;
  #hlsStay = turns.hlsStay;

  constructor(private readonly choice: PlayerChoice) {}

  next(now: number): PlayerKind {
    if (this.choice !== "auto") return this.choice;
    return this.#hlsUntil !== null && now < this.#hlsUntil ? "hls" : "mse";
  }

  /** HLS played its turn: time to try MSE again. True once a turn. */
  over(kind: PlayerKind, now: number): boolean {
    if (kind !== "hls" || this.choice !== "auto" || this.#hlsUntil === null || now <= this.#hlsUntil) return false;
    this.#hlsUntil = null;
    return true;
  }

  /** A picture is on the screen. */
  presented(kind: PlayerKind): void {
    if (kind === "mse") this.#proved = true;
  }

  /** It has played for so long that what failed before is over. */
  lasted(kind: PlayerKind): void {
    this.#quickFailures = 0;
    if (kind === "mse") this.#hlsStay = turns.hlsStay;
  }

  /** @param quick it failed soon after its start @param blameless nobody could have done better: the server is away */
  failed(kind: PlayerKind, failure: PlayerFailure["kind"], quick: boolean, blameless: boolean, now: number): void {
    if (kind === "hls") {
      // It does no better: back to the one with less delay.
      this.#hlsUntil = null;
      this.#quickFailures = 0;
      return;
    }
    if (!quick || blameless || this.choice !== "auto") return;
    this.#quickFailures++;
    if (this.#quickFailures < (failure === "refused" && this.#proved ? refusedOnceProved : tries[failure])) return;
    this.#quickFailures = 0;
    this.#hlsUntil = now + this.#hlsStay;
    this.#hlsStay = Math.min(this.#hlsStay * 2, turns.hlsStayUpTo);
  }
}
