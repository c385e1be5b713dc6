import type { Camera, StreamName } from "../api/contract";
import { element, nameElement, setText } from "../page/element";
import type { CameraHistory } from "./history";
import { StreamRow } from "./streamRow";
import type { StripTip } from "./strip";

const names: readonly StreamName[] = ["main", "sub"];

/** A camera's lines: its name, then one a stream. */
export class CameraRows {
  readonly #name = nameElement("th", "name");
  readonly element = element("tbody");
  readonly #rows = new Map<StreamName, StreamRow>();

  constructor(private readonly tip: StripTip) {
    this.#name.scope = "rowgroup";
  }

  update(camera: Camera, serverNow: number): void {
    setText(this.#name, camera.name);
    for (const name of names) {
      const health = camera.streams[name];
      const row = this.#rows.get(name);
      if (health) (row ?? this.#add(name)).setHealth(camera.name, health, serverNow);
      else if (row) this.#remove(name, row);
    }
    this.#name.rowSpan = this.#rows.size;
    this.element.dataset["camera"] = camera.id;
  }

  setHistory({ streams }: CameraHistory): void {
    for (const [name, row] of this.#rows) {
      const history = streams[name];
      if (history) row.setHistory(history);
    }
  }

  sample(): void {
    for (const row of this.#rows.values()) row.sample();
  }

  paint(serverNow: number): void {
    for (const row of this.#rows.values()) row.paint(serverNow);
  }

  #add(name: StreamName): StreamRow {
    const row = new StreamRow(name, this.tip);
    this.#rows.set(name, row);
    if (this.#rows.size === 1) row.element.prepend(this.#name);
    this.element.append(row.element);
    return row;
  }

  #remove(name: StreamName, row: StreamRow): void {
    this.#rows.delete(name);
    row.element.remove();
  }
}
