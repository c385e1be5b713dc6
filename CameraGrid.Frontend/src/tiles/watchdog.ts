import { Backoff } from "../api/backoff";
import type { ServerLink } from "../api/cameraStore";
import type { StreamHealth } from "../api/contract";
import type { PlayerFailure, PlayerKind } from "../players/player";
import { type PlayerChoice, PlayerTurn } from "./playerTurn";
import { type Knowledge, knowledge, stalledAfter, tileState, type TileState } from "./tileState";

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
  frozenAfter: 3_000,
  /** The first picture may take longer, for a slow line or a busy device. */
  startWithin: 6_000,
  /** Both grow so much with every attempt since the last that lasted, up to the limit. */
  longerEachTime: 2_000,
  longest: 15_000,
  /** A socket that still brings nothing so long after its camera's return died while there was nothing to bring. */
  silentAfterReturn: 400,
  /** The word of a camera's return comes at most so long after its first picture. */
  wordTakes: 1_000,
  /** A failure within this of the start is a quick one. */
  quickFailure: 8_000,
  /** While its camera is away, a closed connection is only tried anew so often; its return is told by event. */
  awayRetry: 15_000,
  /**
   * While the server refuses every request, its return is told by the event stream opening. Trying on would not only be
   * in vain: Chromium delays new WebSockets by seconds after many that failed.
   */
  unreachableRetry: 300_000,
  /** The page itself stood still for so long: what was missed meanwhile is nobody's fault. */
  pageHeldUp: 2_000,
};

/** Waits between attempts, in milliseconds; the last one repeats, unless the camera is known to be live. */
const steps = [200, 500, 1_000, 2_000, 4_000, 8_000, 15_000];
const liveSteps = 5;

const frozen: PlayerFailure = { kind: "frozen", reason: "the picture stood still" };

interface Running {
  readonly kind: PlayerKind;
  startedAt: number;
  frameAt: number | null;
  /** When its socket last brought something; HLS asks anew by itself and holds none. */
  heardAt: number;
}

/**
 * Decides for one stream when its player is started, given up and made anew. It believes pictures on the screen and
 * nothing else: an open connection proves nothing. It never gives up. Times are local milliseconds; call `tick` often
 * and after every input, and obey what it returns.
 */
export class Watchdog {
  readonly #backoff: Backoff;
  readonly #turn: PlayerTurn;
  #health: StreamHealth | null = null;
  #link: ServerLink = "open";
  #lostAt = 0;
  #known: Knowledge = "unknown";
  #wanted = false;
  #now = 0;
  #player: Running | null = null;
  /** Since when the camera is live, as far as is known here. */
  #liveSince = 0;
  #nextTryAt: number | null = 0;
  #failure: PlayerFailure | null = null;
  #pendingStop = false;

  constructor(
    choice: PlayerChoice,
    private readonly random: () => number,
  ) {
    this.#backoff = new Backoff(steps, random);
    this.#turn = new PlayerTurn(choice);
  }

  /** What the server says of the stream. */
  health(health: StreamHealth | null, now: number): void {
    this.#health = health;
    this.#learn(now);
  }

