import { Backoff } from "../api/backoff";
import type { StreamHealth } from "../api/contract";
import type { PlayerFailure, PlayerKind } from "../players/player";

/** What a tile says of itself, also in `data-state`. */
export type TileState =
  /** Pictures reach the screen. */
  | "playing"
  /** The first picture is on its way. */
  | "waiting"
  /** Pictures stopped a moment ago; the camera is said to be live. */
  | "stalled"
  /** The player is being made anew. */
  | "reconnecting"
  /** The camera is not live; `StreamHealth` says why. */
  | "away";

export type PlayerChoice = PlayerKind | "auto";

export type WatchdogCommand = { readonly type: "start"; readonly player: PlayerKind } | { readonly type: "stop" };

export interface WatchdogView {
  readonly state: TileState;
  readonly player: PlayerKind;
  /** Local time of the next attempt while there is no player. */
  readonly nextTryAt: number | null;
  /** Why the last player was given up, until a picture came again. */
  readonly reason: string | null;
}

/** All in milliseconds. */
export const limits = {
  /** Pictures are seen about twice a second: older than this and they stopped. */
  stalledAfter: 1_500,
  frozenAfter: 3_000,
  /** The first picture may take longer, for a slow line or a busy device, and longer each time, up to the limit. */
  startWithin: 6_000,
  startUpTo: 15_000,
  /** A failure within this of the start is a quick one. */
  quickFailure: 8_000,
  /** While its camera is away, a closed connection is only tried anew so often; its return is told by event. */
  awayRetry: 15_000,
  hlsStay: 30_000,
  hlsStayUpTo: 300_000,
  /** The page itself stood still for so long: what was missed meanwhile is nobody's fault. */
  pageHeldUp: 2_000,
};

interface Running {
  readonly kind: PlayerKind;
  startedAt: number;
  frameAt: number | null;
}

/** So many quick failures in a row, by kind, and the other player is tried. */
const tries = { media: 2, refused: 3, frozen: 3 };

/**
 * Decides for one stream when its player is started, given up and made anew. It believes pictures on the screen and
 * nothing else: an open connection proves nothing. It never gives up. Times are local milliseconds; call `tick` often
 * and after every input, and obey what it returns.
 */
export class Watchdog {
  readonly #backoff: Backoff;
  #health: StreamHealth | null = null;
  #wanted = true;
  #now = 0;
  #player: Running | null = null;
  /** Since when the camera is live, as far as is known here. */
  #liveSince = 0;
  #nextTryAt: number | null = 0;
  #failure: PlayerFailure | null = null;
  #quickFailures = 0;
  #hlsUntil: number | null = null;
  #hlsStay = limits.hlsStay;
  #pendingStop = false;

  constructor(
    private readonly choice: PlayerChoice,
    private readonly random: () => number,
  ) {
    this.#backoff = new Backoff([200, 500, 1_000, 2_000, 4_000], random);
  }

  /** What the server says of the stream. */
  health(health: StreamHealth | null, now: number): void {
    const wasLive = this.#live;
    this.#health = health;
    if (this.#live && !wasLive) {
      this.#liveSince = now;
      this.reconnect(now);
    } else if (this.#away && !this.#player) {
      // The server has nothing to send, and says so once it has.
      this.#nextTryAt = now + this.#awayRetry();
    }
  }

