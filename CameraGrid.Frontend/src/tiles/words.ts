import type { ServerLink } from "../api/cameraStore";
import type { StreamHealth } from "../api/contract";
import { isFirstConnect, type TileState } from "./tileState";
import type { WatchdogView } from "./watchdog";

/** What a tile says, from what is known. Pure, so that the words can be tested. */
export interface Notice {
  readonly title: string;
  readonly reason: string | null;
  /** Since when, and when it is tried again: where there is room for one only, the latter. */
  readonly since: string | null;
  readonly next: string | null;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** 14:03:22, in local time. */
export function timeOfDay(unixTime: number): string {
  const date = new Date(unixTime);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
}

/** 4 s, 3 min, 2 h, 5 d: as exact as a glance needs. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** 0.1 s, and never less: what passes before FFmpeg is not in it. Above ten seconds without the tenths. */
export function behind(seconds: number): string {
  return `${seconds < 10 ? Math.max(0.1, seconds).toFixed(1) : String(Math.round(seconds))} s`;
}

export const stateWords: Readonly<Record<TileState, string>> = {
  playing: "live",
  waiting: "starting",
  stalled: "stalled",
  reconnecting: "reconnecting",
  away: "away",
  off: "off",
};

const awayTitles: Readonly<Record<StreamHealth["state"], string>> = {
  live: "Live",
  connecting: "Connecting",
  stalled: "No new pictures",
  backoff: "Camera away",
  disabled: "Switched off",
  unauthorized: "Sign-in refused",
  unsupported: "Cannot be shown",
};

function nextTry(at: number | null, now: number): string | null {
  if (at === null) return null;
  return at - now < 500 ? "trying now" : `next try in ${duration(at - now)}`;
}

const sinceWhen = (since: string | null): string | null =>
  since === null ? null : `since ${timeOfDay(Date.parse(since))}`;

const join = (...parts: (string | null)[]): string | null => parts.filter((part) => part !== null).join(" · ") || null;

/**
 * What stands over a picture that is away; null where the picture speaks for itself.
 * @param serverNow Unix time of the server @param now local time, as the view's
 */
export function notice(
  view: WatchdogView,
  health: StreamHealth | null,
  link: ServerLink,
  serverNow: number,
  now: number,
): Notice | null {
  switch (view.state) {
    case "playing":
      return null;
    case "waiting":
      return {
        title: isFirstConnect(health) ? awayTitles.connecting : "Starting",
        reason: null,
        since: isFirstConnect(health) ? sinceWhen(health?.since ?? null) : null,
        next: null,
      };
    case "off":
      return { title: awayTitles.disabled, reason: null, since: sinceWhen(health?.since ?? null), next: null };
    case "stalled":
      return { title: "Picture stands still", reason: null, since: null, next: null };
    case "reconnecting": {
      // Its return is told, not waited for: the time of a next try would mean nothing.
      if (link === "unreachable")
        return { title: "Server away", reason: "the server does not answer", since: null, next: null };
      return { title: "Reconnecting", reason: view.reason, since: null, next: nextTry(view.nextTryAt, now) };
    }
    case "away": {
      if (!health) return null;
      const tryAt = health.nextTryAt === null ? null : Date.parse(health.nextTryAt);
      const unknown = health.stale || link !== "open";
      return {
        title: unknown ? "State unknown" : awayTitles[health.state],
        reason: health.lastError ?? (unknown ? "no news from the server" : null),
        since: sinceWhen(health.since),
        next: unknown ? null : nextTry(tryAt, serverNow),
      };
    }
  }
}

/** The line of figures under a camera in full screen. */
export function figures(health: StreamHealth): string {
  const parts = [
    health.width > 0 ? `${health.width} × ${health.height}` : null,
    health.frameRate > 0 ? `${Math.round(health.frameRate * 10) / 10} fps` : null,
    health.bitRate > 0 ? `${(health.bitRate / 1_000_000).toFixed(1)} Mbit/s` : null,
    health.codec?.startsWith("avc1") ? "H.264" : health.codec,
    health.hasAudio ? "sound" : null,
  ];
  return join(...parts) ?? "";
}

/** How many tiles are in which state, in words. What mends itself within seconds is not away. */
export function tally(states: readonly TileState[]): { readonly counts: string; readonly away: number } {
  const count = (...wanted: TileState[]): number => states.filter((state) => wanted.includes(state)).length;
  const starting = count("waiting");
  const mending = count("stalled", "reconnecting");
  const off = count("off");
  const counts = join(
    `${count("playing")} live`,
    starting > 0 ? `${starting} starting` : null,
    mending > 0 ? `${mending} reconnecting` : null,
    off > 0 ? `${off} off` : null,
  );
  return { counts: states.length > 0 ? (counts ?? "") : "", away: count("away") };
}
