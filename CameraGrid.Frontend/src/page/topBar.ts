import type { Tile } from "../tiles/tile";
import { timeOfDay } from "../tiles/words";
import { element, setText } from "./element";

/** One thin line: what this is, how many are live and away, what time it is at the server. */
export class TopBar {
  readonly #counts = element("span", "counts");
  readonly #away = element("span", "away-count");
  readonly #server = element("span", "server-away", "server away, trying again");
  readonly #time = element("time", "clock");
  readonly #help = element("button", "help-button", "?");
  readonly element = element(
    "header",
    "bar",
    element("span", "product", "CameraGrid"),
    this.#counts,
    this.#away,
    this.#server,
    element("span", "space"),
    this.#time,
    this.#help,
  );

  constructor(onHelp: () => void) {
    this.#help.type = "button";
    this.#help.setAttribute("aria-label", "Keyboard help");
    this.#help.addEventListener("click", onHelp);
    this.#server.hidden = true;
  }

  /** @param serverTime Unix time of the server */
  paint(tiles: readonly Tile[], connected: boolean, serverTime: number): void {
    let live = 0;
    let starting = 0;
    for (const { state } of tiles) {
      if (state === "playing") live++;
      if (state === "waiting") starting++;
    }
    const away = tiles.length - live - starting;
    const counts = `${live} live${starting > 0 ? ` · ${starting} starting` : ""}`;
    setText(this.#counts, tiles.length > 0 ? counts : "");
    setText(this.#away, away > 0 ? `${away} away` : "");
    setText(this.#time, timeOfDay(serverTime));
    this.#server.hidden = connected;
    const title = away > 0 ? `${away} away · CameraGrid` : "CameraGrid";
    if (document.title !== title) document.title = title;
  }
}