  /** The tile is seen, or not (hidden tab, scrolled away). */
  wanted(wanted: boolean, now: number): void {
    if (this.#wanted === wanted) return;
    this.#wanted = wanted;
    if (wanted) this.#nextTryAt = this.#away ? now + this.#awayRetry() : now;
    else this.#end();
  }

  /** Try at once if there is no player: the network came back, the camera came back. */
  reconnect(now: number): void {
    if (this.#player) return;
    this.#backoff.reset();
    this.#nextTryAt = now;
  }

  /** Give the player up and make another at once: its address changed. */
  restart(now: number): void {
    this.#end();
    this.#backoff.reset();
    this.#nextTryAt = now;
  }

  presented(now: number): void {
    if (!this.#player) return;
    this.#player.frameAt = now;
    this.#failure = null;
    // A first picture is no proof yet: a device that cannot keep up shows one after each new start.
    if (now - this.#player.startedAt > limits.quickFailure) {
      this.#backoff.reset();
      this.#quickFailures = 0;
      if (this.#player.kind === "mse") this.#hlsStay = limits.hlsStay;
    }
  }

  failed(failure: PlayerFailure, now: number): void {
    if (!this.#player) return;
    const { kind, startedAt, frameAt } = this.#player;
    const quick = frameAt === null || now - startedAt < limits.quickFailure;
    this.#end();
    this.#failure = failure;
    if (!this.#live) {
      this.#nextTryAt = now + this.#awayRetry();
      return;
    }
    this.#nextTryAt = now + this.#backoff.next();
    if (kind === "hls") {
      // It does no better: back to the one with less delay.
      this.#hlsUntil = null;
      this.#quickFailures = 0;
    } else if (quick) {
      this.#quickFailures++;
      if (this.choice === "auto" && this.#quickFailures >= tries[failure.kind]) {
        this.#quickFailures = 0;
        this.#hlsUntil = now + this.#hlsStay;
        this.#hlsStay = Math.min(this.#hlsStay * 2, limits.hlsStayUpTo);
      }
    }
  }

  tick(now: number): WatchdogCommand | null {
    const heldUp = now - this.#now > limits.pageHeldUp ? now - this.#now : 0;
    this.#now = now;
    if (this.#player && heldUp > 0) {
      this.#player.startedAt += heldUp;
      if (this.#player.frameAt !== null) this.#player.frameAt += heldUp;
      this.#liveSince += heldUp;
    }
    if (this.#pendingStop) {
      this.#pendingStop = false;
      return { type: "stop" };
    }
    if (!this.#wanted) return null;
    if (this.#player) return this.#watch(this.#player, now);
    if (this.#nextTryAt === null || now < this.#nextTryAt) return null;
    const kind = this.#next(now);
    this.#player = { kind, startedAt: now, frameAt: null };
    this.#nextTryAt = null;
    return { type: "start", player: kind };
  }

  view(now: number): WatchdogView {
    const player = this.#player;
    return {
      state: this.#state(now),
      player: player?.kind ?? this.#next(now),
      nextTryAt: player ? null : this.#nextTryAt,
      reason: this.#failure?.reason ?? null,
    };
  }

  get #live(): boolean {
    return this.#health?.state === "live";
  }

  /** Known not to be live. A stale record proves nothing: pictures go on without the store. */
  get #away(): boolean {
    return this.#health !== null && !this.#live && !this.#health.stale;
  }

  #awayRetry(): number {
    return limits.awayRetry * (0.7 + 0.6 * this.random());
  }

  #watch(player: Running, now: number): WatchdogCommand | null {
    if (player.kind === "hls" && this.choice === "auto" && this.#hlsUntil !== null && now > this.#hlsUntil) {
      this.#hlsUntil = null;
      this.#end();
      this.#nextTryAt = now;
      return this.tick(now);
    }
    // While the camera is away there is nothing to see, and its socket is the one that will bring it back.
    if (!this.#live) return null;
    const { frameAt, startedAt } = player;
    const patience =
      frameAt === null
        ? Math.min(limits.startWithin + 2_000 * this.#backoff.attempt, limits.startUpTo)
        : limits.frozenAfter;
    if (now - Math.max(frameAt ?? startedAt, this.#liveSince) < patience) return null;
    this.failed({ kind: "frozen", reason: "the picture stood still" }, now);
    return this.tick(now);
  }

  #state(now: number): TileState {
    const frameAt = this.#player?.frameAt ?? null;
    // Pictures win over what anyone says about them.
    if (frameAt !== null && now - frameAt < limits.stalledAfter) return "playing";
    if (this.#health && !this.#live) return "away";
    if (frameAt !== null) return "stalled";
    return this.#failure ? "reconnecting" : "waiting";
  }

  #next(now: number): PlayerKind {
    if (this.choice !== "auto") return this.choice;
    return this.#hlsUntil !== null && now < this.#hlsUntil ? "hls" : "mse";
  }

  #end(): void {
    this.#pendingStop = this.#player !== null;
    this.#player = null;
    this.#nextTryAt = null;
  }
}
