import { svg } from "./svg";

/** Ten minutes of one every five seconds. */
const kept = 120;

/** The last ten minutes of one figure as a line that grows from the right. Its scale begins at zero. */
export class Sparkline {
  readonly #line = svg("polyline");
  readonly element = svg(
    "svg",
    { class: "spark", viewBox: `0 0 ${kept - 1} 10`, preserveAspectRatio: "none" },
    this.#line,
  );
  readonly #samples: number[] = [];

  constructor() {
    this.element.setAttribute("aria-hidden", "true");
  }

  add(sample: number): void {
    this.#samples.push(sample);
    if (this.#samples.length > kept) this.#samples.shift();
    this.#line.setAttribute("points", points(this.#samples));
  }
}

/** The samples as SVG points, the newest at the right edge, the largest at the top. */
export function points(samples: readonly number[]): string {
  const most = Math.max(...samples, 0);
  return samples
    .map((sample, i) => {
      const x = kept - samples.length + i;
      const y = most > 0 ? 9.5 - (9 * sample) / most : 9.5;
      return `${x},${Math.round(y * 100) / 100}`;
    })
    .join(" ");
}
