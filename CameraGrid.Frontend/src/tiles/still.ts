import { element } from "../page/element";

/** Large enough for a tile, small enough to be held for sixteen of them: under a megabyte. */
const widest = 640;

/**
 * The last picture of a video, held above it while there is no other: in colour between two players, grey while the
 * camera is away. Grey is painted once: a CSS filter would be computed anew with every frame of the tiles around.
 */
export class Still {
  readonly element = element("canvas", "still");
  #grey = false;

  constructor() {
    this.element.hidden = true;
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  /** Keeps what the video shows now, unless there is a picture already. */
  take(video: HTMLVideoElement): void {
    const { videoWidth, videoHeight } = video;
    if (this.shown || videoWidth === 0) return;
    const scale = Math.min(1, widest / videoWidth);
    this.element.width = Math.round(videoWidth * scale);
    this.element.height = Math.round(videoHeight * scale);
    this.element.getContext("2d")?.drawImage(video, 0, 0, this.element.width, this.element.height);
    this.element.hidden = false;
    this.#grey = false;
  }

  /** Takes the colour out of the picture that is kept, or out of the video's where there is none yet. */
  grey(video: HTMLVideoElement | null): void {
    if (video) this.take(video);
    if (!this.shown || this.#grey) return;
    this.#grey = true;
    const context = this.element.getContext("2d");
    if (!context) return;
    // Every browser blends; not every one has filters for a canvas.
    context.globalCompositeOperation = "saturation";
    context.fillStyle = "#000";
    context.fillRect(0, 0, this.element.width, this.element.height);
  }

  /** Gives the picture's memory back. */
  drop(): void {
    if (!this.shown) return;
    this.element.hidden = true;
    this.element.width = 0;
    this.element.height = 0;
  }
}
