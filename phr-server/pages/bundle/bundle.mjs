// Bundles what the pages use of others into files that are committed, and writes down their SHA-384.
// node bundle/bundle.mjs [FOLDER]: into that folder, and not where the pages are, to compare.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "../../src/main/resources/org/phrkit/server/web/vendor");
const names = ["crypto", "view", "pdf"];

await build({
  absWorkingDir: join(here, ".."),
  entryPoints: names.map((name) => `bundle/${name}.js`),
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  logLevel: "warning",
});

const sums = [];
for (const name of names) {
  const digest = createHash("sha384").update(await readFile(join(target, `${name}.js`))).digest("base64");
  sums.push(`sha384-${digest}  ${name}.js\n`);
}
await writeFile(join(target, "SHA384SUMS"), sums.join(""));
