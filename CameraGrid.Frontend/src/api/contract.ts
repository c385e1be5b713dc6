/** The JSON the gateway speaks. Times are ISO 8601 in UTC; null where unknown. */

export type StreamName = "main" | "sub";

export type StreamState = "live" | "connecting" | "stalled" | "backoff" | "disabled" | "unauthorized" | "unsupported";

export interface StreamHealth {
  readonly state: StreamState;
  /** The record of the stream's owner expired, or the store cannot be read: the rest is the last that was known. */
  readonly stale: boolean;
  readonly since: string | null;
  readonly codec: string | null;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** bit/s */
  readonly bitRate: number;
  readonly hasAudio: boolean;
  readonly restarts: number;
  readonly lastRestartReason: string | null;
  readonly lastFrameAt: string | null;
  readonly nextTryAt: string | null;
  readonly lastError: string | null;
}

export interface Camera {
  readonly id: string;
  readonly name: string;
  readonly streams: { readonly main: StreamHealth; readonly sub: StreamHealth | null };
}

/** The body of GET /api/cameras, and of the event `cameras`. */
export interface CameraList {
  readonly serverTime: string;
  readonly cameras: readonly Camera[];
}

/** The event `stream`. */
export interface StreamChange {
  readonly camera: string;
  readonly stream: StreamName;
  readonly health: StreamHealth;
}

/** The event `ping`. */
export interface Ping {
  readonly serverTime: string;
}

/** The text message that begins every generation on the MSE socket. */
export interface MseHeader {
  readonly generation: number;
  /** A full MIME type, as SourceBuffer wants it. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly serverTime: string;
}
