import type Hls from "hls.js";
import type { ServerClock } from "../../api/serverClock";
import { FrameMeter } from "../frameMeter";
import type { Player, PlayerCallbacks, PlayerStats } from "../player";

/** Seconds behind the live edge of the playlist beyond which playback hurries, if more than this is in the buffer. */
const wantedLatency = 0.65;
const spareAhead = 0.3;
const hurry = 1.06;

function ahead(video: HTMLVideoElement): number {
  const { buffered } = video;
  return buffered.length > 0 ? Math.max(0, buffered.end(buffered.length - 1) - video.currentTime) : 0;
}

/** Plays low-latency HLS: with hls.js where the browser has MediaSource, else by the browser itself. */
export class HlsPlayer implements Player {
  readonly kind = "hls";

  readonly #meter = new FrameMeter(({ displayTime }) => {
    this.#behind = this.#measure(displayTime);
    this.#callbacks?.presented();
  });
  #video: HTMLVideoElement | null = null;
  #callbacks: PlayerCallbacks | null = null;
  #hls: Hls | null = null;
  #behind: number | null = null;

  constructor(private readonly clock: ServerClock) {}

  attach(video: HTMLVideoElement, url: string, callbacks: PlayerCallbacks): void {
    this.#video = video;
    this.#callbacks = callbacks;
    video.addEventListener("error", this.#onVideoError);
    this.#meter.attach(video);
    this.#load(video, url).catch((error: unknown) => {
      this.#fail("media", error instanceof Error ? error.message : String(error));
    });
  }

  destroy(): void {
    this.#meter.destroy();
    this.#hls?.destroy();
    this.#hls = null;
    const video = this.#video;
    this.#video = null;
    this.#callbacks = null;
    video?.removeEventListener("error", this.#onVideoError);
    video?.removeAttribute("src");
    video?.load();
  }

  tick(now: number): void {
    const video = this.#video;
    if (!video) return;
    this.#meter.tick(now);
    if (video.paused && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) this.#play(video);
    this.#steer(video);
  }

  stats(): PlayerStats {
    const video = this.#video;
    return {
      behindLive: this.#behind,
      buffered: video ? ahead(video) : 0,
      presentedFrames: this.#meter.presentedFrames,
      droppedFrames: video?.getVideoPlaybackQuality().droppedVideoFrames ?? 0,
    };
  }

  /** Where playing began depends on when the page came; from there on it draws nearer to the live edge. */
  #steer(video: HTMLVideoElement): void {
    if (!this.#hls) return;
    const hurries = this.#hls.latency > wantedLatency && ahead(video) > spareAhead;
    const rate = hurries ? hurry : 1;
    if (video.playbackRate !== rate) video.playbackRate = rate;
  }

  async #load(video: HTMLVideoElement, url: string): Promise<void> {
    let library;
    try {
      library = await import("hls.js/light");
    } catch {
      this.#fail("refused", "the HLS player could not be loaded");
      return;
    }
    // Taken away while the library was on its way.
    if (this.#video !== video) return;
    if (!library.default.isSupported()) {
      video.src = url;
      this.#play(video);
      return;
    }
    const hls = new library.default({
      lowLatencyMode: true,
      // Two parts: what RFC 8216bis (4.4.3.8) demands of PART-HOLD-BACK; the three it advises cost a fifth of a second.
      liveSyncDuration: 0.4,
      // fMP4 passes through untouched: a worker for each of sixteen tiles would only cost memory.
      enableWorker: false,
      backBufferLength: 4,
      maxBufferLength: 6,
      // hls.js only hurries with more than a second in the buffer, which is more than there is; see #steer.
      maxLiveSyncPlaybackRate: 1,
    });
    this.#hls = hls;
    hls.on(library.Events.ERROR, (_event, data) => {
      if (!data.fatal) return;
      this.#fail(data.type === library.ErrorTypes.NETWORK_ERROR ? "refused" : "media", data.error.message);
    });
    hls.on(library.Events.MANIFEST_PARSED, () => {
      this.#play(video);
    });
    hls.loadSource(url);
    hls.attachMedia(video);
  }

  /** By PROGRAM-DATE-TIME, which the server takes from the same clock as everything else here. */
  #measure(displayTime: number): number | null {
    const date = this.#hls?.playingDate;
    if (date) return Math.max(0, this.clock.toServer(displayTime) - date.getTime()) / 1000;
    const latency = this.#hls?.latency ?? 0;
    return latency > 0 ? latency : null;
  }

  #play(video: HTMLVideoElement): void {
    video.play().catch(() => {
      video.muted = true;
    });
  }

  readonly #onVideoError = (): void => {
    this.#fail("media", this.#video?.error?.message ?? "the picture cannot be decoded");
  };

  #fail(kind: "refused" | "media", reason: string): void {
    const callbacks = this.#callbacks;
    this.#callbacks = null;
    callbacks?.failed({ kind, reason });
  }
}
