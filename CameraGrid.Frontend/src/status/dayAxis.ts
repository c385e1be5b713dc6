import { element, setText } from "../page/element";

const hour = 3_600_000;
const marks = 4;

/** The columns' titles; above the strips, full hours of the last day. */
export function dayAxis(): { readonly element: HTMLElement; paint(serverNow: number): void } {
  const labels = Array.from({ length: marks }, () => element("span"));
  const day = element("th", "day-strip", element("div", "axis", ...labels));
  const titled = (text: string, className: string): HTMLElement => {
    const cell = element("th", className, text);
    cell.scope = "col";
    return cell;
  };
  const row = element(
    "tr",
    "",
    titled("Camera", "name"),
    titled("", "kind"),
    titled("Now", "state"),
    day,
    titled("24 h", "figure day"),
    titled("7 days", "figure week"),
    titled("Restarts", "restarts"),
    titled("Last error", "error"),
    titled("Frames/s", "rate fps"),
    titled("Mbit/s", "rate bits"),
  );
  day.scope = "col";
  day.setAttribute("aria-label", "Last 24 hours");
  return {
    element: element("thead", "", row),
    paint: (serverNow) => {
      // Every sixth hour of the wall clock that lies within the day.
      const date = new Date(serverNow);
      date.setMinutes(0, 0, 0);
      date.setHours(date.getHours() - (date.getHours() % 6));
      labels.forEach((label, i) => {
        const at = date.getTime() - i * 6 * hour;
        setText(label, `${String(new Date(at).getHours()).padStart(2, "0")}:00`);
        const share = 1 - (serverNow - at) / (24 * hour);
        label.style.setProperty("left", `${share * 100}%`);
        // Half of it would stand outside.
        label.hidden = share < 0.06 || share > 0.94;
      });
    },
  };
}
