// main.mjs OUT…: opens the site of every build in Chromium and says what a reader would meet that is wrong.
//
//   pages.mjs    every page: console, requests, theme, width
//   policy.mjs   what the Content-Security-Policy stops
//   search.mjs   search and the theme switch, by keyboard
//   plain.mjs    pages without script
//   versions.mjs the switch between versions, by keyboard
//   checklist.mjs filters and answers of the checklist
//   access.mjs   axe, on a sample that holds every kind of page
//
// serve.mjs, which looks at tokenbook serve, is a program of its own.
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { summarise } from "../judges/summary.mjs";
import { judgeAccess } from "./access.mjs";
import { judgeChecklist } from "./checklist.mjs";
import { judgePages } from "./pages.mjs";
import { judgePlain } from "./plain.mjs";
import { judgePolicy } from "./policy.mjs";
import { judgeSearch } from "./search.mjs";
import { judgeVersions } from "./versions.mjs";

/** A site: its folder, the address of the folder, its pages relative to it, its name for findings. */
function siteOf(out) {
  const folder = join(resolve(out), "site");
  const pages = readdirSync(folder, { recursive: true })
    .map((p) => String(p).replaceAll("\\", "/"))
    .filter((p) => p.endsWith(".html"))
    .sort();
  return { folder, base: pathToFileURL(folder).href + "/", pages, name: relative(resolve(out, ".."), resolve(out)) };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const findings = [];
const steps = Object.entries({ judgePages, judgePolicy, judgeSearch, judgePlain, judgeVersions, judgeChecklist, judgeAccess });

async function judge(site) {
  const note = (page, message) => findings.push({ message, place: `${site.name}/site/${page}` });
  if (site.pages.length === 0) note("", "no pages");
  for (const [name, step] of steps) {
    const started = Date.now();
    const said = await step(browser, site, note).catch((error) => {
      note("", `${name} cannot go on: ${error.message.split("\n")[0]}`);
      return "given up";
    });
    console.log(`${site.name}: ${name.slice(5).toLowerCase()}: ${said} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  }
}

// Two sites at a time: the browser has a process for each.
const waiting = process.argv.slice(2).map(siteOf);
const worker = async () => {
  for (let site = waiting.shift(); site; site = waiting.shift()) await judge(site);
};
try {
  await Promise.all([worker(), worker()]);
} finally {
  await browser.close();
}
findings.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
summarise(findings);
process.exitCode = findings.length === 0 ? 0 : 1;
