import type { ServerClock } from "../../api/serverClock";
import { FrameMeter, type FrameSample } from "../frameMeter";
import type { Player, PlayerCallbacks, PlayerFailure, PlayerStats } from "../player";
import { producedAt } from "./rtpClock";
import { beginSession, endSession, SessionRefused } from "./session";

/** Plays WebRTC: the least delay there is, no sound, and a decoder and a connection of its own for each picture. */
export class WhepPlayer implements Player {
  readonly kind = "whep";

  /** Without requestVideoFrameCallback nobody could tell how old the picture is. */
  static get supported(): boolean {
    return "RTCPeerConnection" in window && "requestVideoFrameCallback" in HTMLVideoElement.prototype;
  }

  readonly #meter = new FrameMeter((sample) => {
    this.#onFrame(sample);
  });
  readonly #abort = new AbortController();
  #video: HTMLVideoElement | null = null;
  #callbacks: PlayerCallbacks | null = null;
  #peer: RTCPeerConnection | null = null;
  #transport: RTCDtlsTransport | null = null;
  #session: string | null = null;
  #behind: number | null = null;

  constructor(private readonly clock: ServerClock) {}

  attach(video: HTMLVideoElement, url: string, callbacks: PlayerCallbacks): void {
    this.#video = video;
    this.#callbacks = callbacks;
    this.#meter.attach(video);
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#peer = peer;
    peer.addEventListener("track", this.#onTrack);
    peer.addEventListener("connectionstatechange", this.#onConnection);
    this.#begin(peer, url).catch((error: unknown) => {
      const media = error instanceof SessionRefused && error.forGood;
      this.#fail({ kind: media ? "media" : "refused", reason: error instanceof Error ? error.message : String(error) });
    });
  }

  tick(now: number): void {
    const video = this.#video;
    if (!video) return;
    this.#meter.tick(now);
    if (video.paused && video.srcObject) this.#play(video);
  }

  stats(): PlayerStats {
    return {
      behindLive: this.#behind,
      buffered: 0,
      presentedFrames: this.#meter.presentedFrames,
      droppedFrames: this.#video?.getVideoPlaybackQuality().droppedVideoFrames ?? 0,
    };
  }

  destroy(): void {
    this.#abort.abort();
    this.#meter.destroy();
    this.#transport?.removeEventListener("statechange", this.#onTransport);
    this.#transport = null;
    this.#peer?.removeEventListener("track", this.#onTrack);
    this.#peer?.removeEventListener("connectionstatechange", this.#onConnection);
    const peer = this.#peer;
    this.#peer = null;
    // The server hears of it first: a connection that is closed before has ended the session, and nothing is left to delete.
    if (this.#session === null) peer?.close();
    else void endSession(this.#session).finally(() => peer?.close());
    this.#session = null;
    if (this.#video) this.#video.srcObject = null;
    this.#video = null;
    this.#callbacks = null;
  }

  async #begin(peer: RTCPeerConnection, url: string): Promise<void> {
    peer.addTransceiver("video", { direction: "recvonly" });
    await peer.setLocalDescription();
    const { signal } = this.#abort;
    // The server learns our addresses from our checks: there is no need to wait for candidates.
    const session = await beginSession(url, peer.localDescription?.sdp ?? "", signal);
    if (signal.aborted) {
      void endSession(session.url);
      return;
    }
    this.#session = session.url;
    await peer.setRemoteDescription({ type: "answer", sdp: session.answer });
  }

  readonly #onTrack = ({ track, receiver }: RTCTrackEvent): void => {
    const video = this.#video;
    if (!video) return;
    this.#transport = receiver.transport;
    this.#transport?.addEventListener("statechange", this.#onTransport);
    video.srcObject = new MediaStream([track]);
    this.#play(video);
  };

  /** The server has said good-bye. */
  readonly #onTransport = (): void => {
    const state = this.#transport?.state;
    if (state === "closed" || state === "failed") this.#ended();
  };

  readonly #onConnection = (): void => {
    const state = this.#peer?.connectionState;
    if (state === "closed" || state === "failed") this.#ended();
  };

  #ended(): void {
    this.#session = null;
    this.#fail({ kind: "refused", reason: "the connection to the server ended" });
  }

  #onFrame({ displayTime, rtpTimestamp }: FrameSample): void {
    const shownAt = this.clock.toServer(displayTime);
    if (rtpTimestamp !== null) this.#behind = Math.max(0, shownAt - producedAt(rtpTimestamp, shownAt)) / 1000;
    this.#callbacks?.presented();
  }

  #play(video: HTMLVideoElement): void {
    // Without sound a page may always play; what fails is tried again with the next tick.
    video.play().catch(() => undefined);
  }

  #fail(failure: PlayerFailure): void {
    const callbacks = this.#callbacks;
    this.#callbacks = null;
    callbacks?.failed(failure);
  }
}
