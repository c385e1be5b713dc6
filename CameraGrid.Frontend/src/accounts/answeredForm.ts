import { Problem } from "../api/request";
import { element, setText } from "../page/element";
import type { Field } from "../page/field";

/**
 * A form that is answered in place: what is wrong stands beside the field that it is about, or below all of them, and the
 * cursor goes there. What was typed stays then; once it is done, the form is empty again.
 */
export class AnsweredForm<T> {
  readonly #wrong = element("p", "wrong");
  readonly #button: HTMLButtonElement;
  readonly element: HTMLFormElement;

  /**
   * @param button what its button says
   * @param send what the form is for, with the fields as they are
   * @param done called with the answer where it is no problem
   * @param others what stands beside the button
   */
  constructor(
    private readonly fields: readonly Field[],
    button: string,
    send: () => Promise<T | Problem>,
    done: (answer: T) => void,
    ...others: readonly Node[]
  ) {
    this.#button = element("button", "primary", button);
    this.#wrong.setAttribute("role", "alert");
    this.element = element(
      "form",
      "answered",
      ...fields.map((field) => field.element),
      element("div", "buttons", this.#button, ...others),
      this.#wrong,
    );
    // The server knows the rules, and says them beside the field.
    this.element.noValidate = true;
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit(send, done);
    });
  }

  async #submit(send: () => Promise<T | Problem>, done: (answer: T) => void): Promise<void> {
    this.#tell(null);
    // Hashing takes a moment; a second press would be a second request.
    this.#button.disabled = true;
    const answer = await send();
    this.#button.disabled = false;
    if (answer instanceof Problem) {
      this.#tell(answer);
      return;
    }
    this.element.reset();
    // The browser took the cursor from it when it was disabled.
    this.#button.focus();
    done(answer);
  }

  #tell(problem: Problem | null): void {
    const at = this.fields.find((field) => field.name === problem?.field);
    for (const field of this.fields) field.tell(field === at && problem ? problem.detail : null);
    setText(this.#wrong, problem && !at ? problem.detail : "");
    if (problem) (at?.control ?? this.#button).focus();
  }
}
