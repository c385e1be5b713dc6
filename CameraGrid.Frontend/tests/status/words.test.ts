import { expect, test } from "vitest";
import type { HistoryState, Stretch } from "../../src/status/history";
import { points } from "../../src/status/sparkline";
import { megabits, percent, reasonWords, stretchWords, stripWords } from "../../src/status/words";
import { timeOfDay } from "../../src/tiles/words";

const start = Date.parse("2026-05-01T00:00:00Z");
const stretch = (from: number, to: number, state: HistoryState, reason: string | null = null): Stretch => ({
  from: start + from * 1000,
  to: start + to * 1000,
  state,
  reason,
});

test.each([
  [null, "–"],
  [1, "100 %"],
  [0.999_999, "99.99 %"],
  [0.9987, "99.87 %"],
  [0.981, "98.1 %"],
  [0.12, "12 %"],
  [0.000_01, "< 1 %"],
  [0, "0 %"],
])("a share of %d is %s", (share, words) => {
  expect(percent(share)).toBe(words);
});

test("a stretch says when, how long, what and why", () => {
  const found = stretch(0, 18, "stalled", "no frames");
  expect(stretchWords(found, start + 60_000)).toBe(
    `${timeOfDay(start)} – ${timeOfDay(start + 18_000)} · 18 s · stalled: no frames`,
  );
  expect(stretchWords(found, start + 18_000)).toContain("– now ·");
});

test.each([
  [[], "nothing known"],
  [[stretch(0, 60, "unknown")], "nothing known"],
  [[stretch(0, 60, "live")], "live 100 %, no interruption"],
  [[stretch(0, 95, "live"), stretch(95, 100, "backoff")], "live 95.0 %, 1 interruption 5 s"],
  [
    [stretch(0, 10, "stalled"), stretch(10, 70, "live"), stretch(70, 100, "backoff")],
    "live 60 %, 2 interruptions, the longest 30 s",
  ],
])("a strip in words: %#", (found, words) => {
  expect(stripWords(found)).toBe(words);
});

test("reasons stand by how frequent they are", () => {
  expect(reasonWords({ refused: 1, stalled: 3 })).toBe("3 stalled, 1 refused");
});

test("megabits have one digit as long as it matters", () => {
  expect([megabits(0), megabits(640_000), megabits(9_960_000), megabits(12_400_000)]).toEqual([
    "0.0",
    "0.6",
    "10",
    "12",
  ]);
});

test("a line ends at the right edge, stands on zero, and is flat where nothing came", () => {
  expect(points([0, 5, 10])).toBe("117,9.5 118,5 119,0.5");
  expect(points([0, 0])).toBe("118,9.5 119,9.5");
});
