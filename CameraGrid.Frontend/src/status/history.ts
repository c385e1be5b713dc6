import type { StreamHealth, StreamName, StreamState } from "../api/contract";

/** `unknown`: nobody kept watch. */
export type HistoryState = StreamState | "unknown";

export interface HistoryChange {
  readonly at: string;
  readonly state: HistoryState;
  /** Why the stream was restarted; null where it was not. */
  readonly reason: string | null;
}

export interface StreamHistory {
  /** Share of the known time, 0 to 1; null where nothing is known. */
  readonly uptime: number | null;
  readonly uptimeWeek: number | null;
  readonly restarts: number;
  readonly restartReasons: Readonly<Record<string, number>>;
  readonly lastError: string | null;
  /** The first is the state in force at the window's begin. */
  readonly changes: readonly HistoryChange[];
}

/** The body of GET /api/cameras/{id}/history. */
export interface CameraHistory {
  readonly camera: string;
  readonly from: string;
  readonly to: string;
  readonly streams: Readonly<Record<StreamName, StreamHistory | null>>;
}

/** A stretch of time in one state. Times are Unix milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly state: HistoryState;
  readonly reason: string | null;
}

/** What a stream's record says its state is. */
export const stateOf = (health: StreamHealth): HistoryState => (health.stale ? "unknown" : health.state);

/** The changes as stretches of time within [from, to], without gaps; equal neighbours are one. */
export function stretches(changes: readonly HistoryChange[], from: number, to: number): readonly Stretch[] {
  const found: Stretch[] = [];
  const add = (next: Stretch): void => {
    const last = found.at(-1);
    if (next.to <= next.from) return;
    if (last?.state === next.state) found[found.length - 1] = { ...last, to: next.to };
    else found.push(next);
  };
  const first = changes[0] ? Math.max(Date.parse(changes[0].at), from) : to;
  add({ from, to: Math.min(first, to), state: "unknown", reason: null });
  changes.forEach(({ at, state, reason }, i) => {
    const next = changes[i + 1];
    const begin = Math.max(Date.parse(at), from);
    add({ from: begin, to: Math.min(next ? Date.parse(next.at) : to, to), state, reason });
  });
  return found;
}

/** What is worse is seen, however short it was; and what is known before what is not. */
const severity: Readonly<Record<HistoryState, number>> = {
  unknown: 0,
  live: 1,
  disabled: 2,
  connecting: 3,
  stalled: 4,
  unsupported: 5,
  unauthorized: 6,
  backoff: 7,
};

/** Some columns side by side with the same worst state. */
export interface Run {
  readonly column: number;
  readonly columns: number;
  readonly state: HistoryState;
}

/** The stretches in so many columns of equal time, each in the worst state that it saw. */
export function runs(found: readonly Stretch[], from: number, to: number, columns: number): readonly Run[] {
  const worst: HistoryState[] = [];
  const perColumn = (to - from) / columns;
  for (const { from: begin, to: end, state } of found) {
    const first = Math.max(0, Math.floor((begin - from) / perColumn));
    const last = Math.min(columns, Math.ceil((end - from) / perColumn));
    for (let i = first; i < last; i++) {
      const seen = worst[i];
      if (seen === undefined || severity[state] > severity[seen]) worst[i] = state;
    }
  }
  const joined: Run[] = [];
  for (let i = 0; i < columns; i++) {
    const state = worst[i] ?? "unknown";
    const last = joined.at(-1);
    if (last?.state === state) joined[joined.length - 1] = { ...last, columns: last.columns + 1 };
    else joined.push({ column: i, columns: 1, state });
  }
  return joined;
}

/** The share of the known time that was live; null where nothing is known. */
export function uptime(found: readonly Stretch[]): number | null {
  let known = 0;
  let live = 0;
  for (const { from, to, state } of found) {
    if (state === "unknown" || state === "disabled") continue;
    known += to - from;
    if (state === "live") live += to - from;
  }
  return known > 0 ? live / known : null;
}
