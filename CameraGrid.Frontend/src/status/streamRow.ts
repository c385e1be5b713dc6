import type { StreamHealth, StreamName } from "../api/contract";
import { element, setData, setText } from "../page/element";
import { duration } from "../tiles/words";
import { type HistoryChange, stateOf, type StreamHistory, stretches, uptime } from "./history";
import { Sparkline } from "./sparkline";
import { Strip, type StripTip } from "./strip";
import { frames, historyWords, megabits, percent, reasonWords } from "./words";

const day = 24 * 3_600_000;
/** Changes heard live are added until the next whole history comes; a stream that flaps that often is one colour. */
const mostChanges = 5_000;

/** One stream's line: its state, its day, its figures. */
export class StreamRow {
  readonly #word = element("span", "word");
  readonly #since = element("span", "since");
  readonly #state = element("td", "state", element("i", "dot"), this.#word, this.#since);
  readonly #strip: Strip;
  readonly #day = element("td", "figure day");
  readonly #week = element("td", "figure week");
  readonly #restarts = element("td", "restarts");
  readonly #error = element("td", "error");
  readonly #frames = element("span", "value");
  readonly #bits = element("span", "value");
  readonly #frameLine = new Sparkline();
  readonly #bitLine = new Sparkline();
  readonly element: HTMLTableRowElement;
  #changes: HistoryChange[] = [];
  #health: StreamHealth | null = null;

  constructor(
    private readonly stream: StreamName,
    tip: StripTip,
  ) {
    this.#strip = new Strip(tip);
    const name = element("th", "kind", stream);
    name.scope = "row";
    this.element = element(
      "tr",
      "",
      name,
      this.#state,
      element("td", "day-strip", this.#strip.element),
      this.#day,
      this.#week,
      this.#restarts,
      this.#error,
      element("td", "rate fps", this.#frameLine.element, this.#frames),
      element("td", "rate bits", this.#bitLine.element, this.#bits),
    );
    for (const cell of [this.#day, this.#week]) setText(cell, "–");
  }

  /** @param camera its name, which may have changed */
  setHealth(camera: string, health: StreamHealth, serverNow: number): void {
    this.#strip.name = `${camera}, ${this.stream}`;
    const state = stateOf(health);
    const last = this.#changes.at(-1);
    if (last && last.state !== state && this.#changes.length < mostChanges) {
      // Where nobody keeps watch it began now; all else tells when it began, though not before what is known.
      const since = state === "unknown" || health.since === null ? serverNow : Date.parse(health.since);
      const at = new Date(Math.max(since, Date.parse(last.at))).toISOString();
      this.#changes.push({ at, state, reason: state === "live" ? null : health.lastRestartReason });
    }
    this.#health = health;
    setData(this.element, "state", state);
    setText(this.#word, historyWords[state]);
    const moving = state === "live";
    setText(this.#frames, moving ? frames(health.frameRate) : "–");
    setText(this.#bits, moving ? megabits(health.bitRate) : "–");
    // What is wrong now says more than what was.
    if (health.lastError !== null && !moving) this.#tellError(health.lastError);
  }

  setHistory(history: StreamHistory): void {
    this.#changes = [...history.changes];
    setText(this.#week, percent(history.uptimeWeek));
    const { restarts, restartReasons, lastError } = history;
    const count = element("b", restarts === 0 ? "none" : "", String(restarts));
    this.#restarts.replaceChildren(
      count,
      restarts === 0 ? "" : element("span", "reasons", reasonWords(restartReasons)),
    );
    this.#restarts.title = reasonWords(restartReasons);
    this.#tellError(lastError ?? "");
  }

  /** The column is narrower than most of them. */
  #tellError(text: string): void {
    setText(this.#error, text);
    this.#error.title = text;
  }

  /** Every few seconds. */
  sample(): void {
    const moving = this.#health !== null && stateOf(this.#health) === "live";
    this.#frameLine.add(moving ? (this.#health?.frameRate ?? 0) : 0);
    this.#bitLine.add(moving ? (this.#health?.bitRate ?? 0) : 0);
  }

  paint(serverNow: number): void {
    const from = serverNow - day;
    const found = stretches(this.#changes, from, serverNow);
    this.#strip.show(found, from, serverNow);
    // Of what the strip shows, and as new as it.
    setText(this.#day, percent(uptime(found)));
    const since = this.#health?.since ?? null;
    setText(this.#since, since === null ? "" : duration(serverNow - Date.parse(since)));
  }
}
