import type { MseHeader } from "../../api/contract";
import type { ServerClock } from "../../api/serverClock";
import type { ConnectGate } from "../connectGate";
import { FrameMeter, type FrameSample } from "../frameMeter";
import type { Player, PlayerCallbacks, PlayerFailure, PlayerStats } from "../player";
import { AppendQueue } from "./appendQueue";
import { newFragment, readFragment, readVideoTrack, type VideoTrack } from "./boxes";
import { fastest, LatencyController, SeekPace, slowest } from "./latency";
import { mediaSourceClass, openMediaSource } from "./mediaSource";
import { ProducedTimes } from "./producedTimes";

/** Seconds of media kept behind the playhead, and how much more may gather before it is trimmed. */
const keptBehind = 4;
const trimSlack = 6;
/** A hole in the timeline longer than this is jumped over at once. */
const holeLimit = 0.3;
/** Seconds from a stream's first picture until it catches up with the live edge, and those in which it does. */
const catchUpAfter = 0.5;
const catchUpTime = 0.3;

/** Seconds behind: below, the ordinary steering does; above, the page seeks. */
const leastCatchUp = 0.05;
const longestCatchUp = 1.2;

/** Sound is decoded in larger steps than pictures; without this much more ahead it stutters. */
const audioMargin = 0.1;

/**
 * Plays fMP4 fragments of one frame each from a WebSocket, as near to the live edge as the line allows.
 * The socket stays open while the camera is away; a new generation goes on in the same SourceBuffer.
 */
export class MsePlayer implements Player {
  readonly kind = "mse";

  static get supported(): boolean {
    return mediaSourceClass() !== null;
  }

