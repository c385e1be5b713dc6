import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/**
 * Writes `.br` and `.gz` beside every text asset, so that the static host never compresses anything itself. Of the files
 * as they are on disk: what a bundle holds before is still changed by other plugins.
 */
function precompress(): Plugin {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  return {
    name: "precompress",
    apply: "build",
    async writeBundle({ dir }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        if (!dir || !/\.(js|css|svg|json)$/.test(fileName)) continue;
        const file = join(dir, fileName);
        const source = await readFile(file);
        if (source.length < 1024) continue;
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        await writeFile(`${file}.br`, await brotli(source, quality));
        await writeFile(`${file}.gz`, await zip(source, { level: 9 }));
      }
    },
  };
}

const backend = process.env["CAMGRID_URL"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [precompress()],
  build: {
    target: "es2022",
    // hls.js is a chunk of its own that only pages in need of it load; its size is no mistake.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The pages of signing in, of accounts and of cameras stand alone: they load nothing of the grid.
    rolldownOptions: { input: ["index.html", "login.html", "accounts.html", "cameras.html"] },
  },
  server: {
    proxy: {
      "/api": backend,
      "/login": backend,
      "/logout": backend,
      "/enter": backend,
      "/cameras": backend,
      "/live": { target: backend, ws: true },
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
