import { changeOwnPassword } from "../api/accounts";
import { AnsweredForm } from "./answeredForm";
import { accountName, passwordField } from "./fields";
import { Section } from "./section";

/** Whoever is signed in changes the own password. */
export function ownPasswordSection(me: string): HTMLElement {
  const [current, password] = [
    passwordField("current", "Current password", "current"),
    passwordField("password", "New password", "new"),
  ];
  const form = new AnsweredForm(
    [current, password],
    "Change password",
    () => changeOwnPassword(current.value, password.value),
    () => {
      section.say("Changed. Other browsers sign in again.");
    },
  );
  form.element.prepend(accountName(me));
  const section = new Section(
    "Your password",
    "Another password ends your sessions elsewhere; this one goes on.",
    form.element,
  );
  return section.element;
}
