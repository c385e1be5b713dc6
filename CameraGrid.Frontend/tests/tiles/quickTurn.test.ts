import { expect, test } from "vitest";
import { QuickTurn, quickTurns } from "../../src/tiles/quickTurn";

test("is late when its first picture takes too long", () => {
  const turn = new QuickTurn();
  turn.started(1_000);
  expect(turn.isLate(1_000 + quickTurns.startWithin)).toBe(false);
  expect(turn.isLate(1_001 + quickTurns.startWithin)).toBe(true);
});

test("a picture that is lost again and again is left alone for longer and longer", () => {
  const turn = new QuickTurn();
  for (let rest = quickTurns.brokeFor; rest < quickTurns.refusedFor; rest *= 2) {
    turn.broke(0);
    expect(turn.allows(rest - 1)).toBe(false);
    expect(turn.allows(rest)).toBe(true);
  }
  turn.broke(0);
  expect(turn.allows(quickTurns.refusedFor - 1)).toBe(false);
  expect(turn.allows(quickTurns.refusedFor)).toBe(true);
});

test("without a picture it is left alone for long, after one for a moment", () => {
  const turn = new QuickTurn();
  expect(turn.allows(0)).toBe(true);
  turn.broke(0);
  expect(turn.allows(quickTurns.brokeFor - 1)).toBe(false);
  expect(turn.allows(quickTurns.brokeFor)).toBe(true);
  turn.refused(quickTurns.brokeFor);
  expect(turn.allows(quickTurns.refusedFor)).toBe(false);
  expect(turn.allows(quickTurns.brokeFor + quickTurns.refusedFor)).toBe(true);
});
