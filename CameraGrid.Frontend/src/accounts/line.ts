import { Problem } from "../api/request";
import { element, nameElement, setText } from "../page/element";
import type { AnsweredForm } from "./answeredForm";

/** A button among the words of a line. */
export function lineButton(text: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = element("button", "act", text);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", onClick);
  return button;
}

/** What is asked before something ends for good. */
export interface Question {
  readonly text: string;
  /** What its button says. */
  readonly yes: string;
  readonly act: () => Promise<null | Problem>;
  readonly done: () => void;
}

/** A line of a list: a name, what is known of it, and what can be done with it, in place. */
export class Line {
  readonly #acts = element("span", "acts");
  readonly #more = element("div", "more");
  readonly element: HTMLLIElement;
  #opener: HTMLElement | null = null;

  constructor(name: string, facts: readonly string[]) {
    const words = nameElement("span", "name");
    setText(words, name);
    const known = facts.map((fact) => element("span", "fact", fact));
    this.element = element("li", "line", words, ...known, this.#acts, this.#more);
    this.#more.hidden = true;
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#opener) this.close();
    });
  }

  /** Offers something. */
  offer(...acts: readonly HTMLElement[]): void {
    this.#acts.append(...acts);
  }

  /** Opens a form below the line. */
  open(form: AnsweredForm<null>, focus: HTMLElement): void {
    this.#show(form.element, focus);
  }

  /** Asks below the line; the cursor stands on what changes nothing. */
  ask(question: Question): void {
    const wrong = element("span", "wrong");
    wrong.setAttribute("role", "alert");
    const keep = element("button", "quiet", "Keep");
    const yes = element("button", "danger", question.yes);
    keep.type = yes.type = "button";
    keep.addEventListener("click", () => {
      this.close();
    });
    yes.addEventListener("click", () => {
      yes.disabled = true;
      void question.act().then((problem) => {
        if (!(problem instanceof Problem)) {
          question.done();
          return;
        }
        setText(wrong, problem.detail);
        yes.disabled = false;
        yes.focus();
      });
    });
    const box = element("div", "question", element("p", "", question.text), yes, keep, wrong);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", question.text);
    this.#show(box, keep);
  }

  /** Back to what the line says, and the cursor to where it came from. */
  close(): void {
    this.#more.replaceChildren();
    this.#more.hidden = true;
    this.#acts.hidden = false;
    this.#opener?.focus();
    this.#opener = null;
  }

  #show(content: HTMLElement, focus: HTMLElement): void {
    this.#opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.#acts.hidden = true;
    this.#more.replaceChildren(content);
    this.#more.hidden = false;
    focus.focus();
  }
}
