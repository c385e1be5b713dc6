import { duration, timeOfDay } from "../tiles/words";
import { type HistoryState, type Stretch, uptime } from "./history";

export const historyWords: Readonly<Record<HistoryState, string>> = {
  live: "live",
  connecting: "connecting",
  stalled: "stalled",
  backoff: "away",
  unauthorized: "sign-in refused",
  unsupported: "cannot be shown",
  disabled: "switched off",
  unknown: "not watched",
};

/** 100 %, 99.98 %, 98.1 %, 12 %: never 100 where something was missing, never 0 where something was there. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  if (share === 1 || share === 0) return `${share * 100} %`;
  const value = share * 100;
  const digits = value >= 99 ? 2 : value >= 90 ? 1 : 0;
  const rounded = value.toFixed(digits);
  if (Number(rounded) === 100) return "99.99 %";
  return Number(rounded) === 0 ? "< 1 %" : `${rounded} %`;
}

const sameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString();

/** 14:03:22 – 14:03:40 · 18 s · stalled: no frames. */
export function stretchWords({ from, to, state, reason }: Stretch, now: number): string {
  const end = to >= now - 1_000 ? "now" : timeOfDay(to);
  return `${sameDay(from, now) ? "" : "yesterday "}${timeOfDay(from)} – ${end} · ${duration(to - from)} · ${historyWords[state]}${reason ? `: ${reason}` : ""}`;
}

/** A strip in one sentence, for those who cannot see it. */
export function stripWords(found: readonly Stretch[]): string {
  const share = uptime(found);
  if (share === null) return "nothing known";
  const outages = found.filter(({ state }) => !["live", "unknown", "disabled"].includes(state));
  const longest = Math.max(...outages.map(({ from, to }) => to - from));
  if (outages.length === 0) return `live ${percent(share)}, no interruption`;
  const times = outages.length === 1 ? "1 interruption" : `${outages.length} interruptions, the longest`;
  return `live ${percent(share)}, ${times} ${duration(longest)}`;
}

/** 3 stalled, 1 refused: the most frequent first. */
export function reasonWords(reasons: Readonly<Record<string, number>>): string {
  return Object.entries(reasons)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, times]) => `${times} ${reason}`)
    .join(", ");
}

/** 1.2 Mbit/s without its unit; kept short, for a column of them. */
export const megabits = (bitRate: number): string => (bitRate / 1_000_000).toFixed(bitRate < 9_950_000 ? 1 : 0);

export const frames = (frameRate: number): string => String(Math.round(frameRate));
