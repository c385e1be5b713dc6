import { expect, test } from "vitest";
import { sinceWords } from "../../src/accounts/words";

test("a day is told in words that no country reads another way", () => {
  expect(sinceWords("2026-03-02T12:00:00+00:00")).toBe("2 Mar 2026");
});

test.each(["0001-01-01T00:00:00+00:00", "yesterday", ""])(
  "what is no day of an account is not told: %s",
  (createdAt) => {
    expect(sinceWords(createdAt)).toBe("");
  },
);
