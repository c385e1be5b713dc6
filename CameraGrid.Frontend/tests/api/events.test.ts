import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CameraEvent } from "../../src/api/cameraStore";
import { answerLimit, CameraEvents, silenceLimit } from "../../src/api/events";
import { ServerClock } from "../../src/api/serverClock";
import { away } from "../cameras";

const list = { serverTime: "2026-05-01T10:00:00Z", cameras: [] };
const text = (type: string, data: unknown): string => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

/** A server of which each test says what it does, and the page's end of the line with a clock that the test moves. */
class Line {
  readonly said: CameraEvent[] = [];
  readonly askedAt: number[] = [];
  answer: (signal: AbortSignal) => Promise<Response> = () => Promise.reject(new TypeError("refused"));
  readonly events = new CameraEvents(
    "/api/events",
    new ServerClock(),
    (event) => {
      this.said.push(event);
    },
    () => 0.5,
  );

  constructor() {
    vi.stubGlobal("fetch", (_url: string, { signal }: { signal: AbortSignal }) => {
      this.askedAt.push(Date.now());
      return this.answer(signal);
    });
  }

  /** Answers with a stream. @returns what to write into it, and its end */
  stream(): { write(piece: string): Promise<void>; end(): Promise<void>; readonly cut: boolean } {
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
    const writer = writable.getWriter();
    let cut = false;
    this.answer = (signal) => {
      signal.addEventListener("abort", () => {
        cut = true;
      });
      return Promise.resolve(new Response(readable, { headers: { "Content-Type": "text/event-stream" } }));
    };
    return {
      write: async (piece) => {
        void writer.write(new TextEncoder().encode(piece));
        await vi.advanceTimersByTimeAsync(0);
      },
      end: async () => {
        void writer.close();
        await vi.advanceTimersByTimeAsync(0);
      },
      get cut() {
        return cut;
      },
    };
  }

  async open(): Promise<void> {
    this.events.open();
    await vi.advanceTimersByTimeAsync(0);
  }

  get links(): string[] {
    return this.said.flatMap((event) => (event.type === "link" ? event.link : []));
  }
}

let line: Line;
beforeEach(() => {
  vi.useFakeTimers();
  line = new Line();
});
afterEach(() => {
  line.events.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("events reach the page, and pings do not", async () => {
  const stream = line.stream();
  await line.open();
  await stream.write(text("cameras", list) + text("ping", list));
  await stream.write(text("stream", { camera: "yard", stream: "sub", health: away }));
  expect(line.said.map(({ type }) => type)).toEqual(["cameras", "stream"]);
});

test("an end is followed by another connection within half a second", async () => {
  const stream = line.stream();
  await line.open();
  await stream.write(text("cameras", list));
  await stream.end();
  expect(line.links).toEqual(["lost"]);
  const again = line.stream();
  await vi.advanceTimersByTimeAsync(500);
  await again.write(text("cameras", list));
  expect(line.said.at(-1)?.type).toBe("cameras");
});

test("it asks for ever, at most every two seconds, and never in a burst", async () => {
  await line.open();
  await vi.advanceTimersByTimeAsync(3_600_000);
  const waits = line.askedAt.slice(1).map((at, i) => at - (line.askedAt[i] ?? 0));
  expect(waits.slice(0, 4)).toEqual([250, 500, 1_000, 1_500]);
  expect(Math.max(...waits)).toBe(1_500);
  expect(waits.length).toBeGreaterThan(2_000);
});

test("silence for longer than the server's pings ends the connection", async () => {
  const stream = line.stream();
  await line.open();
  await stream.write(text("cameras", list));
  await vi.advanceTimersByTimeAsync(silenceLimit - 1_000);
  await stream.write(text("ping", list));
  await vi.advanceTimersByTimeAsync(silenceLimit - 1_000);
  expect(stream.cut).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(stream.cut).toBe(true);
  expect(line.links[0]).toBe("lost");
  expect(line.askedAt.length).toBeGreaterThan(1);
});

test("a connection that never answers is given up too", async () => {
  line.answer = () => new Promise(() => undefined);
  await line.open();
  await vi.advanceTimersByTimeAsync(answerLimit + 1_000);
  expect(line.links).toEqual(["lost"]);
  expect(line.askedAt).toHaveLength(2);
});

const html = (status: number) => (): Promise<Response> =>
  Promise.resolve(new Response("<html>", { status, headers: { "Content-Type": "text/html" } }));

test.each([
  ["no connection", () => Promise.reject(new TypeError("refused")), "unreachable"],
  ["a proxy without its gateway", html(502), "unreachable"],
  ["an error of the gateway", html(500), "lost"],
  ["an answer that is no stream", html(200), "lost"],
] as const)("%s means that the server is %s", async (_what, answer, link) => {
  line.answer = answer;
  await line.open();
  expect(line.links).toEqual([link]);
});

test("closed is closed: nothing is heard or asked any more", async () => {
  const stream = line.stream();
  await line.open();
  await stream.write(text("cameras", list));
  line.events.close();
  await stream.write(text("cameras", list));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(line.said).toHaveLength(1);
  expect(line.askedAt).toHaveLength(1);
});

test("an event that cannot be read is reported, and the next is heard", async () => {
  const reported: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  const stream = line.stream();
  await line.open();
  await stream.write("event: cameras\ndata: {\n\n" + text("cameras", list));
  expect(line.said.map(({ type }) => type)).toEqual(["cameras"]);
  expect(reported).toHaveLength(1);
});

test("where nobody is signed in any more, the page goes to sign in", async () => {
  const assign = vi.fn();
  vi.stubGlobal("location", { pathname: "/", search: "?kiosk", assign });
  line.answer = html(401);
  await line.open();
  expect(assign).toHaveBeenCalledExactlyOnceWith("/login?return=%2F%3Fkiosk");
});
