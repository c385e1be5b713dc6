import { expect, test } from "vitest";
import { SleepWatch } from "../../src/page/sleepWatch";

const hour = 3_600_000;

test.each([
  ["ticks as ever", 250, 250, false],
  ["a page that was busy", 4_000, 4_000, false],
  ["an hour of sleep, where the monotonic clock runs on", hour, hour, true],
  ["an hour of sleep, where the monotonic clock stands still", hour, 250, true],
  ["a wall clock that someone set back", -hour, 250, false],
])("%s: slept is %s", (_what, wall, now, slept) => {
  const watch = new SleepWatch();
  expect(watch.tick(10_000, 1_000)).toBe(false);
  expect(watch.tick(10_000 + wall, 1_000 + now)).toBe(slept);
  expect(watch.tick(10_250 + wall, 1_250 + now)).toBe(false);
});

test("a tab that was hidden did not sleep", () => {
  const watch = new SleepWatch();
  watch.tick(10_000, 1_000);
  watch.pause();
  expect(watch.tick(hour, hour)).toBe(false);
});