  readonly #queue = new AppendQueue();
  readonly #produced = new ProducedTimes();
  readonly #fragment = newFragment();
  readonly #meter = new FrameMeter((sample) => {
    this.#onFrame(sample);
  });
  readonly #latency: LatencyController;
  readonly #pace = new SeekPace();

  #video: HTMLVideoElement | null = null;
  #callbacks: PlayerCallbacks | null = null;
  #mediaSource: MediaSource | null = null;
  #source: { close(): void } | null = null;
  #buffer: SourceBuffer | null = null;
  #socket: WebSocket | null = null;
  #leaveGate: () => void = () => undefined;

  #codec: string | null = null;
  #track: VideoTrack | null = null;
  #initFollows = false;
  #end = NaN;
  #keyframes: number[] = [];
  #seekPending = false;
  /** Seconds added to every time of the stream; null until its first keyframe, which comes to stand at 0. */
  #shift: number | null = null;
  #joining = true;
  #steering = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #behind: number | null = null;

  constructor(
    private readonly clock: ServerClock,
    private readonly gate: ConnectGate,
    audio: boolean,
  ) {
    this.#latency = new LatencyController(audio ? audioMargin : 0);
  }

  attach(video: HTMLVideoElement, url: string, callbacks: PlayerCallbacks): void {
    this.#video = video;
    this.#callbacks = callbacks;
    this.#source = openMediaSource(video, (mediaSource) => {
      this.#mediaSource = mediaSource;
      this.#openBuffer();
    });
    video.addEventListener("waiting", this.#onWaiting);
    video.addEventListener("error", this.#onVideoError);
    this.#meter.attach(video);
    this.#leaveGate = this.gate.enter(() => {
      const socket = new WebSocket(new URL(url, location.href));
      socket.binaryType = "arraybuffer";
      socket.addEventListener("open", this.#onOpen);
      socket.addEventListener("message", this.#onMessage);
      socket.addEventListener("close", this.#onClose);
      this.#socket = socket;
    });
  }

  destroy(): void {
    this.#leaveGate();
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.removeEventListener("open", this.#onOpen);
    socket?.removeEventListener("message", this.#onMessage);
    socket?.removeEventListener("close", this.#onClose);
    socket?.close();
    this.#meter.destroy();
    this.#queue.close();
    this.#buffer?.removeEventListener("updateend", this.#onUpdateEnd);
    this.#buffer?.removeEventListener("error", this.#onBufferError);
    this.#buffer = null;
    this.#mediaSource = null;
    this.#video?.removeEventListener("waiting", this.#onWaiting);
    this.#video?.removeEventListener("error", this.#onVideoError);
    this.#source?.close();
    this.#source = null;
    this.#video = null;
    this.#callbacks = null;
  }

  stats(): PlayerStats {
    return {
      behindLive: this.#behind,
      buffered: this.#video ? Math.max(0, this.#end - this.#video.currentTime) || 0 : 0,
      presentedFrames: this.#meter.presentedFrames,
      droppedFrames: this.#video?.getVideoPlaybackQuality().droppedVideoFrames ?? 0,
    };
  }

  tick(now: number): void {
    const video = this.#video;
    if (!video || !this.#buffer) return;
    this.#meter.tick(now);
    if (this.#seekPending || Number.isNaN(this.#end)) return;
    if (video.paused) this.#play(video);
    this.#steer(video, now / 1000);
    this.#trim(video.currentTime);
  }

  readonly #onOpen = (): void => {
    this.#leaveGate();
  };

  readonly #onClose = (event: CloseEvent): void => {
    const reason = event.reason === "" ? "the connection to the server ended" : event.reason;
    this.#fail({ kind: "refused", reason });
  };

  readonly #onMessage = (event: MessageEvent<string | ArrayBuffer>): void => {
    const { data } = event;
    this.#callbacks?.heard();
    if (typeof data === "string") {
      this.#onHeader(JSON.parse(data) as MseHeader);
    } else if (this.#initFollows) {
      this.#initFollows = false;
      this.#track = readVideoTrack(data);
      this.#append(data);
    } else {
      this.#onFragment(data);
    }
  };

  #onHeader(header: MseHeader): void {
    this.clock.sample(header.serverTime, performance.now());
    this.#initFollows = true;
    this.#latency.restart();
    this.#seekPending = this.#shift !== null;
    const before = this.#codec;
    this.#codec = header.codec;
    if (mediaSourceClass()?.isTypeSupported(header.codec) !== true) {
      this.#fail({ kind: "media", reason: `this browser does not play ${header.codec}` });
    } else if (before === null) {
      this.#openBuffer();
    } else if (before !== header.codec) {
      this.#queue.changeType(header.codec);
    }
  }

  #onFragment(data: ArrayBuffer): void {
    const fragment = this.#fragment;
    if (this.#track && readFragment(data, this.#track.timescale, fragment) && fragment.trackId === this.#track.id) {
      if (this.#shift === null) {
        this.#shift = -fragment.start;
        this.#queue.shift(this.#shift);
      }
      const start = fragment.start + this.#shift;
      const end = fragment.end + this.#shift;
      if (fragment.isKey) this.#keyframes.push(start);
      if (start - this.#end > holeLimit) this.#seekPending = true;
      const interval = Number.isNaN(this.#end) ? 0 : end - this.#end;
      this.#end = end;
      this.#latency.arrived(performance.now() / 1000, end, interval);
      this.#produced.add(start, fragment.producedAt);
      if (fragment.isKey && this.#video?.paused) this.#play(this.#video);
    }
    this.#append(data);
  }

  #append(data: ArrayBuffer): void {
    try {
      if (!this.#queue.push(data)) this.#fail({ kind: "media", reason: "this device cannot keep up" });
    } catch (error) {
      this.#appendFailed(error);
    }
  }

  #openBuffer(): void {
    if (this.#buffer || this.#codec === null || this.#mediaSource?.readyState !== "open") return;
    try {
      const buffer = this.#mediaSource.addSourceBuffer(this.#codec);
      buffer.mode = "segments";
      buffer.addEventListener("updateend", this.#onUpdateEnd);
      buffer.addEventListener("error", this.#onBufferError);
      this.#buffer = buffer;
      this.#queue.open(buffer);
    } catch (error) {
      this.#appendFailed(error);
    }
  }

  readonly #onUpdateEnd = (): void => {
    try {
      this.#queue.pump();
    } catch (error) {
      this.#appendFailed(error);
    }
    if (this.#seekPending && this.#video && this.#queue.waiting === 0) this.#seekToLive(this.#video);
  };

  #appendFailed(error: unknown): void {
    this.#fail({ kind: "media", reason: error instanceof Error ? error.message : String(error) });
  }

  /** Starts, or goes on behind a hole: to the live edge, without playing what lies before it. */
  #seekToLive(video: HTMLVideoElement): void {
    const { buffered } = video;
    const last = buffered.length - 1;
    if (last < 0 || Number.isNaN(this.#end)) return;
    const start = buffered.start(last);
    const end = buffered.end(last);
    // The newest frame is on its way through the buffer: its updateend is the one to seek on.
    if (end < this.#end - 0.05) return;
    const now = performance.now() / 1000;
    this.#seekPending = false;
    this.#pace.sought(now);
    video.currentTime = Math.max(start, Math.min(now - (this.#latency.delay(now) ?? now - end), end - 0.01));
    this.#play(video);
  }

  /**
   * The first picture is the keyframe that the stream began with. The frames since then are shown too, only faster: they
   * have to be decoded anyway, and a seek to the live edge would decode them a second time. It waits until the tiles
   * beside this one have shown something.
   */
  #join(): void {
    this.#joining = false;
    this.#steering = false;
    this.#timer = setTimeout(() => {
      const video = this.#video;
      const now = performance.now() / 1000;
      const late = video && this.#latency.late(now, video.currentTime);
      if (!late || late < leastCatchUp || late > longestCatchUp) {
        this.#steering = true;
        return;
      }
      video.playbackRate = 1 + late / catchUpTime;
      this.#timer = setTimeout(() => {
        this.#steering = true;
        if (this.#video) this.#steer(this.#video, performance.now() / 1000);
      }, 1000 * catchUpTime);
    }, 1000 * catchUpAfter);
  }

  #steer(video: HTMLVideoElement, now: number): void {
    if (!this.#steering) return;
    const playhead = video.currentTime;
    const { rate, jump } = this.#latency.steer(now, playhead);
    const stuck = video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && this.#end - playhead > holeLimit;
    const behind = jump > 0 && this.#end - playhead > 0.5;
    if ((behind || stuck) && !video.seeking && this.#pace.allows(now)) this.#seekPending = true;
    // Until then run, or, nearer to live than the line allows, dawdle.
    const pace = behind ? fastest : jump < 0 ? slowest : rate;
    if (video.playbackRate !== pace) video.playbackRate = pace;
  }

  #trim(playhead: number): void {
    const oldest = this.#keyframes[0];
    if (oldest === undefined || playhead - oldest < keptBehind + trimSlack) return;
    // Removing up to any other place would take the frames after it too, up to the next keyframe.
    const keep = this.#keyframes.findLastIndex((time) => time <= playhead - keptBehind);
    const before = this.#keyframes[keep];
    if (keep <= 0 || before === undefined) return;
    this.#keyframes = this.#keyframes.slice(keep);
    try {
      this.#queue.removeBefore(before);
    } catch (error) {
      this.#appendFailed(error);
    }
  }

  #play(video: HTMLVideoElement): void {
    video.play().catch(() => {
      // Sound needs a gesture that this page may not have had; a silent picture needs none.
      video.muted = true;
    });
  }

  readonly #onWaiting = (): void => {
    if (!this.#seekPending && this.#video?.seeking === false) this.#latency.underran(performance.now() / 1000);
  };

  readonly #onVideoError = (): void => {
    this.#fail({ kind: "media", reason: this.#video?.error?.message ?? "the picture cannot be decoded" });
  };

  readonly #onBufferError = (): void => {
    this.#fail({ kind: "media", reason: "the stream cannot be parsed" });
  };

  #onFrame({ mediaTime, displayTime }: FrameSample): void {
    if (this.#joining) this.#join();
    const produced = this.#produced.at(mediaTime);
    if (produced !== null) this.#behind = Math.max(0, this.clock.toServer(displayTime) - produced) / 1000;
    this.#callbacks?.presented();
  }

  #fail(failure: PlayerFailure): void {
    const callbacks = this.#callbacks;
    this.#callbacks = null;
    callbacks?.failed(failure);
  }
}
