/** How many cameras always fit without scrolling. */
export const noScrollUpTo = 16;
/** Beyond that, tiles are never made narrower than this (CSS pixels). */
const narrowest = 180;
const aspect = 16 / 9;
/**
 * A tile may differ from 16:9 by so much to fill the window: the picture then covers it, and loses too little at two of
 * its edges to be missed. What is left of the window stands around the grid.
 */
const flattest = aspect * 1.06;
const steepest = aspect / 1.06;

export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** What stays free at the left and at the right: wide enough, and a tile of the next row would slip into this one. */
  readonly margin: number;
  readonly scrolls: boolean;
}

/** The rows and columns that show the pictures largest. Sizes in CSS pixels. */
export function layout(count: number, width: number, height: number, gap: number): GridLayout {
  let best: GridLayout | null = null;
  let bestPicture = 0;
  let bestEmpty = 0;
  for (let columns = 1; columns <= Math.max(count, 1); columns++) {
    const rows = Math.ceil(Math.max(count, 1) / columns);
    const cellWidth = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns));
    const cellHeight = Math.max(1, Math.floor((height - gap * (rows - 1)) / rows));
    const picture = Math.min(cellWidth, cellHeight * aspect);
    const empty = columns * rows - count;
    // Nearly as large but without holes looks better: five cameras as 3 + 2, six as 3 + 3.
    const larger = picture > bestPicture * 1.02 || (picture > bestPicture * 0.98 && empty < bestEmpty);
    if (best && !larger) continue;
    bestPicture = picture;
    bestEmpty = empty;
    const tile = fit(cellWidth, cellHeight);
    best = { columns, rows, ...tile, margin: margin(columns, tile.tileWidth, width, gap), scrolls: false };
  }
  if (best && (count <= noScrollUpTo || bestPicture >= Math.min(narrowest, width))) return best;
  const columns = Math.max(1, Math.floor((width + gap) / (narrowest + gap)));
  const tileWidth = Math.floor((width - gap * (columns - 1)) / columns);
  return {
    columns,
    rows: Math.ceil(count / columns),
    tileWidth,
    tileHeight: Math.round(tileWidth / aspect),
    margin: margin(columns, tileWidth, width, gap),
    scrolls: true,
  };
}

function margin(columns: number, tileWidth: number, width: number, gap: number): number {
  return Math.max(0, (width - columns * tileWidth - (columns - 1) * gap) / 2);
}

function fit(width: number, height: number): { tileWidth: number; tileHeight: number } {
  return {
    tileWidth: Math.min(width, Math.floor(height * flattest)),
    tileHeight: Math.min(height, Math.floor(width / steepest)),
  };
}

export type Direction = "left" | "right" | "up" | "down" | "first" | "last";

/** Where the focus goes from a tile. It stays where there is nothing further. */
export function neighbour(index: number, count: number, columns: number, direction: Direction): number {
  const last = count - 1;
  switch (direction) {
    case "left":
      return Math.max(0, index - 1);
    case "right":
      return Math.min(last, index + 1);
    case "up":
      return index >= columns ? index - columns : index;
    case "down":
      // From above a hole in the last row: to the last tile.
      return index + columns <= last
        ? index + columns
        : Math.floor(index / columns) < Math.floor(last / columns)
          ? last
          : index;
    case "first":
      return 0;
    case "last":
      return last;
  }
}
