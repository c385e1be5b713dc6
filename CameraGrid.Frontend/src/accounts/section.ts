import { element, setText } from "../page/element";

let count = 0;

/** A part of the page: its title, what was done last, and its content. */
export class Section {
  readonly #title: HTMLHeadingElement;
  readonly #said = element("p", "said");
  readonly element: HTMLElement;

  constructor(title: string, explanation: string, ...content: readonly Node[]) {
    this.#title = element("h2", "", title);
    this.#title.id = `section-${++count}`;
    this.#title.tabIndex = -1;
    this.#said.setAttribute("role", "status");
    this.element = element(
      "section",
      "",
      element("div", "head", this.#title, this.#said),
      element("p", "about", explanation),
      ...content,
    );
    this.element.setAttribute("aria-labelledby", this.#title.id);
  }

  /** Says what was done. */
  say(sentence: string): void {
    setText(this.#said, sentence);
  }

  /** Where the cursor goes when what it stood on is gone. */
  focus(): void {
    this.#title.focus();
  }
}
