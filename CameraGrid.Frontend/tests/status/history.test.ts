import { describe, expect, test } from "vitest";
import { type HistoryChange, runs, type Stretch, stretches, uptime } from "../../src/status/history";

const minute = 60_000;
const start = Date.parse("2026-05-01T00:00:00Z");
const at = (minutes: number): string => new Date(start + minutes * minute).toISOString();
const change = (minutes: number, state: HistoryChange["state"]): HistoryChange => ({
  at: at(minutes),
  state,
  reason: null,
});
const short = (found: readonly Stretch[]): string =>
  found.map(({ from, to, state }) => `${state} ${(from - start) / minute}-${(to - start) / minute}`).join(", ");

describe("changes become stretches of time", () => {
  test.each([
    ["none", [], "unknown 0-60"],
    ["one from the begin on", [change(0, "live")], "live 0-60"],
    ["one from before the window", [change(-30, "live")], "live 0-60"],
    ["a begin that nobody saw", [change(20, "live")], "unknown 0-20, live 20-60"],
    [
      "an outage",
      [change(0, "live"), change(10, "stalled"), change(11, "backoff"), change(15, "live")],
      "live 0-10, stalled 10-11, backoff 11-15, live 15-60",
    ],
    ["the same again", [change(0, "live"), change(10, "live"), change(20, "live")], "live 0-60"],
    ["two in the same instant", [change(0, "live"), change(10, "stalled"), change(10, "live")], "live 0-60"],
    ["one after the end", [change(0, "live"), change(70, "backoff")], "live 0-60"],
  ] as const)("%s", (_what, changes, expected) => {
    expect(short(stretches(changes, start, start + 60 * minute))).toBe(expected);
  });
});

test("a second of trouble in a day can be seen", () => {
  const found = stretches(
    [change(0, "live"), change(100, "backoff"), { ...change(100 + 1 / 60, "live") }],
    start,
    start + 1440 * minute,
  );
  expect(runs(found, start, start + 1440 * minute, 288)).toEqual([
    { column: 0, columns: 20, state: "live" },
    { column: 20, columns: 1, state: "backoff" },
    { column: 21, columns: 267, state: "live" },
  ]);
});

test("however many changes there are, there are no more runs than columns, and they fill the strip", () => {
  const states = ["live", "stalled", "backoff", "connecting"] as const;
  const changes = Array.from({ length: 5_000 }, (_, i) => change((i * 1440) / 5_000, states[i % 4] ?? "live"));
  const found = runs(stretches(changes, start, start + 1440 * minute), start, start + 1440 * minute, 288);
  expect(found.length).toBeLessThanOrEqual(288);
  expect(found.reduce((sum, { columns }) => sum + columns, 0)).toBe(288);
});

test("time that nobody watched, or that was not wanted, is no downtime", () => {
  const found = stretches(
    [change(0, "unknown"), change(20, "live"), change(35, "backoff"), change(40, "disabled")],
    start,
    start + 60 * minute,
  );
  expect(uptime(found)).toBe(0.75);
  expect(uptime(stretches([], start, start + minute))).toBeNull();
});
