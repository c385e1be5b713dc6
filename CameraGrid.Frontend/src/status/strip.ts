import { element } from "../page/element";
import { runs, type Stretch } from "./history";
import { svg } from "./svg";
import { stretchWords, stripWords } from "./words";

/** Five minutes of a day each: about two pixels on a desk, one on a phone. */
const columns = 288;

/** Where the words for a stretch of time are shown: one for the whole page. */
export interface StripTip {
  show(text: string, strip: Element, share: number): void;
  hide(): void;
}

/**
 * A day of one stream, in colours. A pointer or the arrow keys go through its stretches; to a screen reader it is a
 * slider, whose value is a stretch in words.
 */
export class Strip {
  readonly #picture = svg("svg", { viewBox: `0 0 ${columns} 1`, preserveAspectRatio: "none", "aria-hidden": "true" });
  readonly #mark = element("i", "mark");
  readonly element = element("div", "strip", this.#picture, this.#mark);
  #found: readonly Stretch[] = [];
  #from = 0;
  #to = 1;
  #drawn = "";
  #chosen: number | null = null;
  /** Whose day it is; told with the next `show`. */
  name = "";

  constructor(private readonly tip: StripTip) {
    const strip = this.element;
    strip.tabIndex = 0;
    strip.setAttribute("role", "slider");
    strip.setAttribute("aria-valuemin", "0");
    this.#mark.hidden = true;
    strip.addEventListener("pointermove", this.#onPointer);
    strip.addEventListener("pointerdown", this.#onPointer);
    strip.addEventListener("pointerleave", this.#leave);
    strip.addEventListener("focus", this.#onFocus);
    strip.addEventListener("blur", this.#leave);
    strip.addEventListener("keydown", this.#onKey);
  }

  show(found: readonly Stretch[], from: number, to: number): void {
    this.#found = found;
    this.#from = from;
    this.#to = to;
    const rects = runs(found, from, to, columns).map(({ column, columns: width, state }) => ({
      x: column,
      width,
      height: 1,
      class: state,
    }));
    // Most updates change nothing that can be seen.
    const drawn = rects.map(({ x, class: state }) => `${x} ${state}`).join();
    if (drawn !== this.#drawn) this.#picture.replaceChildren(...rects.map((rect) => svg("rect", rect)));
    this.#drawn = drawn;
    this.element.setAttribute("aria-label", `${this.name}, last 24 hours: ${stripWords(found)}`);
    this.element.setAttribute("aria-valuemax", String(Math.max(0, found.length - 1)));
    this.#value(this.#chosen ?? found.length - 1);
  }

  readonly #onPointer = (event: PointerEvent): void => {
    const { left, width } = this.element.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    // What is seen at this place is the worst of five minutes: told is what is nearest in the same column.
    const column = Math.min(columns - 1, Math.floor(share * columns));
    const perColumn = (this.#to - this.#from) / columns;
    const begin = this.#from + column * perColumn;
    const inside = this.#found.filter(({ from, to }) => from < begin + perColumn && to > begin);
    const seen = runs(inside, begin, begin + perColumn, 1)[0]?.state;
    const index = this.#found.findIndex((stretch) => stretch.state === seen && inside.includes(stretch));
    this.#choose(index, share);
  };

  readonly #onFocus = (): void => {
    if (this.element.matches(":focus-visible")) this.#choose(this.#chosen ?? this.#found.length - 1);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const last = this.#found.length - 1;
    const at = this.#chosen ?? last;
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") this.#leave();
    if (next === undefined) return;
    event.preventDefault();
    this.#choose(Math.min(last, Math.max(0, next)));
  };

  readonly #leave = (): void => {
    this.#chosen = null;
    this.#mark.hidden = true;
    this.tip.hide();
  };

  #choose(index: number, share?: number): void {
    const stretch = this.#found[index];
    if (!stretch) return;
    this.#chosen = index;
    this.#value(index);
    const at = share ?? ((stretch.from + stretch.to) / 2 - this.#from) / (this.#to - this.#from);
    this.#mark.style.setProperty("left", `${at * 100}%`);
    this.#mark.hidden = false;
    this.tip.show(stretchWords(stretch, this.#to), this.element, at);
  }

  #value(index: number): void {
    const stretch = this.#found[index];
    this.element.setAttribute("aria-valuenow", String(Math.max(0, index)));
    this.element.setAttribute("aria-valuetext", stretch ? stretchWords(stretch, this.#to) : "nothing known");
  }
}
