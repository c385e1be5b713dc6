import { describe, expect, test } from "vitest";
import { EventParser } from "../../src/api/eventParser";

const cases = [
  ["one event", "event: ping\ndata: {}\n\n", [{ type: "ping", data: "{}" }]],
  ["no type", "data: x\n\n", [{ type: "message", data: "x" }]],
  ["no space", "event:ping\ndata:x\n\n", [{ type: "ping", data: "x" }]],
  ["one space of two is data", "data:  x\n\n", [{ type: "message", data: " x" }]],
  ["lines of data", "data: a\ndata: b\n\n", [{ type: "message", data: "a\nb" }]],
  [
    "line ends of every kind",
    "event: a\r\ndata: 1\r\n\r\nevent: b\rdata: 2\r\r",
    [
      { type: "a", data: "1" },
      { type: "b", data: "2" },
    ],
  ],
  ["comments and fields of no use", ": hi\nid: 7\nretry: 10\nnonsense\ndata: x\n\n", [{ type: "message", data: "x" }]],
  ["a type without data is none", "event: ping\n\ndata: x\n\n", [{ type: "message", data: "x" }]],
  ["an end without its empty line", "data: x\n", []],
  ["letters of all kinds", "data: Höf\u{1F4F7}\n\n", [{ type: "message", data: "Höf\u{1F4F7}" }]],
] as const;

describe.each(cases)("%s", (_what, text, events) => {
  test("in one piece", () => {
    // The last carriage return waits for a line feed that may belong to it.
    const parser = new EventParser();
    expect([...parser.push(text), ...(text.endsWith("\r") ? parser.push(":") : [])]).toEqual(events);
  });

  test("cut anywhere", () => {
    for (let cut = 0; cut <= text.length; cut++) {
      const parser = new EventParser();
      const read = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut)), ...parser.push(":")];
      expect(read).toEqual(events);
    }
  });
});

test("an event that never ends is refused", () => {
  const parser = new EventParser();
  const piece = "x".repeat(1_000_000);
  expect(() => {
    for (let times = 0; times < 10; times++) parser.push(piece);
  }).toThrow(RangeError);
});
