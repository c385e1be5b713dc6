import { expect, test } from "vitest";
import { Backoff } from "../../src/api/backoff";

test("waits grow to the last step and stay there until a success", () => {
  const backoff = new Backoff([100, 200, 400], () => 0.5);
  expect([backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([100, 200, 400, 400]);
  backoff.reset();
  expect(backoff.next()).toBe(100);
});

test("waits spread by 30 percent to both sides", () => {
  expect(new Backoff([1000], () => 0).next()).toBe(700);
  expect(new Backoff([1000], () => 1).next()).toBeCloseTo(1300, 6);
});
