import { element, setText } from "../page/element";

/** Text to take along: selected when it gets the cursor, copied by a button. */
export function copyable(label: string, text: string): { readonly element: HTMLElement; focus(): void } {
  const input = element("input");
  input.readOnly = true;
  input.value = text;
  input.setAttribute("aria-label", label);
  input.addEventListener("focus", () => {
    input.select();
  });
  const copy = element("button", "quiet", "Copy");
  copy.type = "button";
  const said = element("span", "speech");
  said.setAttribute("role", "status");
  copy.addEventListener("click", () => {
    void copyFrom(input).then((done) => {
      setText(copy, done ? "Copied" : "Copy");
      setText(said, done ? "Copied" : "It is selected: copy it by the keyboard.");
    });
  });
  return {
    element: element("div", "copyable", input, copy, said),
    focus: () => {
      copy.focus();
    },
  };
}

async function copyFrom(input: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    // Over plain http from another machine browsers have no clipboard to offer, but still copy what is selected.
    input.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return document.execCommand("copy");
  }
}
