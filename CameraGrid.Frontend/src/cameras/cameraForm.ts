import type { CameraInput, CameraSetting, FieldErrors, Outcome } from "../api/cameraSettings";
import { element } from "../page/element";

/** So that two forms that are open have no id twice. */
let count = 0;

/** One line of the form: what it asks for, the field, what is wrong with it. */
class Field {
  readonly #hint = element("p", "hint");
  readonly #error = element("p", "error");
  readonly element: HTMLElement;

  constructor(
    readonly input: HTMLInputElement | HTMLSelectElement,
    label: string,
    private readonly hint = "",
    className = "",
  ) {
    const id = `field-${++count}`;
    const name = element("label", "", label);
    input.id = id;
    name.htmlFor = id;
    this.#hint.id = `${id}-hint`;
    this.#hint.textContent = hint;
    this.#error.id = `${id}-error`;
    input.setAttribute("aria-describedby", `${this.#hint.id} ${this.#error.id}`);
    this.element = element("div", `field ${className}`.trim(), name, input, this.#hint, this.#error);
    this.say();
  }

  say(errors: readonly string[] = []): void {
    this.#error.textContent = errors.join(" ");
    this.#error.hidden = errors.length === 0;
    this.#hint.hidden = this.hint === "" || errors.length > 0;
    this.input.setAttribute("aria-invalid", String(errors.length > 0));
  }
}

function textInput(value: string, autocomplete: AutoFill = "off"): HTMLInputElement {
  const input = element("input");
  input.value = value;
  input.autocomplete = autocomplete;
  input.autocapitalize = "none";
  input.spellcheck = false;
  input.setAttribute("autocorrect", "off");
  return input;
}

function addressInput(value: string | null | undefined): HTMLInputElement {
  const input = textInput(value ?? "");
  input.inputMode = "url";
  return input;
}

function passwordInput(): HTMLInputElement {
  // No browser is to fill in the password of the page's own account, or to offer to keep this one.
  const input = textInput("", "new-password");
  input.type = "password";
  return input;
}

function transportInput(value: string): HTMLSelectElement {
  const input = element("select");
  input.append(new Option("TCP", "tcp"), new Option("UDP", "udp"));
  input.value = value;
  return input;
}

function checkbox(label: string, checked: boolean): { readonly input: HTMLInputElement; readonly label: HTMLElement } {
  const input = element("input");
  input.type = "checkbox";
  input.checked = checked;
  return { input, label: element("label", "check", input, label) };
}

/** The fields of one camera, new or known. */
export class CameraForm {
  readonly #name: Field;
  readonly #url: Field;
  readonly #subUrl: Field;
  readonly #username: Field;
  readonly #password: Field;
  readonly #transport: Field;
  readonly #enabled = checkbox("Switched on", true);
  readonly #forget = checkbox("Forget user and password", false);
  readonly #alert = element("p", "alert");
  readonly #save = element("button", "primary");
  readonly element: HTMLFormElement;

  /**
   * @param known what is changed; null for a new camera
   * @param save sends it @param saved it is kept @param close nothing more is to be done
   */
  constructor(
    known: CameraSetting | null,
    private readonly save: (camera: CameraInput) => Promise<Outcome<string>>,
    private readonly saved: (id: string) => void,
    private readonly close: () => void,
  ) {
    const kept = known?.hasUser ? "unchanged" : "";
    this.#name = new Field(textInput(known?.name ?? ""), "Name", "", "whole");
    this.#url = new Field(addressInput(known?.url), "Address", "As in rtsp://192.168.1.20:554/stream1", "wide");
    this.#subUrl = new Field(
      addressInput(known?.subUrl),
      "Sub address",
      "A small stream for the grid, where the camera has one.",
      "wide",
    );
    this.#username = new Field(textInput(""), "User");
    this.#password = new Field(passwordInput(), "Password");
    this.#transport = new Field(transportInput(known?.transport ?? "tcp"), "Transport");
    for (const { input } of [this.#username, this.#password])
      if (input instanceof HTMLInputElement) input.placeholder = kept;
    this.#enabled.input.checked = known?.enabled ?? true;
    this.#forget.label.hidden = !known?.hasUser;
    this.#forget.input.addEventListener("change", () => {
      this.#username.input.disabled = this.#password.input.disabled = this.#forget.input.checked;
    });
    this.#alert.setAttribute("role", "alert");
    this.#alert.hidden = true;
    this.#save.textContent = known ? "Save" : "Add camera";
    const cancel = element("button", "quiet", "Cancel");
    cancel.type = "button";
    cancel.addEventListener("click", close);
    this.element = element(
      "form",
      "camera-form",
      this.#name.element,
      this.#url.element,
      this.#subUrl.element,
      this.#username.element,
      this.#password.element,
      this.#transport.element,
      element("div", "checks", this.#enabled.label, this.#forget.label),
      this.#alert,
      element("div", "buttons wide", this.#save, cancel),
    );
    this.element.noValidate = true;
    this.element.setAttribute("aria-label", known ? `Change ${known.name}` : "Add a camera");
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  focus(): void {
    this.#name.input.focus();
  }

  #read(): CameraInput {
    const forget = this.#forget.input.checked;
    // What is left empty is kept, and where nothing is kept it is none.
    const typed = (field: Field): string | null => (forget ? "" : field.input.value || null);
    return {
      name: this.#name.input.value,
      url: this.#url.input.value,
      subUrl: this.#subUrl.input.value,
      username: typed(this.#username),
      password: typed(this.#password),
      transport: this.#transport.input.value,
      enabled: this.#enabled.input.checked,
    };
  }

  async #send(): Promise<void> {
    this.#save.disabled = true;
    const outcome = await this.save(this.#read());
    this.#save.disabled = false;
    if (outcome.done) this.saved(outcome.value);
    else this.#tell(outcome.reason, outcome.errors);
  }

  #tell(reason: string, errors: FieldErrors): void {
    const fields: readonly (readonly [string, Field])[] = [
      ["name", this.#name],
      ["url", this.#url],
      ["subUrl", this.#subUrl],
      ["username", this.#username],
      ["password", this.#password],
      ["transport", this.#transport],
    ];
    for (const [name, field] of fields) field.say(errors[name]);
    const wrong = fields.find(([name]) => errors[name]);
    this.#alert.hidden = wrong !== undefined;
    this.#alert.textContent = wrong ? "" : reason;
    wrong?.[1].input.focus();
  }
}
