import { expect, test } from "vitest";
import { ConnectGate } from "../../src/players/connectGate";

test("only so many connect at a time, the others in their order", () => {
  const gate = new ConnectGate(2);
  const begun: number[] = [];
  const leave = [1, 2, 3, 4].map((id) => gate.enter(() => begun.push(id)));
  expect(begun).toEqual([1, 2]);
  leave[1]?.();
  expect(begun).toEqual([1, 2, 3]);
  leave[0]?.();
  expect(begun).toEqual([1, 2, 3, 4]);
});

test("who goes before its turn takes no place, and leaving twice frees only one", () => {
  const gate = new ConnectGate(1);
  const begun: number[] = [];
  const leave = [1, 2, 3, 4].map((id) => gate.enter(() => begun.push(id)));
  leave[1]?.();
  leave[0]?.();
  leave[0]?.();
  expect(begun).toEqual([1, 3]);
});
