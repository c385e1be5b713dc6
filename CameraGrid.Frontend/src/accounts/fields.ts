import { element } from "../page/element";
import { Field } from "../page/field";
import { nameHint, passwordHint } from "./words";

/** Whose password a form is about, for the browser's password manager only. */
export function accountName(name: string): HTMLInputElement {
  const input = element("input");
  input.type = "text";
  input.autocomplete = "username";
  input.defaultValue = name;
  input.hidden = true;
  return input;
}

/** A name that is made, of an account or a kiosk. */
export function nameField(): Field {
  const input = element("input");
  input.type = "text";
  input.autocomplete = "off";
  input.autocapitalize = "none";
  input.spellcheck = false;
  input.maxLength = 64;
  return new Field("name", "Name", input, nameHint);
}

/** A password, which can be looked at while it is typed. */
export function passwordField(name: string, label: string, kind: "current" | "new"): Field {
  const input = element("input");
  input.type = "password";
  input.autocomplete = `${kind}-password`;
  input.maxLength = 1024;
  const show = element("button", "show", "Show");
  show.type = "button";
  show.setAttribute("aria-pressed", "false");
  show.setAttribute("aria-label", `Show: ${label}`);
  show.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    show.setAttribute("aria-pressed", String(shown));
  });
  return new Field(name, label, input, kind === "new" ? passwordHint : "", element("div", "secret", input, show));
}

/** What an account may do. */
export function roleField(): Field {
  const select = element("select");
  select.append(new Option("Viewer", "viewer"), new Option("Admin", "admin"));
  return new Field("role", "Role", select, "");
}
