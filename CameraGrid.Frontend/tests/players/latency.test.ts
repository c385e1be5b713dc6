import { describe, expect, test } from "vitest";
import { ArrivalJitter, LatencyController, SeekPace } from "../../src/players/mse/latency";

const interval = 0.04;

/** Feeds frames of one line, each late by what `lateness` says, and returns the local time after the last one. */
function feed(
  controller: LatencyController,
  from: number,
  frames: number,
  lateness: (index: number) => number,
): number {
  let now = 0;
  for (let index = 0; index < frames; index++) {
    const mediaEnd = (from + index + 1) * interval;
    now = 100 + mediaEnd + lateness(index);
    controller.arrived(now, mediaEnd, interval);
  }
  return now;
}

test("the offset is the one that the given share of frames keeps to", () => {
  const jitter = new ArrivalJitter();
  for (let index = 0; index < 100; index++) jitter.add(index + index / 1000, index);
  expect(jitter.offset(0.5)).toBeCloseTo(0.05, 6);
  expect(jitter.offset(0.95)).toBeCloseTo(0.095, 6);
});

describe("the delay", () => {
  test("on an even line is one frame interval and a few milliseconds", () => {
    const controller = new LatencyController();
    const now = feed(controller, 0, 100, () => 0);
    expect(controller.delay(now)).toBeCloseTo(100 + interval + 0.012, 3);
  });

  test("grows with the jitter of the line, and comes back with it", () => {
    const controller = new LatencyController();
    feed(controller, 0, 200, (index) => (index % 5 === 0 ? 0.06 : 0));
    expect(controller.delay(200)).toBeGreaterThan(100 + interval + 0.06);
    const now = feed(controller, 200, 200, () => 0);
    expect(controller.delay(now)).toBeCloseTo(100 + interval + 0.012, 3);
  });

  test("is not spoiled by the burst of old frames in the beginning", () => {
    const controller = new LatencyController();
    for (let frame = 0; frame < 25; frame++) controller.arrived(101 + frame * 0.001, (frame + 1) * interval, interval);
    const now = feed(controller, 25, 50, () => 0);
    expect(controller.delay(now)).toBeCloseTo(100 + interval + 0.012, 3);
  });

  test("widens after the playhead ran dry, and forgets it", () => {
    const controller = new LatencyController();
    const now = feed(controller, 0, 100, () => 0);
    const before = controller.delay(now) ?? 0;
    controller.underran(now);
    expect(controller.delay(now)).toBeCloseTo(before + 0.02, 6);
    expect(controller.delay(now + 80)).toBeCloseTo(before, 3);
  });

  test("never widens without end", () => {
    const controller = new LatencyController();
    const now = feed(controller, 0, 100, () => 0);
    for (let times = 0; times < 1000; times++) controller.underran(now);
    expect(controller.delay(now)).toBeLessThan(100.6);
  });

  test("is unknown before the first frame and after a new beginning", () => {
    const controller = new LatencyController();
    expect(controller.delay(0)).toBeNull();
    const now = feed(controller, 0, 10, () => 0);
    controller.restart();
    expect(controller.delay(now)).toBeNull();
  });
});

describe("the playhead", () => {
  const steady = (): { controller: LatencyController; now: number; right: number } => {
    const controller = new LatencyController();
    const now = feed(controller, 0, 100, () => 0);
    return { controller, now, right: now - (controller.delay(now) ?? 0) };
  };

  test.each([
    ["in the right place keeps its speed", 0.005, 1],
    ["a little late runs faster", -0.1, 1.08],
    ["late runs no faster than 1.15", -0.4, 1.15],
    ["early runs slower", 0.05, 0.96],
    ["very early runs no slower than 0.9", 0.4, 0.9],
  ])("%s", (_what, off, rate) => {
    const { controller, now, right } = steady();
    expect(controller.steer(now, right + off)).toEqual({ rate, jump: 0 });
  });

  test("more than half a second off jumps", () => {
    const { controller, now, right } = steady();
    expect(controller.steer(now, right - 0.8).jump).toBeCloseTo(0.8, 6);
  });

  test("converges on the right place", () => {
    const { controller, now, right } = steady();
    let playhead = right - 0.3;
    for (let tick = 1; tick <= 40; tick++) {
      const time = now + tick * 0.25;
      playhead += 0.25 * controller.steer(time - 0.25, playhead).rate;
    }
    expect(Math.abs(now + 10 - playhead - (now - right))).toBeLessThan(0.015);
  });
});

test("a device that stays late jumps ever more seldom, and often again once it keeps up", () => {
  const pace = new SeekPace();
  const jumps: number[] = [];
  for (let now = 0; now < 40; now += 0.25) {
    if (!pace.allows(now)) continue;
    jumps.push(now);
    pace.sought(now);
  }
  expect(jumps).toEqual([0, 2.25, 6.5, 14.75, 23, 31.25, 39.5]);
  pace.sought(100);
  expect(pace.allows(102.25)).toBe(true);
});
