import type { ServerLink } from "../api/cameraStore";
import type { StreamHealth } from "../api/contract";
import type { ServerClock } from "../api/serverClock";
import { element } from "../page/element";
import type { ConnectGate } from "../players/connectGate";
import { HlsPlayer } from "../players/hls/hlsPlayer";
import { MsePlayer } from "../players/mse/msePlayer";
import type { Player, PlayerKind, PlayerStats } from "../players/player";
import { WhepPlayer } from "../players/whep/whepPlayer";
import type { PlayerChoice } from "./playerTurn";
import { Still } from "./still";
import { Watchdog, type WatchdogView } from "./watchdog";

/** What all streams of a page share. */
export interface StreamContext {
  readonly clock: ServerClock;
  readonly gate: ConnectGate;
  readonly player: PlayerChoice;
}

const noStats: PlayerStats = { behindLive: null, buffered: 0, presentedFrames: 0, droppedFrames: 0 };

/**
 * One stream in one `<video>` that lives as long as this view: players come and go under the watchdog's eye.
 * Between two players, and while the camera is away, the last picture stands still on a canvas above the video.
 */
export class StreamView {
  readonly video = element("video", "stream");
  readonly #still = new Still();
  readonly element = element("div", "view", this.video, this.#still.element);
  readonly #watchdog: Watchdog;
  #player: Player | null = null;
  #audio = false;
  #hasPicture = false;

  /**
   * @param path `/live/{camera}/{stream}`
   * @param wish which player it shall be
   * @param onPicture a player's first picture is on the screen
   */
  constructor(
    private readonly context: StreamContext,
    private readonly path: string,
    wish: PlayerChoice,
    private readonly onPicture: () => void,
  ) {
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.disablePictureInPicture = true;
    this.video.tabIndex = -1;
    const choice = wish === "auto" && !MsePlayer.supported ? "hls" : wish;
    this.#watchdog = new Watchdog(choice, Math.random);
  }

  get audio(): boolean {
    return this.#audio;
  }

  /** A picture, moving or not, is there to be seen. */
  get hasPicture(): boolean {
    return this.#hasPicture || this.#still.shown;
  }

  get stats(): PlayerStats {
    return this.#player?.stats() ?? noStats;
  }

  setHealth(health: StreamHealth | null): void {
    this.#watchdog.health(health, performance.now());
    this.#obey();
  }

  setLink(link: ServerLink): void {
    this.#watchdog.link(link, performance.now());
    this.#obey();
  }

  setWanted(wanted: boolean): void {
    this.#watchdog.wanted(wanted, performance.now());
    this.#obey();
  }

  /** With sound, if the stream has some; only after a gesture of the user. */
  setAudio(audio: boolean): void {
    if (this.#audio === audio) return;
    this.#audio = audio;
    this.#watchdog.restart(performance.now());
    this.#obey();
  }

  reconnect(): void {
    this.#watchdog.reconnect(performance.now());
    this.#obey();
  }

  /** Four times a second. */
  tick(now: number): WatchdogView {
    this.#player?.tick(now);
    this.#obey();
    const view = this.#watchdog.view(now);
    if (view.state === "away" || view.state === "off") this.#still.grey(this.#hasPicture ? this.video : null);
    return view;
  }

  destroy(): void {
    this.#stop();
    this.#still.drop();
    this.element.remove();
  }

  #obey(): void {
    for (;;) {
      const command = this.#watchdog.tick(performance.now());
      if (!command) return;
      if (command.type === "stop") this.#stop();
      else this.#start(command.player);
    }
  }

  #start(kind: PlayerKind): void {
    const { clock, gate } = this.context;
    const [player, file] = {
      mse: () => [new MsePlayer(clock, gate, this.#audio), `mse?audio=${this.#audio ? 1 : 0}`] as const,
      hls: () => [new HlsPlayer(clock), "index.m3u8"] as const,
      whep: () => [new WhepPlayer(clock), "whep"] as const,
    }[kind]();
    this.#player = player;
    this.video.muted = !this.#audio;
    player.attach(this.video, `${this.path}/${file}`, {
      heard: () => {
        this.#watchdog.heard(performance.now());
      },
      presented: () => {
        this.#watchdog.presented(performance.now());
        this.#still.drop();
        if (this.#hasPicture) return;
        this.#hasPicture = true;
        this.#fit();
        this.onPicture();
      },
      failed: (failure) => {
        this.#watchdog.failed(failure, performance.now());
        this.#obey();
      },
    });
  }

  #stop(): void {
    if (this.#hasPicture) this.#still.take(this.video);
    this.#hasPicture = false;
    this.#player?.destroy();
    this.#player = null;
  }

  /** Pictures of 16:9 cover their tile, which has nearly that shape; all others are seen whole. */
  #fit(): void {
    const { videoWidth, videoHeight } = this.video;
    this.element.classList.toggle("wide", Math.abs(videoWidth / videoHeight - 16 / 9) < 0.03);
  }
}
