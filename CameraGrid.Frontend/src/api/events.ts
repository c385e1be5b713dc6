import { Backoff } from "./backoff";
import type { CameraEvent } from "./cameraStore";
import type { CameraList, Ping, StreamChange } from "./contract";
import type { ServerClock } from "./serverClock";

/** The server pings every 10 s; silence for longer than this means a dead connection that nobody closed. */
const silenceLimit = 25_000;

/**
 * The camera events of the server. It reopens by itself for ever: EventSource alone gives up after an answer that is
 * no stream (a proxy's 502), and never notices a connection that died without a word.
 */
export class CameraEvents {
  readonly #backoff = new Backoff([250, 500, 1_000, 2_000, 3_000], Math.random);
  #source: EventSource | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly clock: ServerClock,
    private readonly dispatch: (event: CameraEvent) => void,
  ) {}

  open(): void {
    this.close();
    const source = new EventSource(this.url);
    this.#source = source;
    source.addEventListener("cameras", this.#onCameras);
    source.addEventListener("stream", this.#onStream);
    source.addEventListener("ping", this.#onPing);
    source.addEventListener("error", this.#onError);
    this.#heard();
  }

  close(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    const source = this.#source;
    this.#source = null;
    if (!source) return;
    source.removeEventListener("cameras", this.#onCameras);
    source.removeEventListener("stream", this.#onStream);
    source.removeEventListener("ping", this.#onPing);
    source.removeEventListener("error", this.#onError);
    source.close();
  }

  readonly #onCameras = (message: MessageEvent<string>): void => {
    this.#heard();
    this.#backoff.reset();
    const list = JSON.parse(message.data) as CameraList;
    this.clock.sample(list.serverTime, performance.now());
    this.dispatch({ type: "cameras", list });
  };

  readonly #onStream = (message: MessageEvent<string>): void => {
    this.#heard();
    this.dispatch({ type: "stream", change: JSON.parse(message.data) as StreamChange });
  };

  readonly #onPing = (message: MessageEvent<string>): void => {
    this.#heard();
    this.clock.sample((JSON.parse(message.data) as Ping).serverTime, performance.now());
  };

  readonly #onError = (): void => {
    this.#reopenLater();
  };

  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#reopenLater();
    }, silenceLimit);
  }

  #reopenLater(): void {
    this.close();
    this.dispatch({ type: "connected", connected: false });
    this.#retry = setTimeout(() => {
      this.open();
    }, this.#backoff.next());
  }
}
