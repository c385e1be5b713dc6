import { element } from "../page/element";
import { copyable } from "./copyable";
import { Section } from "./section";

/**
 * Where nobody has to sign in: how that changes. Not from here: whoever reaches the page has shown no password yet, and the
 * first account is its owner's.
 */
export function firstAccountSection(): HTMLElement {
  const command = copyable("Command", "./camgrid user add NAME");
  return new Section(
    "No account yet",
    "Whoever reaches the grid sees all cameras, without a password. So it is until there is an account.",
    element("p", "step", "Make the first one where CameraGrid runs. It is an admin, whatever its name:"),
    command.element,
    element(
      "p",
      "step",
      "From then on whoever opens the grid has to sign in, on this machine too. The grid may then listen for other machines, and this page adds accounts and kiosks.",
    ),
  ).element;
}

/** A kiosk's screen has nothing to manage. */
export function kioskSection(): HTMLElement {
  return new Section("No account", "This screen came in by a kiosk’s link, which has no password. Admins manage it.")
    .element;
}

export function waitingSection(): HTMLElement {
  return new Section("Connecting", "Waiting for the server. The page goes on by itself as soon as it answers.").element;
}
