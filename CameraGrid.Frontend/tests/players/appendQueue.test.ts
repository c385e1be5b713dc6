import { expect, test } from "vitest";
import { AppendQueue, type BufferSink } from "../../src/players/mse/appendQueue";

class Recorder implements BufferSink {
  readonly done: string[] = [];
  updating = false;
  appendBuffer(data: ArrayBuffer | Uint8Array<ArrayBuffer>): void {
    this.done.push(`append ${new Uint8Array(data).join(" ")}`);
    this.updating = true;
  }
  remove(start: number, end: number): void {
    this.done.push(`remove ${start} ${end}`);
    this.updating = true;
  }
  changeType(type: string): void {
    this.done.push(`type ${type}`);
  }
  set timestampOffset(seconds: number) {
    this.done.push(`shift ${seconds}`);
  }
}

const bytes = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer;

test("what waited goes in as one append", () => {
  const queue = new AppendQueue();
  const sink = new Recorder();
  queue.push(bytes(1));
  queue.push(bytes(2, 3));
  queue.push(bytes(4));
  queue.open(sink);
  expect(sink.done).toEqual(["append 1 2 3 4"]);
  expect(queue.waiting).toBe(0);
});

test("nothing is given to a buffer that is busy", () => {
  const queue = new AppendQueue();
  const sink = new Recorder();
  queue.open(sink);
  queue.push(bytes(1));
  queue.push(bytes(2));
  queue.removeBefore(7);
  expect(sink.done).toEqual(["append 1"]);
  sink.updating = false;
  queue.pump();
  sink.updating = false;
  queue.pump();
  expect(sink.done).toEqual(["append 1", "remove 0 7", "append 2"]);
});

test("a new type keeps its place between the media", () => {
  const queue = new AppendQueue();
  const sink = new Recorder();
  queue.push(bytes(1));
  queue.changeType("hevc");
  queue.push(bytes(2));
  queue.open(sink);
  sink.updating = false;
  queue.pump();
  expect(sink.done).toEqual(["append 1", "type hevc", "append 2"]);
});

test("a shift holds for the media after it", () => {
  const queue = new AppendQueue();
  const sink = new Recorder();
  queue.push(bytes(1));
  queue.shift(-12.5);
  queue.push(bytes(2));
  queue.open(sink);
  sink.updating = false;
  queue.pump();
  expect(sink.done).toEqual(["append 1", "shift -12.5", "append 2"]);
});

test("it says when the page cannot keep up", () => {
  const queue = new AppendQueue();
  for (let index = 0; index < 600; index++) expect(queue.push(bytes(1))).toBe(true);
  expect(queue.push(bytes(1))).toBe(false);
});

test("a closed queue forgets what waited", () => {
  const queue = new AppendQueue();
  const sink = new Recorder();
  queue.push(bytes(1));
  queue.close();
  queue.open(sink);
  expect(sink.done).toEqual([]);
});
