import type { ServerLink } from "../api/cameraStore";
import { account } from "../page/account";
import { element, setText } from "../page/element";
import { timeOfDay } from "../tiles/words";
import type { HistoryState } from "./history";
import type { StripTip } from "./strip";
import { historyWords } from "./words";

/** One thin line, as in the grid: where we are, how it is, the way back. */
export class StatusBar {
  readonly #counts = element("span", "counts");
  readonly #away = element("span", "away-count");
  readonly #server = element("span", "server-away");
  readonly time = element("time", "clock");
  readonly element: HTMLElement;

  constructor() {
    const back = element("a", "page-link", "Grid");
    back.href = "/";
    const cameras = element("a", "page-link", "Cameras");
    cameras.href = "/cameras";
    this.#server.hidden = true;
    const product = element("h1", "product", "Status");
    this.element = element(
      "header",
      "bar",
      product,
      this.#counts,
      this.#away,
      this.#server,
      element("span", "space"),
      account(),
      cameras,
      back,
      this.time,
    );
  }

  timeAt(serverTime: number): string {
    return timeOfDay(serverTime);
  }

  paint(states: readonly HistoryState[], link: ServerLink, serverTime: number): void {
    const wanted = states.filter((state) => state !== "disabled");
    const live = wanted.filter((state) => state === "live").length;
    const away = wanted.length - live;
    setText(this.#counts, wanted.length > 0 ? `${live} of ${wanted.length} streams live` : "");
    setText(this.#away, away > 0 ? `${away} not` : "");
    setText(this.time, this.timeAt(serverTime));
    this.#server.hidden = link === "open";
    setText(this.#server, link === "lost" ? "no news from the server, asking again" : "server away, trying again");
  }
}

const shown: readonly HistoryState[] = [
  "live",
  "connecting",
  "stalled",
  "backoff",
  "unauthorized",
  "unsupported",
  "disabled",
  "unknown",
];

/** What the colours of the strips mean. */
export function legend(): HTMLElement {
  const list = element("ul", "legend");
  list.setAttribute("aria-label", "Colours");
  for (const state of shown) {
    list.append(element("li", "", element("i", state), historyWords[state]));
  }
  return list;
}

/** The words for a place on a strip, above it. */
export class Tip implements StripTip {
  readonly element = element("div", "tip");

  constructor() {
    this.element.hidden = true;
    // The strip itself says the same to a screen reader, as its value.
    this.element.setAttribute("aria-hidden", "true");
  }

  show(text: string, strip: Element, share: number): void {
    setText(this.element, text);
    this.element.hidden = false;
    const { left, top, bottom, width } = strip.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const middle = left + share * width - own.width / 2;
    const x = Math.max(4, Math.min(middle, document.documentElement.clientWidth - own.width - 4));
    const y = top - own.height - 6 < 4 ? bottom + 6 : top - own.height - 6;
    this.element.style.setProperty("transform", `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
  }

  hide(): void {
    this.element.hidden = true;
  }
}
