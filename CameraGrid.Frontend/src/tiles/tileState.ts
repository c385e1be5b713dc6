import type { ServerLink } from "../api/cameraStore";
import type { StreamHealth } from "../api/contract";

/** What a tile says of itself, also in `data-state`. */
export type TileState =
  /** Pictures reach the screen. */
  | "playing"
  /** The first picture is on its way: to here, or from a camera that is being connected to for the first time. */
  | "waiting"
  /** Pictures stopped a moment ago; the camera is said to be live. */
  | "stalled"
  /** The player is being made anew. */
  | "reconnecting"
  /** The camera is not live; `StreamHealth` says why. */
  | "away"
  /** Nobody wants its pictures: it is switched off in the configuration. */
  | "off";

/** All that a tile's state depends on. Times are local milliseconds. */
export interface TileFacts {
  /** When the present player last had a picture on the screen; null before its first one, and without a player. */
  readonly frameAt: number | null;
  /** A player was given up, and none has shown a picture since. */
  readonly failed: boolean;
  readonly health: StreamHealth | null;
}

/** Pictures are seen about twice a second: older than this and they stopped. */
export const stalledAfter = 1_500;

/** Connected to for the first time, as far as its owner knows: nothing went wrong so far. */
export const isFirstConnect = (health: StreamHealth | null): boolean =>
  health?.state === "connecting" && !health.stale && health.lastError === null;

export function tileState({ frameAt, failed, health }: TileFacts, now: number): TileState {
  // Pictures win over what anyone says about them.
  if (frameAt !== null && now - frameAt < stalledAfter) return "playing";
  if (health?.state === "disabled") return "off";
  if (frameAt === null && !failed && isFirstConnect(health)) return "waiting";
  if (health && health.state !== "live") return "away";
  if (frameAt !== null) return "stalled";
  return failed ? "reconnecting" : "waiting";
}

/**
 * What the server's record of a stream is worth. `away`: known to have no pictures. `live`: known to have some.
 * `unknown`: no record, an expired one, or none that could be heard of; pictures may well go on, the store's end does
 * not touch them.
 */
export type Knowledge = "live" | "away" | "unknown";

export function knowledge(health: StreamHealth | null, link: ServerLink): Knowledge {
  if (!health || health.stale || link !== "open") return "unknown";
  return health.state === "live" ? "live" : "away";
}
