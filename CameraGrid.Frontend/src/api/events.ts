import { Backoff } from "./backoff";
import type { CameraEvent } from "./cameraStore";
import type { CameraList, Ping, StreamChange } from "./contract";
import { EventParser, type ServerEvent } from "./eventParser";
import type { ServerClock } from "./serverClock";
import { leaveIfSignedOut } from "./session";

/** The server pings every 10 s; silence for longer than this means a dead connection that nobody closed. */
export const silenceLimit = 15_000;
/** The state of all cameras is there at once; a request on a connection that died while it was idle is never answered. */
export const answerLimit = 6_000;

/** Answers of a proxy whose gateway is away. */
const awayAnswers = [502, 503, 504];

/**
 * The camera events of the server, opened again for ever. Not by EventSource, which gives up after an answer that is no
 * stream, never notices a connection that died without a word, and does not tell whether the server could be reached.
 */
export class CameraEvents {
  readonly #backoff: Backoff;
  #attempt: AbortController | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly clock: ServerClock,
    private readonly dispatch: (event: CameraEvent) => void,
    random: () => number = Math.random,
  ) {
    // Short to the end: each is one small request, and the moment it succeeds is the one all tiles wait for.
    this.#backoff = new Backoff([250, 500, 1_000, 1_500], random);
  }

  /** Opens, or opens anew. */
  open(): void {
    this.close();
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#expect(answerLimit);
    this.#read(attempt.signal).then(
      (link) => {
        if (!attempt.signal.aborted) this.#lost(link);
      },
      () => {
        if (!attempt.signal.aborted) this.#lost("lost");
      },
    );
  }

  close(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    this.#attempt?.abort();
    this.#attempt = null;
  }

  /** @returns what its end says of the server */
  async #read(signal: AbortSignal): Promise<"lost" | "unreachable"> {
    let answer: Response;
    try {
      answer = await fetch(this.url, { headers: { Accept: "text/event-stream" }, cache: "no-store", signal });
    } catch {
      return "unreachable";
    }
    const isStream = answer.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
    if (!answer.ok || !answer.body || !isStream) {
      await answer.body?.cancel();
      leaveIfSignedOut(answer.status);
      return awayAnswers.includes(answer.status) ? "unreachable" : "lost";
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return "lost";
      this.#expect(silenceLimit);
      for (const event of parser.push(value)) {
        try {
          this.#take(event);
        } catch (error) {
          // What is wrong with one event, or with what the page makes of it, is no reason to hear no others.
          reportError(error);
        }
      }
    }
  }

  #take({ type, data }: ServerEvent): void {
    if (type === "cameras") {
      this.#backoff.reset();
      const list = JSON.parse(data) as CameraList;
      this.clock.sample(list.serverTime, performance.now());
      this.dispatch({ type, list });
    } else if (type === "stream") {
      this.dispatch({ type, change: JSON.parse(data) as StreamChange });
    } else if (type === "ping") {
      this.clock.sample((JSON.parse(data) as Ping).serverTime, performance.now());
    }
  }

  /** The next word comes within so many milliseconds, or the connection is dead. */
  #expect(within: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#lost("lost");
    }, within);
  }

  #lost(link: "lost" | "unreachable"): void {
    this.close();
    this.dispatch({ type: "link", link });
    this.#retry = setTimeout(() => {
      this.open();
    }, this.#backoff.next());
  }
}
