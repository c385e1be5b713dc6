/**
 * Where the playhead should be. A frame of media end `e` that arrives at local time `a` has the offset `o = a − e`.
 * The playhead runs `delay` behind the local clock, so a frame of length `d` is due at `e − d + delay`, and is in time
 * if it came before: `delay ≥ o + d`. The controller therefore aims at an upper percentile of the recent offsets, plus
 * one frame interval, plus a few milliseconds to append and decode. Everything in seconds.
 */

const windowSize = 128;
/** The share of frames that shall come in time; a rare later one costs one repeated picture, not delay for all. */
const percentile = 0.95;
/** From arrival to a decoded picture. */
const decodeMargin = 0.012;
export const fastest = 1.15;
export const slowest = 0.9;
const widenStep = 0.02;
const widenLimit = 0.25;
/** Half of what an underrun added is forgotten after so long. */
const widenHalfLife = 8;

export class ArrivalJitter {
  readonly #offsets = new Float64Array(windowSize);
  readonly #sorted = new Float64Array(windowSize);
  #count = 0;

  add(arrival: number, mediaEnd: number): void {
    this.#offsets[this.#count % windowSize] = arrival - mediaEnd;
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  /** The offset that the given share of the recent frames keeps to, or null before the first frame. */
  offset(share: number): number | null {
    const filled = Math.min(this.#count, windowSize);
    if (filled === 0) return null;
    const sorted = this.#sorted.subarray(0, filled);
    sorted.set(this.#offsets.subarray(0, filled));
    sorted.sort();
    return sorted[Math.min(filled - 1, Math.floor(filled * share))] ?? null;
  }

  clear(): void {
    this.#count = 0;
  }
}

/** What to do with the playhead now. */
export interface Steering {
  readonly rate: number;
  /** Seconds to add to the playhead, or 0. */
  readonly jump: number;
}

export class LatencyController {
  readonly #jitter = new ArrivalJitter();
  #interval = 0.04;
  #extra = 0;
  #extraAt = 0;
  #burst = true;
  #lastArrival = -Infinity;

  /** @param margin seconds kept on top, for players with sound */
  constructor(private readonly margin = 0) {}

  /** A frame came. */
  arrived(now: number, mediaEnd: number, interval: number): void {
    // Frames since the last keyframe come all at once in the beginning: their lateness says nothing about the line.
    const apart = now - this.#lastArrival;
    this.#lastArrival = now;
    if (interval > 0) this.#interval += 0.1 * (Math.min(interval, 1) - this.#interval);
    if (this.#burst && apart > 0.4 * this.#interval && apart < Infinity) {
      this.#burst = false;
      this.#jitter.clear();
    }
    if (this.#burst) this.#jitter.clear();
    this.#jitter.add(now, mediaEnd);
  }

  /** The playhead ran dry: keep further away for a while. */
  underran(now: number): void {
    this.#extra = Math.min(this.#extraNow(now) + widenStep, widenLimit);
    this.#extraAt = now;
  }

  /** A new timeline or a new connection: what was measured does not hold for it. */
  restart(): void {
    this.#jitter.clear();
    this.#burst = true;
    this.#lastArrival = -Infinity;
  }

  /** Seconds the playhead shall keep behind the local clock, on the media's timeline; null before the first frame. */
  delay(now: number): number | null {
    const offset = this.#jitter.offset(percentile);
    return offset === null ? null : offset + this.#interval + decodeMargin + this.margin + this.#extraNow(now);
  }

  /** Seconds the playhead is behind where it should be; null before the first frame. */
  late(now: number, playhead: number): number | null {
    const delay = this.delay(now);
    return delay === null ? null : now - playhead - delay;
  }

  steer(now: number, playhead: number): Steering {
    const late = this.late(now, playhead);
    if (late === null) return { rate: 1, jump: 0 };
    if (Math.abs(late) > 0.5) return { rate: 1, jump: late };
    if (Math.abs(late) < 0.008) return { rate: 1, jump: 0 };
    const rate = Math.min(Math.max(1 + 0.8 * late, slowest), fastest);
    return { rate: Math.round(rate * 100) / 100, jump: 0 };
  }

  #extraNow(now: number): number {
    return this.#extra * 0.5 ** ((now - this.#extraAt) / widenHalfLife);
  }
}

const shortestPause = 2;
const longestPause = 8;

/**
 * How often the playhead may jump to catch up. Every jump decodes anew from the last keyframe: a device that is late
 * because it is busy would, jumping each time it is late, do nothing else and never show a picture.
 */
export class SeekPace {
  #soughtAt = -Infinity;
  #pause = shortestPause;

  /** @param now seconds */
  sought(now: number): void {
    const apart = now - this.#soughtAt;
    this.#pause = apart < 2 * this.#pause ? Math.min(this.#pause * 2, longestPause) : shortestPause;
    this.#soughtAt = now;
  }

  allows(now: number): boolean {
    return now - this.#soughtAt > this.#pause;
  }
}
