import type { ServerLink } from "../api/cameraStore";
import type { Tile } from "../tiles/tile";
import { tally, timeOfDay } from "../tiles/words";
import { account } from "./account";
import { element, setText } from "./element";

/** One thin line: what this is, how many are live and away, what time it is at the server. */
export class TopBar {
  readonly #counts = element("span", "counts");
  readonly #away = element("span", "away-count");
  readonly #server = element("span", "server-away");
  readonly #time = element("time", "clock");
  readonly #cameras = element("a", "page-link", "Cameras");
  readonly #status = element("a", "page-link", "Status");
  readonly #help = element("button", "help-button", "?");
  readonly element = element(
    "header",
    "bar",
    element("span", "product", "CameraGrid"),
    this.#counts,
    this.#away,
    this.#server,
    element("span", "space"),
    account(),
    this.#cameras,
    this.#status,
    this.#time,
    this.#help,
  );

  constructor(onHelp: () => void) {
    this.#cameras.href = "/cameras";
    this.#status.href = "/status";
    this.#help.type = "button";
    this.#help.setAttribute("aria-label", "Keyboard help");
    this.#help.addEventListener("click", onHelp);
    this.#server.hidden = true;
  }

  /** @param serverTime Unix time of the server */
  paint(tiles: readonly Tile[], link: ServerLink, serverTime: number): void {
    const { counts, away } = tally(tiles.map(({ state }) => state));
    setText(this.#counts, counts);
    setText(this.#away, away > 0 ? `${away} away` : "");
    setText(this.#time, timeOfDay(serverTime));
    this.#server.hidden = link === "open";
    setText(this.#server, link === "lost" ? "no news from the server, asking again" : "server away, trying again");
    const title = away > 0 ? `${away} away · CameraGrid` : "CameraGrid";
    if (document.title !== title) document.title = title;
  }
}
