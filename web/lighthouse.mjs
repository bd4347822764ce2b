// Lighthouse over ten kinds of page, or those named: node lighthouse.mjs ADDRESS FOLDER [PAGE ...], as docs/site.md says. FOLDER has it installed.

import { execFileSync } from "node:child_process";
import { join } from "node:path";

const PAGES = [
  "index.html", "finding/F0026.html", "findings.html", "network.html", "matrix.html", "mechanism.html",
  "compare.html?a=molecule:miR-155&b=molecule:miR-214", "term/CL_0002540.html", "study/li-2016.html", "question/conflicts.html",
];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const LEAST = 95;
const FORMS = { phone: [], desktop: ["--preset=desktop"] };

const [address, folder, ...wanted] = process.argv.slice(2);
if (!address || !folder) throw new Error("node lighthouse.mjs ADDRESS FOLDER: where the site is served, and where Lighthouse is installed");

/** @param {string} page @param {string[]} options @returns {{ categories: Record<string, { score: number | null, auditRefs: { id: string, weight: number }[] }>, audits: Record<string, { score: number | null, displayValue?: string }> }} */
function look(page, options) {
  const given = ["--quiet", "--output=json", "--output-path=stdout", "--chrome-flags=--headless --no-sandbox --disable-gpu", `--only-categories=${CATEGORIES}`, ...options];
  return JSON.parse(execFileSync(join(folder, "node_modules/.bin/lighthouse"), [new URL(page, address).href, ...given], { encoding: "utf8", maxBuffer: 1e8, stdio: ["ignore", "pipe", "ignore"] }));
}

console.log(`| page | screen | ${CATEGORIES.join(" | ")} |\n| --- | --- |${" --- |".repeat(CATEGORIES.length)}`);
for (const page of wanted.length ? wanted : PAGES) {
  for (const [form, options] of Object.entries(FORMS)) {
    const { categories, audits } = look(page, options);
    const scores = CATEGORIES.map((name) => Math.round(100 * (categories[name].score ?? 0)));
    console.log(`| ${page.split("?")[0]} | ${form} | ${scores.join(" | ")} |`);
    if (scores.every((score) => score >= LEAST)) continue;
    process.exitCode = 1;
    const faults = CATEGORIES.flatMap((name) => categories[name].auditRefs.filter(({ id, weight }) => weight && (audits[id].score ?? 1) < 0.9).map(({ id }) => `${id} ${audits[id].displayValue ?? ""}`));
    console.error(`${page} (${form}) is below ${LEAST}: ${faults.join("; ")}`);
  }
}
