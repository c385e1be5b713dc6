/** The part of a SourceBuffer that is used here. */
export interface BufferSink {
  readonly updating: boolean;
  appendBuffer(data: ArrayBuffer | Uint8Array<ArrayBuffer>): void;
  remove(start: number, end: number): void;
  changeType(type: string): void;
  timestampOffset: number;
}

type Entry = { readonly data: ArrayBuffer } | { readonly type: string } | { readonly shift: number };

const limit = 600;

/**
 * Feeds a SourceBuffer, which takes one thing at a time. What waits meanwhile goes in as one append: the frames since
 * the last keyframe at the start, or what came while the page was busy. Call `pump` on every `updateend`.
 */
export class AppendQueue {
  #entries: Entry[] = [];
  #removal: number | null = null;
  #sink: BufferSink | null = null;

  /** False if so much waits that the page can no longer keep up. */
  push(data: ArrayBuffer): boolean {
    this.#entries.push({ data });
    this.pump();
    return this.#entries.length <= limit;
  }

  changeType(type: string): void {
    this.#entries.push({ type });
    this.pump();
  }

  /** Adds so many seconds to the times of all media that follows. */
  shift(seconds: number): void {
    this.#entries.push({ shift: seconds });
    this.pump();
  }

  /** Removes all media before that time. The caller sees to it that a keyframe stands there. */
  removeBefore(time: number): void {
    this.#removal = time;
    this.pump();
  }

  open(sink: BufferSink): void {
    this.#sink = sink;
    this.pump();
  }

  get waiting(): number {
    return this.#entries.length;
  }

  pump(): void {
    const sink = this.#sink;
    while (sink && !sink.updating) {
      const first = this.#entries[0];
      if (this.#removal !== null) {
        const end = this.#removal;
        this.#removal = null;
        sink.remove(0, end);
      } else if (!first) {
        return;
      } else if ("type" in first) {
        this.#entries.shift();
        sink.changeType(first.type);
      } else if ("shift" in first) {
        this.#entries.shift();
        sink.timestampOffset = first.shift;
      } else {
        sink.appendBuffer(this.#take(first.data));
      }
    }
  }

  close(): void {
    this.#sink = null;
    this.#entries = [];
    this.#removal = null;
  }

  #take(first: ArrayBuffer): ArrayBuffer | Uint8Array<ArrayBuffer> {
    let count = 1;
    let bytes = first.byteLength;
    for (; count < this.#entries.length; count++) {
      const entry = this.#entries[count];
      if (!entry || !("data" in entry)) break;
      bytes += entry.data.byteLength;
    }
    const taken = this.#entries.splice(0, count);
    if (count === 1) return first;
    const joined = new Uint8Array(bytes);
    let at = 0;
    for (const entry of taken) {
      if (!("data" in entry)) continue;
      joined.set(new Uint8Array(entry.data), at);
      at += entry.data.byteLength;
    }
    return joined;
  }
}
