import { element } from "./element";

/** Changes are collected for so long: a reload of sixteen cameras is one announcement, not sixteen. */
const pause = 1_000;

/** Tells a screen reader what changed. */
export class Speech {
  readonly element = element("div", "speech");
  readonly #sentences = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element.setAttribute("role", "status");
  }

  /** A sentence "name: what"; a later one of the same name replaces it. */
  say(sentence: string): void {
    this.#sentences.set(sentence.split(":", 1)[0] ?? "", sentence);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.textContent = [...this.#sentences.values()].join(". ");
      this.#sentences.clear();
    }, pause);
  }
}
