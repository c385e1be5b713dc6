import { expect, test } from "vitest";
import { producedAt } from "../../src/players/whep/rtpClock";

const timestampOf = (time: number): number => (time * 90) % 2 ** 32;

test.each([0, 40, 11 * 3_600_000, -11 * 3_600_000, 13 * 3_600_000])(
  "a frame's time is found again from its time stamp, %i ms into a turn of the clock",
  (offset) => {
    const time = Math.floor(1_790_000_000_000 / (2 ** 32 / 90)) * Math.floor(2 ** 32 / 90) + offset;
    expect(producedAt(timestampOf(time), time + 120)).toBeCloseTo(time, 0);
    expect(producedAt(timestampOf(time), time - 3_600_000)).toBeCloseTo(time, 0);
  },
);
