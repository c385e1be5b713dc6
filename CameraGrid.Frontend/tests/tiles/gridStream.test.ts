import { expect, test } from "vitest";
import { gridStream } from "../../src/tiles/gridStream";
import { away, camera, live } from "../cameras";

const unsupported = { ...live, state: "unsupported" } as const;

test.each([
  ["sub where there is one", camera("a"), "sub"],
  ["main where there is no sub", camera("a", null), "main"],
  ["sub even while it is away", camera("a", away), "sub"],
  ["main where sub can never be shown", camera("a", unsupported), "main"],
  ["sub where neither can be shown", camera("a", unsupported, unsupported), "sub"],
])("the grid shows %s", (_what, known, stream) => {
  expect(gridStream(known)).toBe(stream);
});
