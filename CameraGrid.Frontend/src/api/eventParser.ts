export interface ServerEvent {
  readonly type: string;
  readonly data: string;
}

/** No event of this server comes near: whoever sends more is not this server. */
const longest = 4_000_000;

/**
 * Reads a stream of server-sent events as it comes, by the rules of HTML, 9.2.6 "Interpreting an event stream". The
 * fields `id` and `retry` have no use here: every connection begins with the complete state.
 */
export class EventParser {
  #rest = "";
  #type = "";
  #data: string[] = [];

  /** @returns the events that are complete with this piece @throws RangeError if one never ends */
  push(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    // "a U+000D CARRIAGE RETURN, U+000A LINE FEED character pair": one that is cut between pieces is one line end.
    const held = this.#rest + text;
    const usable = held.endsWith("\r") ? held.length - 1 : held.length;
    const lines = held.slice(0, usable).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? "") + held.slice(usable);
    for (const line of lines) {
      if (line !== "") this.#field(line);
      else this.#dispatch(events);
    }
    if (this.#rest.length > longest || this.#data.length > longest) throw new RangeError("an event that never ends");
    return events;
  }

  #field(line: string): void {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#type = value;
    else if (name === "data") this.#data.push(value);
  }

  #dispatch(events: ServerEvent[]): void {
    // "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string and return."
    if (this.#data.length > 0) events.push({ type: this.#type || "message", data: this.#data.join("\n") });
    this.#type = "";
    this.#data = [];
  }
}
