import { expect, test } from "vitest";
import { ProducedTimes } from "../../src/players/mse/producedTimes";

test("a shown frame is found by its media time, which browsers round", () => {
  const times = new ProducedTimes();
  for (let frame = 0; frame < 1000; frame++) times.add(frame * 0.04, 1_000_000 + frame * 40);
  expect(times.at(990 * 0.04 + 0.0004)).toBe(1_000_000 + 990 * 40);
});

test("a frame that is long gone, or came without a time, has none", () => {
  const times = new ProducedTimes();
  for (let frame = 0; frame < 1000; frame++) times.add(frame * 0.04, 1_000_000 + frame * 40);
  expect(times.at(1)).toBeNull();
  times.add(41, NaN);
  expect(times.at(41)).toBeNull();
  times.clear();
  expect(times.at(990 * 0.04)).toBeNull();
});
