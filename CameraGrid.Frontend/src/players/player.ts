/** What every player is: it shows one stream in one `<video>`, tells what reached the screen, and can be taken away. */
export interface Player {
  readonly kind: PlayerKind;
  /** Begins. A player is attached once; for another stream make another player. */
  attach(video: HTMLVideoElement, url: string, callbacks: PlayerCallbacks): void;
  /** Called four times a second while attached: the place for anything that is not needed for every frame. */
  tick(now: number): void;
  stats(): PlayerStats;
  /** Gives back everything: connections, buffers, object URLs, listeners, the video's source. */
  destroy(): void;
}

export type PlayerKind = "mse" | "hls" | "whep";

export interface PlayerCallbacks {
  /** The player's own connection brought something. Only of players that hold one open. */
  heard(): void;
  /** A picture reached the screen. At once for the first one, then about twice a second while pictures come. */
  presented(): void;
  /** The player cannot go on. Called once; the owner then destroys it. */
  failed(failure: PlayerFailure): void;
}

/**
 * `refused`: no connection, or one that ended (network, server, stream away). `media`: data came that could not be played.
 * `frozen`: no error was told, but no picture came; that is the watchdog's finding.
 */
export interface PlayerFailure {
  readonly kind: "refused" | "media" | "frozen";
  readonly reason: string;
}

export interface PlayerStats {
  /** Seconds between a frame leaving FFmpeg and its presentation here; null while unknown. */
  readonly behindLive: number | null;
  /** Seconds of media held ahead of the playhead. */
  readonly buffered: number;
  readonly presentedFrames: number;
  readonly droppedFrames: number;
}
