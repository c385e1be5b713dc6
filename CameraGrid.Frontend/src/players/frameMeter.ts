/** How often a frame is looked at. Asking for every frame would make the page do a rendering pass for each one. */
const sampleInterval = 400;

export interface FrameSample {
  /** Seconds on the media's timeline. */
  readonly mediaTime: number;
  /** When it is on the screen, in the time of `performance.now()`. */
  readonly displayTime: number;
  /** Of a frame that came by WebRTC. */
  readonly rtpTimestamp: number | null;
}

/**
 * Sees whether pictures reach the screen: through requestVideoFrameCallback, whose count of presented frames is the
 * browser's own, else by the playhead and the decoder's count.
 */
export class FrameMeter {
  #video: HTMLVideoElement | null = null;
  #handle: number | null = null;
  #sampledAt = -Infinity;
  #presented = 0;
  #lastTime = 0;

  constructor(private readonly onFrame: (sample: FrameSample) => void) {}

  get presentedFrames(): number {
    return this.#presented;
  }

  attach(video: HTMLVideoElement): void {
    this.#video = video;
    this.#lastTime = video.currentTime;
    this.#arm();
  }

  tick(now: number): void {
    const video = this.#video;
    if (!video || now - this.#sampledAt < sampleInterval) return;
    if ("requestVideoFrameCallback" in video) {
      this.#arm();
    } else {
      this.#poll(video, now);
    }
  }

  destroy(): void {
    if (this.#handle !== null) this.#video?.cancelVideoFrameCallback(this.#handle);
    this.#handle = null;
    this.#video = null;
  }

  #arm(): void {
    if (this.#handle !== null || !this.#video || !("requestVideoFrameCallback" in this.#video)) return;
    this.#handle = this.#video.requestVideoFrameCallback((now, frame) => {
      this.#handle = null;
      this.#sampledAt = now;
      this.#presented = frame.presentedFrames;
      this.onFrame({
        mediaTime: frame.mediaTime,
        displayTime: frame.expectedDisplayTime,
        rtpTimestamp: frame.rtpTimestamp ?? null,
      });
    });
  }

  #poll(video: HTMLVideoElement, now: number): void {
    const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
    const presented = totalVideoFrames - droppedVideoFrames;
    if (video.currentTime === this.#lastTime || presented === this.#presented) return;
    this.#sampledAt = now;
    this.#lastTime = video.currentTime;
    this.#presented = presented;
    this.onFrame({ mediaTime: video.currentTime, displayTime: now, rtpTimestamp: null });
  }
}
