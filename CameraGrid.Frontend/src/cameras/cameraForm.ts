import type { CameraInput, CameraSetting, FieldErrors, Outcome } from "../api/cameraSettings";
import { element } from "../page/element";
import { Field } from "../page/field";

function field(
  name: string,
  label: string,
  control: HTMLInputElement | HTMLSelectElement,
  hint = "",
  width = "",
): Field {
  const made = new Field(name, label, control, hint);
  if (width) made.element.classList.add(width);
  return made;
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
    this.#name = field("name", "Name", textInput(known?.name ?? ""), "", "whole");
    this.#url = field("url", "Address", addressInput(known?.url), "As in rtsp://192.168.1.20:554/stream1", "wide");
    this.#subUrl = field(
      "subUrl",
      "Sub address",
      addressInput(known?.subUrl),
      "A small stream for the grid, where the camera has one.",
      "wide",
    );
    this.#username = field("username", "User", textInput(""));
    this.#password = field("password", "Password", passwordInput());
    this.#transport = field("transport", "Transport", transportInput(known?.transport ?? "tcp"));
    for (const { control } of [this.#username, this.#password])
      if (control instanceof HTMLInputElement) control.placeholder = kept;
    this.#enabled.input.checked = known?.enabled ?? true;
    this.#forget.label.hidden = !known?.hasUser;
    this.#forget.input.addEventListener("change", () => {
      this.#username.control.disabled = this.#password.control.disabled = this.#forget.input.checked;
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
    this.#name.control.focus();
  }

  #read(): CameraInput {
    const forget = this.#forget.input.checked;
    // What is left empty is kept, and where nothing is kept it is none.
    const typed = (field: Field): string | null => (forget ? "" : field.value || null);
    return {
      name: this.#name.value,
      url: this.#url.value,
      subUrl: this.#subUrl.value,
      username: typed(this.#username),
      password: typed(this.#password),
      transport: this.#transport.value,
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
    const fields = [this.#name, this.#url, this.#subUrl, this.#username, this.#password, this.#transport];
    for (const field of fields) field.tell(errors[field.name]?.join(" ") ?? null);
    const wrong = fields.find((field) => errors[field.name]);
    this.#alert.hidden = wrong !== undefined;
    this.#alert.textContent = wrong ? "" : reason;
    wrong?.control.focus();
  }
}
