import type { ServerLink } from "../api/cameraStore";
import type { Camera } from "../api/contract";
import { element } from "../page/element";
import type { StreamContext } from "../tiles/streamView";
import { Tile } from "../tiles/tile";
import { leaveButton } from "./leaveButton";
import { type Direction, layout, neighbour } from "./layout";

/** Between tiles, in CSS pixels. */
const gap = 2;

/** The tiles: which there are, where they stand, which has the focus, and which one fills the window. */
export class Grid {
  readonly element = element("main", "grid");
  readonly #tiles = new Map<string, Tile>();
  readonly #resize = new ResizeObserver(() => {
    this.#arrange();
  });
  readonly #seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) this.#setSeen(target, isIntersecting);
    },
    { root: this.element, rootMargin: "50%" },
  );
  readonly #unseen = new Set<Tile>();
  /** Stands in the tile that is in full screen. */
  readonly #leave = leaveButton(() => {
    this.setFull(null);
  });
  /** Where the last click was that followed no other. */
  #firstClick: EventTarget | null = null;
  #columns = 1;
  #focused: Tile | null = null;
  #full: Tile | null = null;
  #awake = true;
  #link: ServerLink = "open";

  constructor(
    private readonly context: StreamContext,
    private readonly onChange: (tile: Tile) => void,
  ) {
    this.element.setAttribute("aria-label", "Cameras");
    this.#resize.observe(this.element);
    this.element.addEventListener("focusin", (event) => {
      const tile = this.#tileOf(event.target);
      if (tile) this.#setFocused(tile);
    });
    this.element.addEventListener("click", ({ detail, target }) => {
      if (detail === 1) this.#firstClick = target;
    });
    this.element.addEventListener("dblclick", (event) => {
      // The second of two quick clicks on the button is on the tile that stood behind it.
      if (this.#firstClick === this.#leave) return;
      const tile = this.#tileOf(event.target);
      if (tile) this.setFull(this.#full ? null : tile);
    });
  }

  get tiles(): readonly Tile[] {
    return [...this.#tiles.values()];
  }

  get focused(): Tile | null {
    return this.#focused;
  }

  get full(): Tile | null {
    return this.#full;
  }

  /** Adds and removes tiles; those that stay are not touched. */
  show(cameras: readonly Camera[]): void {
    const ids = new Set(cameras.map((camera) => camera.id));
    for (const [id, tile] of this.#tiles) if (!ids.has(id)) this.#remove(id, tile);
    let before: Element | null = null;
    for (const camera of cameras) {
      const tile = this.#tiles.get(camera.id) ?? this.#add(camera);
      if (tile.camera !== camera) tile.update(camera);
      // Moving a video in the document stops it: only what stands in the wrong place is moved.
      const place: Element | null = before ? before.nextElementSibling : this.element.firstElementChild;
      if (place !== tile.element) this.element.insertBefore(tile.element, place);
      before = tile.element;
    }
    // The map's order is the one of the screen.
    for (const camera of cameras) {
      const tile = this.#tiles.get(camera.id);
      if (!tile) continue;
      this.#tiles.delete(camera.id);
      this.#tiles.set(camera.id, tile);
    }
    const first = this.tiles[0];
    if (!this.#focused && first) this.#setFocused(first);
    this.#arrange();
  }

  /** Streams run only while someone can see them. */
  setAwake(awake: boolean): void {
    this.#awake = awake;
    for (const tile of this.tiles) tile.setWanted(awake && !this.#unseen.has(tile));
  }

  setLink(link: ServerLink): void {
    if (this.#link === link) return;
    this.#link = link;
    for (const tile of this.tiles) tile.setLink(link);
  }

  reconnect(): void {
    for (const tile of this.tiles) tile.reconnect();
  }

  tick(now: number, paint: boolean): void {
    for (const tile of this.#tiles.values()) tile.tick(now, paint);
  }

  move(direction: Direction): void {
    const { tiles } = this;
    if (!this.#focused) return;
    const next = tiles[neighbour(tiles.indexOf(this.#focused), tiles.length, this.#columns, direction)];
    next?.element.focus();
  }

  /** In full screen: the camera that many places on, round and round. */
  step(by: number): void {
    const { tiles } = this;
    if (!this.#full || tiles.length < 2) return;
    const next = tiles[(tiles.indexOf(this.#full) + by + tiles.length) % tiles.length];
    if (next) this.setFull(next);
  }

  setFull(tile: Tile | null): void {
    if (this.#full === tile) return;
    const before = this.#full;
    this.#full = tile;
    before?.setFull(false);
    tile?.setFull(true);
    if (before) this.#lookAgain(before);
    if (tile) this.#setSeen(tile.element, true);
    if (tile) tile.element.append(this.#leave);
    else this.#leave.remove();
    this.element.toggleAttribute("data-has-full", tile !== null);
    (tile ?? this.#focused)?.element.focus();
    const changed = tile ?? this.#focused;
    if (changed) this.onChange(changed);
  }

  #add(camera: Camera): Tile {
    const tile = new Tile(camera, this.context, this.onChange);
    tile.setLink(this.#link);
    tile.setWanted(this.#awake);
    this.#tiles.set(camera.id, tile);
    this.#seen.observe(tile.element);
    return tile;
  }

  #remove(id: string, tile: Tile): void {
    if (this.#full === tile) this.setFull(null);
    if (this.#focused === tile) this.#focused = null;
    this.#seen.unobserve(tile.element);
    this.#unseen.delete(tile);
    this.#tiles.delete(id);
    tile.destroy();
  }

  #setFocused(tile: Tile): void {
    if (this.#focused) this.#focused.element.tabIndex = -1;
    this.#focused = tile;
    tile.element.tabIndex = 0;
  }

  #setSeen(target: Element, seen: boolean): void {
    const tile = this.#tileOf(target);
    if (!tile) return;
    // In full screen it has left the grid, but not our sight.
    if (seen || tile === this.#full) this.#unseen.delete(tile);
    else this.#unseen.add(tile);
    tile.setWanted(this.#awake && !this.#unseen.has(tile));
  }

  /** Back in the grid it may stand where nobody sees it, which is no change to an observer that never saw it. */
  #lookAgain(tile: Tile): void {
    this.#seen.unobserve(tile.element);
    this.#seen.observe(tile.element);
  }

  #tileOf(target: EventTarget | null): Tile | null {
    const article = target instanceof Element ? target.closest<HTMLElement>("article.tile") : null;
    return this.#tiles.get(article?.dataset["camera"] ?? "") ?? null;
  }

  #arrange(): void {
    const { clientWidth, clientHeight, offsetWidth, style } = this.element;
    if (clientWidth === 0 || this.#tiles.size === 0) return;
    // A zoomed page is wide a fraction of a pixel, which clientWidth may round up: one column less would fit.
    const width = Math.floor(this.element.getBoundingClientRect().width) - (offsetWidth - clientWidth);
    const { columns, tileWidth, tileHeight, margin, scrolls } = layout(this.#tiles.size, width, clientHeight, gap);
    this.#columns = columns;
    style.setProperty("--columns", String(columns));
    style.setProperty("--tile-width", `${tileWidth}px`);
    style.setProperty("--tile-height", `${tileHeight}px`);
    style.setProperty("--margin", `${margin}px`);
    this.element.toggleAttribute("data-scrolls", scrolls);
  }
}
