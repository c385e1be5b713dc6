import { Problem } from "../api/request";
import { element } from "../page/element";
import type { Line } from "./line";

/** A list of lines as the server has them, loaded anew after each change. */
export class LineList {
  readonly #lines = element("ul", "lines");
  readonly #note = element("p", "none");
  readonly element = element("div", "list", this.#lines, this.#note);

  /**
   * @param load the lines of now
   * @param none what stands there instead of no line
   */
  constructor(
    private readonly load: () => Promise<readonly Line[] | Problem>,
    private readonly none: string,
  ) {
    this.#note.hidden = true;
  }

  async refresh(): Promise<void> {
    const lines = await this.load();
    if (lines instanceof Problem) {
      this.#note.textContent = lines.detail;
      this.#note.hidden = false;
      return;
    }
    this.#lines.replaceChildren(...lines.map((line) => line.element));
    this.#note.textContent = this.none;
    this.#note.hidden = lines.length > 0;
  }
}
