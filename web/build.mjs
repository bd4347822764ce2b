// Bundles src/ for the site: node build.mjs [FOLDER], by default ../build/web. Everything comes from node_modules.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../build/web"));

/** What pages and scripts load by name; README.md says which. */
const entries = [
  "search.js", "tables.js", "findings.js", "cite.js", "compare.js", "compare.css",
  "pictures/network.js", "pictures/matrix.js", "pictures/mechanism.js", "pictures/pictures.css",
  "sparql/sparql.js", "sparql/sparql-worker.js", "sparql/sparql.css",
];

/**
 * The licences of what the bundles are made of, which asks for them to be passed on: of all that is installed to run,
 * for Yasqe comes as a bundle of its own; only the bundler leaves nothing of itself.
 */
async function licences() {
  const lock = JSON.parse(await readFile(join(here, "package-lock.json"), "utf8"));
  const folders = Object.keys(lock.packages).filter((path) => path && !lock.packages[path].dev && !/^node_modules\/@?esbuild\b/.test(path));
  const texts = [];
  for (const folder of folders.sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(here, folder, "package.json"), "utf8"));
    const file = (await readdir(join(here, folder))).sort().find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? (await readFile(join(here, folder, file), "utf8")).trim() : "";
    texts.push(`${name} ${version} (${license})\n\n${text}`.trim());
  }
  return `${texts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/**
 * Yasqe brings hundreds of prefixes that anyone could propose to a public list; ours come from the release.
 *
 * @type {import("esbuild").Plugin}
 */
const withoutListedPrefixes = {
  name: "without-listed-prefixes",
  setup(bundle) {
    bundle.onLoad({ filter: /yasqe\.esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace(/(?:, [\w$]+ = "[^"\n]*")+, prefixes_default = \{[^}]*\}/, ", prefixes_default = {}");
      if (contents === text) throw new Error("Yasqe keeps its list of prefixes elsewhere now: see build.mjs");
      return { contents };
    });
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: entries.map((name) => `src/${name}`),
  outdir: out,
  entryNames: "[name]",
  chunkNames: "chunk-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  plugins: [withoutListedPrefixes],
  logLevel: "warning",
});

// Packed here because not every static host packs what it sends; the page unpacks it.
const wasm = await readFile(join(here, "node_modules/oxigraph/web_bg.wasm"));
await writeFile(join(out, "oxigraph.wasm.gz"), gzipSync(wasm, { level: 9 }));
await writeFile(join(out, "licences.txt"), await licences());
