import { expect, test } from "vitest";
import { readOptions } from "../../src/page/options";

test.each([
  ["", null],
  ["?cameras=", null],
  ["?cameras=yard,gate", ["yard", "gate"]],
  ["?cameras=yard,%20gate%20,,", ["yard", "gate"]],
  // Once is enough: the second would take its tile away from the first.
  ["?cameras=yard,gate,yard", ["yard", "gate"]],
] as const)("%s asks for %o", (search, cameras) => {
  expect(readOptions(search).cameras).toEqual(cameras);
});

test("anything but a player's name lets the page choose", () => {
  expect(["?player=hls", "?player=mse", "?player=vlc", ""].map((search) => readOptions(search).player)).toEqual([
    "hls",
    "mse",
    "auto",
    "auto",
  ]);
});
