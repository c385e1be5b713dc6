import { element } from "../page/element";

/** The way out of full screen for a finger, which has no Escape, and for whoever does not know of it. */
export function leaveButton(onLeave: () => void): HTMLButtonElement {
  const button = element("button", "leave", "×");
  button.type = "button";
  button.title = "Back to the grid";
  button.setAttribute("aria-label", "Leave full screen");
  button.addEventListener("click", onLeave);
  return button;
}
