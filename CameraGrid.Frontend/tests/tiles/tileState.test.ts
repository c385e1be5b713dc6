import { describe, expect, test } from "vitest";
import { knowledge, stalledAfter, tileState } from "../../src/tiles/tileState";
import { away, live } from "../cameras";

const now = 100_000;
const justNow = now - stalledAfter + 1;
const longAgo = now - stalledAfter;
const firstConnect = { ...live, state: "connecting" } as const;

describe("a tile is", () => {
  test.each([
    // picture   failed  record                                  state
    [null, false, null, "waiting"],
    [null, false, live, "waiting"],
    [null, false, { ...live, stale: true }, "waiting"],
    [null, true, null, "reconnecting"],
    [null, true, live, "reconnecting"],
    [null, true, { ...live, stale: true }, "reconnecting"],
    [null, true, away, "away"],
    [null, false, away, "away"],
    [null, false, { ...away, stale: true }, "away"],
    [null, false, { ...live, state: "unauthorized" }, "away"],
    [null, false, { ...live, state: "stalled" }, "away"],
    [null, false, firstConnect, "waiting"],
    [null, false, { ...firstConnect, lastError: "refused" }, "away"],
    [null, false, { ...firstConnect, stale: true }, "away"],
    [null, true, firstConnect, "away"],
    [longAgo, false, firstConnect, "away"],
    [null, false, { ...live, state: "disabled" }, "off"],
    [longAgo, true, { ...away, state: "disabled", stale: true }, "off"],
    [justNow, false, { ...live, state: "disabled" }, "playing"],
    [justNow, false, null, "playing"],
    [justNow, false, live, "playing"],
    [justNow, false, away, "playing"],
    [justNow, true, away, "playing"],
    [longAgo, false, null, "stalled"],
    [longAgo, false, live, "stalled"],
    [longAgo, true, live, "stalled"],
    [longAgo, false, away, "away"],
  ] as const)("picture at %s, failed %s, record %o: %s", (frameAt, failed, health, state) => {
    expect(tileState({ frameAt, failed, health }, now)).toBe(state);
  });
});

describe("what the server's record is worth", () => {
  test.each([
    [live, "open", "live"],
    [away, "open", "away"],
    [{ ...live, stale: true }, "open", "unknown"],
    [{ ...away, stale: true }, "open", "unknown"],
    [live, "lost", "unknown"],
    [away, "lost", "unknown"],
    [away, "unreachable", "unknown"],
    [null, "open", "unknown"],
  ] as const)("%o while the line is %s: %s", (health, link, worth) => {
    expect(knowledge(health, link)).toBe(worth);
  });
});