  /** Whether the server can be heard. Its return is the moment to try. */
  link(link: ServerLink, now: number): void {
    if (this.#link === link) return;
    const wasOpen = this.#link === "open";
    if (wasOpen) this.#lostAt = now;
    this.#link = link;
    this.#learn(now);
    if (link === "unreachable") this.#postpone(limits.unreachableRetry, now);
    // Players outlive a line that was lost for a moment only, again and again maybe: they are judged by their pictures.
    else if (!wasOpen && (!this.#player || now - this.#lostAt >= stalledAfter)) this.reconnect(now);
  }

  /** The tile is seen, or not (hidden tab, scrolled away). Until it is told so, nothing starts. */
  wanted(wanted: boolean, now: number): void {
    if (this.#wanted === wanted) return;
    this.#wanted = wanted;
    if (wanted) this.#nextTryAt = this.#known === "away" ? now + this.#spread(limits.awayRetry) : now;
    else this.#end();
  }

  /** The line came back, or the camera: try at once, unless there is a player that is well or has only just begun. */
  reconnect(now: number): void {
    if (this.#player) {
      const { frameAt, startedAt } = this.#player;
      if (this.#known === "away" || now - (frameAt ?? startedAt) < stalledAfter) return;
      this.#failure ??= frozen;
    }
    this.restart(now);
    if (this.#known === "away") this.#postpone(limits.awayRetry, now);
  }

  /** Give the player up and make another at once. */
  restart(now: number): void {
    this.#end();
    this.#backoff.reset();
    this.#nextTryAt = now;
  }

  /** The player's socket brought something, be it a picture or not. */
  heard(now: number): void {
    if (this.#player) this.#player.heardAt = now;
  }

  presented(now: number): void {
    if (!this.#player) return;
    this.#player.frameAt = now;
    this.#failure = null;
    this.#turn.presented(this.#player.kind);
    // A first picture is no proof yet: a device that cannot keep up shows one after each new start.
    if (now - this.#player.startedAt > limits.quickFailure) {
      this.#backoff.reset();
      this.#turn.lasted(this.#player.kind);
    }
  }

  failed(failure: PlayerFailure, now: number): void {
    if (!this.#player) return;
    const { kind, startedAt, frameAt } = this.#player;
    const quick = frameAt === null || now - startedAt < limits.quickFailure;
    this.#end();
    this.#failure = failure;
    const blameless = this.#known === "away" || this.#link === "unreachable";
    this.#turn.failed(kind, failure.kind, quick, blameless, now);
    if (this.#link === "unreachable") this.#postpone(limits.unreachableRetry, now);
    else if (this.#known === "away") this.#postpone(limits.awayRetry, now);
    else this.#nextTryAt = now + this.#backoff.next(this.#known === "live" ? liveSteps : steps.length);
  }

  tick(now: number): WatchdogCommand | null {
    const heldUp = now - this.#now > limits.pageHeldUp ? now - this.#now : 0;
    this.#now = now;
    if (this.#player && heldUp > 0) {
      this.#player.startedAt += heldUp;
      this.#player.heardAt += heldUp;
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
    const kind = this.#turn.next(now);
    this.#player = { kind, startedAt: now, frameAt: null, heardAt: now };
    this.#nextTryAt = null;
    return { type: "start", player: kind };
  }

  view(now: number): WatchdogView {
    const player = this.#player;
    const facts = { frameAt: player?.frameAt ?? null, failed: this.#failure !== null, health: this.#health };
    return {
      state: tileState(facts, now),
      player: player?.kind ?? this.#turn.next(now),
      nextTryAt: player ? null : this.#nextTryAt,
      reason: this.#failure?.reason ?? null,
    };
  }

  #learn(now: number): void {
    const before = this.#known;
    this.#known = knowledge(this.#health, this.#link);
    if (this.#known === before) return;
    if (this.#known === "live") {
      this.#liveSince = now;
      if (!this.#player) this.reconnect(now);
    } else if (this.#known === "away") {
      // The server has nothing to send, and says so once it has.
      this.#postpone(limits.awayRetry, now);
    }
  }

  #postpone(wait: number, now: number): void {
    if (!this.#player) this.#nextTryAt = now + this.#spread(wait);
  }

  #spread(wait: number): number {
    return wait * (0.7 + 0.6 * this.random());
  }

  #watch(player: Running, now: number): WatchdogCommand | null {
    if (this.#turn.over(player.kind, now)) {
      this.#end();
      this.#nextTryAt = now;
      return this.tick(now);
    }
    // While the camera is away there is nothing to see, and its socket is the one that will bring it back.
    if (this.#known === "away") return null;
    if (this.#isDead(player, now)) {
      this.#failure ??= frozen;
      this.restart(now);
      return this.tick(now);
    }
    const { frameAt, startedAt } = player;
    // A start costs a busy device more than to go on: what did not help is done less often.
    const first = frameAt === null ? limits.startWithin : limits.frozenAfter;
    const patience = Math.min(first + limits.longerEachTime * this.#backoff.attempt, limits.longest);
    if (now - Math.max(frameAt ?? startedAt, this.#liveSince) < patience) return null;
    this.failed(frozen, now);
    return this.tick(now);
  }

  /** A camera's pictures leave the server before the word of its return does. */
  #isDead({ kind, heardAt }: Running, now: number): boolean {
    const heardOfReturn = heardAt > this.#liveSince - limits.wordTakes;
    return (
      kind === "mse" && this.#known === "live" && !heardOfReturn && now - this.#liveSince >= limits.silentAfterReturn
    );
  }

  #end(): void {
    this.#pendingStop ||= this.#player !== null;
    this.#player = null;
    this.#nextTryAt = null;
  }
}
