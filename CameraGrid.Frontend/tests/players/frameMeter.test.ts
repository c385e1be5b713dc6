import { describe, expect, it } from "vitest";
import { FrameMeter, type FrameSample } from "../../src/players/frameMeter";

/** A video as browsers without requestVideoFrameCallback have it. */
class OldVideo {
  currentTime = 0;
  frames = 0;
  dropped = 0;

  getVideoPlaybackQuality(): { totalVideoFrames: number; droppedVideoFrames: number } {
    return { totalVideoFrames: this.frames, droppedVideoFrames: this.dropped };
  }

  show(seconds: number): void {
    this.currentTime += seconds;
    this.frames += Math.round(seconds * 25);
  }
}

function meter(): { video: OldVideo; samples: FrameSample[]; tick: (now: number) => void; destroy: () => void } {
  const samples: FrameSample[] = [];
  const video = new OldVideo();
  const frames = new FrameMeter((sample) => samples.push(sample));
  frames.attach(video as unknown as HTMLVideoElement);
  return {
    video,
    samples,
    tick: (now) => {
      frames.tick(now);
    },
    destroy: () => {
      frames.destroy();
    },
  };
}

describe("a browser without requestVideoFrameCallback", () => {
  it("sees pictures by the playhead and the decoder's count", () => {
    const { video, samples, tick } = meter();
    video.show(0.4);
    tick(1_000);
    video.show(0.5);
    tick(1_500);

    expect(samples).toEqual([
      { mediaTime: 0.4, displayTime: 1_000, rtpTimestamp: null },
      { mediaTime: 0.9, displayTime: 1_500, rtpTimestamp: null },
    ]);
  });

  it("sees none while the playhead stands still, or while it runs and nothing is decoded", () => {
    const { video, samples, tick } = meter();
    tick(1_000);
    video.currentTime = 1;
    tick(1_500);
    video.frames = 10;
    video.dropped = 10;
    video.currentTime = 2;
    tick(2_000);

    expect(samples).toEqual([]);
  });

  it("looks no more once it is destroyed", () => {
    const { video, samples, tick, destroy } = meter();
    destroy();
    video.show(1);
    tick(1_000);

    expect(samples).toEqual([]);
  });
});
