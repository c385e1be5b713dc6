import { element, setText } from "./element";

type Control = HTMLInputElement | HTMLSelectElement;

let count = 0;

/** A labelled control, with a hint, and in the hint's place what is wrong. */
export class Field {
  readonly #note = element("p", "note");
  readonly element: HTMLElement;

  /**
   * @param name of the member of the request that it fills
   * @param hint what it is to be like
   * @param box what stands below the label: the control, and whatever belongs to it
   */
  constructor(
    readonly name: string,
    label: string,
    readonly control: Control,
    private readonly hint: string,
    box: HTMLElement = control,
  ) {
    control.id = `field-${++count}`;
    this.#note.id = `${control.id}-note`;
    control.setAttribute("aria-describedby", this.#note.id);
    const words = element("label", "", label);
    words.htmlFor = control.id;
    this.element = element("div", "field", words, box, this.#note);
    this.tell(null);
  }

  get value(): string {
    return this.control.value;
  }

  /** Says what is wrong; null: nothing is. */
  tell(wrong: string | null): void {
    setText(this.#note, wrong ?? this.hint);
    this.element.toggleAttribute("data-wrong", wrong !== null);
    this.control.setAttribute("aria-invalid", String(wrong !== null));
  }
}
