import { expect, test } from "vitest";
import { layout, neighbour } from "../../src/grid/layout";

test.each([
  [1, 1920, 1050, 1, 1],
  [2, 1920, 1050, 2, 1],
  [3, 1920, 1050, 2, 2],
  [4, 1920, 1050, 2, 2],
  [6, 1920, 1050, 3, 2],
  [9, 1920, 1050, 3, 3],
  [12, 1920, 1050, 4, 3],
  [16, 1920, 1050, 4, 4],
  [1, 390, 814, 1, 1],
  [4, 390, 814, 1, 4],
  [16, 390, 814, 2, 8],
  [16, 814, 360, 4, 4],
])("%i cameras in %i × %i stand in %i columns and %i rows", (count, width, height, columns, rows) => {
  expect(layout(count, width, height, 2)).toMatchObject({ columns, rows, scrolls: false });
});

test("up to sixteen always fit into the window, whatever its shape", () => {
  for (const [width, height] of [
    [320, 480],
    [390, 814],
    [814, 360],
    [1024, 768],
    [1920, 1050],
    [3440, 1400],
    [1080, 1890],
  ] as const) {
    for (let count = 1; count <= 16; count++) {
      const { columns, rows, tileWidth, tileHeight, margin, scrolls } = layout(count, width, height, 2);
      expect(scrolls).toBe(false);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * tileWidth + (columns - 1) * 2).toBeLessThanOrEqual(width);
      expect(rows * tileHeight + (rows - 1) * 2).toBeLessThanOrEqual(height);
      expect(tileWidth / tileHeight).toBeGreaterThan(1.6);
      expect(tileWidth / tileHeight).toBeLessThan(1.95);
      // Tiles stand in rows as words in a line: one more must not fit.
      const inside = width - 2 * margin;
      expect(columns * tileWidth + (columns - 1) * 2).toBeLessThanOrEqual(inside);
      expect((columns + 1) * tileWidth + columns * 2).toBeGreaterThan(inside);
    }
  }
});

test("many cameras go on in smaller tiles where they can still be seen", () => {
  expect(layout(36, 1920, 1050, 2)).toMatchObject({ columns: 6, rows: 6, scrolls: false });
});

test("too many cameras for the window scroll instead of shrinking to nothing", () => {
  const { columns, rows, tileWidth, scrolls } = layout(40, 390, 814, 2);
  expect({ columns, rows, scrolls }).toEqual({ columns: 2, rows: 20, scrolls: true });
  expect(tileWidth).toBe(194);
});

test.each([
  ["left", 0, 0],
  ["left", 4, 3],
  ["right", 3, 4],
  ["right", 9, 9],
  ["up", 1, 1],
  ["up", 5, 1],
  ["down", 1, 5],
  ["down", 7, 9],
  ["down", 9, 9],
  ["first", 7, 0],
  ["last", 2, 9],
] as const)("ten tiles in four columns: %s of %i is %i", (direction, from, to) => {
  expect(neighbour(from, 10, 4, direction)).toBe(to);
});
