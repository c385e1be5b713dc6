import { element } from "./element";

const keys: readonly (readonly [string, string])[] = [
  ["← ↑ → ↓", "move between cameras"],
  ["Enter", "full screen, main stream (or double click)"],
  ["Esc", "back to the grid"],
  ["← →", "in full screen: previous, next camera"],
  ["M", "in full screen: sound on, off"],
  ["F", "browser full screen"],
  ["?", "this help"],
];

/** The keyboard, on one small card. */
export function helpCard(): HTMLDialogElement {
  const list = element("dl");
  for (const [key, meaning] of keys) list.append(element("dt", "", key), element("dd", "", meaning));
  const card = element("dialog", "help", element("h2", "", "Keyboard"), list);
  card.setAttribute("aria-label", "Keyboard help");
  card.addEventListener("click", () => {
    card.close();
  });
  return card;
}
