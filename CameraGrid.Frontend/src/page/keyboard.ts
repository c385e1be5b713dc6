import type { Grid } from "../grid/grid";
import type { Direction } from "../grid/layout";

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

function toggleBrowserFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
}

/** Everything the page does, by key. Keys with a modifier belong to the browser. */
export function listenToKeys(grid: Grid, help: HTMLDialogElement): void {
  const act = (key: string): boolean => {
    const direction = directions[key];
    if (key === "?") {
      help.showModal();
    } else if (key === "f" || key === "F") {
      toggleBrowserFullScreen();
    } else if (grid.full) {
      if (key === "Escape" || key === "Enter") grid.setFull(null);
      else if (key === "ArrowLeft" || key === "ArrowUp") grid.step(-1);
      else if (key === "ArrowRight" || key === "ArrowDown") grid.step(1);
      else if (key === "m" || key === "M") grid.full.setSound(grid.full.sound !== true);
      else return false;
    } else if (direction) {
      grid.move(direction);
    } else if (key === "Enter") {
      grid.setFull(grid.focused);
    } else {
      return false;
    }
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A button and a link keep their Enter, the help card all of its keys; any key but Escape just closes it.
    if (help.open) {
      if (event.key === "?") help.close();
      return;
    }
    if (event.key === "Enter" && event.target instanceof Element && event.target.matches("button, a")) return;
    if (act(event.key)) event.preventDefault();
  });
}
