import { expect, test } from "vitest";
import { ServerClock } from "../../src/api/serverClock";

const at = (milliseconds: number): string => new Date(milliseconds).toISOString();

test("the message that was fastest tells the time", () => {
  const clock = new ServerClock();
  clock.sample(at(1_000_000), 500 + 80);
  clock.sample(at(1_001_000), 1_500 + 3);
  clock.sample(at(1_002_000), 2_500 + 40);
  expect(clock.toServer(3_000)).toBe(1_002_500 - 3);
});

test("what is no time is ignored", () => {
  const clock = new ServerClock();
  clock.sample(at(5_000), 0);
  clock.sample("soon", 0);
  expect(clock.toServer(1)).toBe(5_001);
});

test("after a reset only new messages count", () => {
  const clock = new ServerClock();
  clock.sample(at(9_000), 0);
  clock.reset();
  clock.sample(at(8_000), 0);
  expect(clock.toServer(0)).toBe(8_000);
});
