import { element } from "./element";

/** What stands in the window while there is no tile to show. */
export class Empty {
  readonly #title = element("h1");
  readonly #text = element("p");
  readonly #add = element("a", "add-link", "Add a camera");
  readonly #example = element("pre");
  readonly element = element("section", "empty", this.#title, this.#text, this.#add, this.#example);

  constructor() {
    this.element.hidden = true;
    this.#add.href = "/cameras";
  }

  connecting(): void {
    this.#show("Connecting", "Waiting for the server. The cameras appear by themselves as soon as it answers.", "");
  }

  noCameras(): void {
    this.#show(
      "No cameras yet",
      "Add them on the camera page, or name them in the file .env: they appear here by themselves.",
      "CAMERA_1_NAME=Yard\nCAMERA_1_URL=rtsp://192.168.1.20/main\nCAMERA_1_SUB_URL=rtsp://192.168.1.20/sub",
    );
    this.#add.hidden = false;
  }

  noneOf(asked: readonly string[], known: readonly string[]): void {
    this.#show(
      "None of these cameras is known",
      `The address asks for ${asked.join(", ")}. Known are:`,
      known.join("\n"),
    );
  }

  hide(): void {
    this.element.hidden = true;
  }

  #show(title: string, text: string, example: string): void {
    this.#title.textContent = title;
    this.#text.textContent = text;
    this.#example.textContent = example;
    this.#example.hidden = example === "";
    this.#add.hidden = true;
    this.element.hidden = false;
  }
}
