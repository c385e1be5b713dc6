import { expect, test } from "vitest";
import type { TileState } from "../../src/tiles/tileState";
import type { WatchdogView } from "../../src/tiles/watchdog";
import { behind, duration, figures, notice, tally, timeOfDay } from "../../src/tiles/words";
import { away, live } from "../cameras";

const view = (state: TileState, more: Partial<WatchdogView> = {}): WatchdogView => ({
  state,
  player: "mse",
  nextTryAt: null,
  reason: null,
  ...more,
});
const now = Date.parse("2026-05-01T10:00:20Z");

test.each([
  [4_400, "4 s"],
  [61_000, "1 min"],
  [7_300_000, "2 h"],
  [200_000_000, "2 d"],
  [-5, "0 s"],
])("%i ms are %s", (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});

test("seconds behind live have one digit as long as it matters", () => {
  expect([behind(0.02), behind(0.12), behind(2.34), behind(12.6)]).toEqual(["0.1 s", "0.1 s", "2.3 s", "13 s"]);
});

test("a playing tile needs no words", () => {
  expect(notice(view("playing"), away, "open", now, 0)).toBeNull();
});

test("a camera that is away says why, since when, and when it is tried again", () => {
  const health = { ...away, nextTryAt: "2026-05-01T10:00:24Z" };
  expect(notice(view("away"), health, "open", now, 0)).toEqual({
    title: "Camera away",
    reason: "connection refused",
    since: `since ${timeOfDay(Date.parse(live.since ?? ""))}`,
    next: "next try in 4 s",
  });
});

test("a first picture is waited for from the server, or from the camera", () => {
  const first = { ...live, state: "connecting" } as const;
  expect(notice(view("waiting"), live, "open", now, 0)?.title).toBe("Starting");
  expect(notice(view("waiting"), first, "open", now, 0)).toEqual({
    title: "Connecting",
    reason: null,
    since: `since ${timeOfDay(Date.parse(live.since ?? ""))}`,
    next: null,
  });
});

test("a camera that is switched off is neither missed nor tried, whatever went wrong before", () => {
  const off = { ...away, state: "disabled" } as const;
  expect(notice(view("off"), off, "open", now, 0)).toMatchObject({ title: "Switched off", reason: null, next: null });
});

test("a try that is due is being made", () => {
  const health = { ...away, since: null, nextTryAt: "2026-05-01T10:00:19Z" };
  expect(notice(view("away"), health, "open", now, 0)?.next).toBe("trying now");
});

test.each([
  ["the record is stale", { ...away, stale: true }, "open"],
  ["the server is silent", away, "lost"],
  ["the server is away", away, "unreachable"],
] as const)("it does not claim to know while %s", (_what, health, link) => {
  expect(notice(view("away"), health, link, now, 0)?.title).toBe("State unknown");
});

test("a tile without a player says when it tries again, and whether the server answers at all", () => {
  const waiting = view("reconnecting", { nextTryAt: 3_000, reason: "the picture stood still" });
  expect(notice(waiting, live, "open", now, 1_000)).toEqual({
    title: "Reconnecting",
    reason: "the picture stood still",
    since: null,
    next: "next try in 2 s",
  });
  expect(notice(waiting, live, "lost", now, 1_000)?.title).toBe("Reconnecting");
  expect(notice(waiting, live, "unreachable", now, 1_000)?.title).toBe("Server away");
});

test("the figures of a stream fit on one line, and leave out what is unknown", () => {
  expect(figures(live)).toBe("640 × 360 · 25 fps · 0.6 Mbit/s · H.264");
  expect(figures({ ...live, width: 0, frameRate: 0, bitRate: 0, codec: null })).toBe("");
});

test.each([
  [[], "", 0],
  [["playing", "playing"], "2 live", 0],
  [["playing", "waiting", "waiting"], "1 live · 2 starting", 0],
  [["playing", "stalled", "reconnecting"], "1 live · 2 reconnecting", 0],
  [["playing", "off", "off"], "1 live · 2 off", 0],
  [["waiting", "reconnecting", "away", "away"], "0 live · 1 starting · 1 reconnecting", 2],
] as const)("%o are counted as %o, and only what is away as away", (states, counts, away) => {
  expect(tally(states)).toEqual({ counts, away });
});
