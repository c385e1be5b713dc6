import { changeCamera, type CameraSetting, removeCamera } from "../api/cameraSettings";
import type { Camera } from "../api/contract";
import { element, nameElement, setData, setText } from "../page/element";
import { CameraForm } from "./cameraForm";
import { addressWords, liveState, sourceWords, stateWords } from "./words";

/** What a row tells the page. */
export interface RowEvents {
  /** What is written down is another by now. */
  readonly changed: (sentence: string) => void;
}

/** A camera of the list: what it is, how it is, and, in its place, how to change or remove it. */
export class CameraRow {
  readonly #dot = element("i", "dot");
  readonly #name = nameElement("h2", "name");
  readonly #state = element("span", "state");
  readonly #address = element("span", "address");
  readonly #source = element("span", "source");
  readonly #problem = element("p", "problem");
  readonly #actions = element("div", "actions");
  readonly #edit = element("button", "quiet", "Edit");
  readonly #remove = element("button", "quiet", "Remove");
  #form: CameraForm | null = null;
  #setting: CameraSetting;
  readonly element: HTMLElement;

  constructor(
    setting: CameraSetting,
    private readonly events: RowEvents,
  ) {
    this.#setting = setting;
    this.#edit.type = this.#remove.type = "button";
    this.#edit.addEventListener("click", () => {
      if (this.#form) this.#close();
      else this.#open();
    });
    this.#remove.addEventListener("click", () => {
      this.#askToRemove();
    });
    this.element = element(
      "li",
      "camera",
      element("div", "line", this.#dot, this.#name, this.#state, this.#address, this.#source, this.#actions),
      this.#problem,
    );
    this.#showActions();
    this.update(setting, undefined);
  }

  /** @param known the same camera with its health, where it is in use */
  update(setting: CameraSetting, known: Camera | undefined): void {
    this.#setting = setting;
    setData(this.element, "camera", setting.id);
    setData(this.element, "source", setting.source);
    setData(this.element, "state", liveState(setting, known));
    setText(this.#name, setting.name);
    setText(this.#state, stateWords(setting, known));
    setText(this.#address, addressWords(setting));
    setText(this.#source, sourceWords[setting.source]);
    setText(this.#problem, setting.problem ?? "");
    this.#problem.hidden = setting.problem === null;
    this.#edit.setAttribute("aria-label", `Edit ${setting.name}`);
    this.#remove.setAttribute("aria-label", `Remove ${setting.name}`);
  }

  #showActions(): void {
    this.#actions.replaceChildren(...(this.#setting.source === "page" ? [this.#edit, this.#remove] : []));
  }

  #open(): void {
    this.#form = new CameraForm(
      this.#setting,
      (camera) => changeCamera(this.#setting.id, camera),
      () => {
        this.#close();
        this.events.changed(`${this.#setting.name}: saved`);
      },
      () => {
        this.#close();
      },
    );
    this.#edit.setAttribute("aria-expanded", "true");
    this.element.append(this.#form.element);
    this.#form.focus();
  }

  #close(): void {
    this.#form?.element.remove();
    this.#form = null;
    this.#edit.setAttribute("aria-expanded", "false");
    this.#edit.focus();
  }

  #askToRemove(): void {
    const question = element("span", "question", "Remove it?");
    const yes = element("button", "danger", "Remove");
    const no = element("button", "quiet", "Keep");
    yes.type = no.type = "button";
    yes.setAttribute("aria-label", `Yes, remove ${this.#setting.name}`);
    no.setAttribute("aria-label", `Keep ${this.#setting.name}`);
    const back = (): void => {
      this.#showActions();
      this.#remove.focus();
    };
    no.addEventListener("click", back);
    yes.addEventListener("click", () => {
      yes.disabled = true;
      void removeCamera(this.#setting.id).then((outcome) => {
        if (outcome.done) {
          this.events.changed(`${this.#setting.name}: removed`);
          return;
        }
        yes.disabled = false;
        setText(question, outcome.reason);
      });
    });
    this.#actions.replaceChildren(question, yes, no);
    this.#actions.onkeydown = (event) => {
      if (event.key === "Escape") back();
    };
    no.focus();
  }
}
