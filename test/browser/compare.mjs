// compare.mjs FOLDER: the pages that tokenbook diff writes, as a reader has them: wide and narrow, light and dark, judged
// by axe; and their filter without script.
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { verdict } from "../judges/summary.mjs";
import { axe, barriers } from "./access.mjs";
import { judgePages, narrow, patience, wide } from "./pages.mjs";

const folder = resolve(process.argv[2]);
const site = { folder, base: pathToFileURL(folder).href + "/", pages: readdirSync(folder).filter((n) => n.endsWith(".html")).sort(), name: "compare" };
const findings = [];
const note = (page, message) => {
  // Values are shown as authors wrote them, references in braces too.
  if (message !== 'shows "{{"') findings.push({ message, place: join("compare", page) });
};
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  if (site.pages.length === 0) note("", "no pages");
  console.log(await judgePages(browser, site, note));

  // The policy of the page would stop axe itself.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  for (const name of site.pages) {
    for (const [viewport, colorScheme] of [[wide, "light"], [narrow, "dark"]]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.goto(site.base + name, { waitUntil: "load" });
      await page.addScriptTag({ path: axe });
      for (const v of await barriers(page)) for (const node of v.nodes.slice(0, 3)) note(name, `axe ${v.id}: ${v.help}: ${node} [${colorScheme}]`);
    }
  }
  await context.close();

  // What the filter leaves is what concerns those whom it names, and no heading stands over nothing. Locators, for a page
  // without script evaluates nothing of its own.
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: wide });
  const reader = await plain.newPage();
  reader.setDefaultTimeout(patience);
  let filters = 0;
  for (const name of site.pages) {
    await reader.goto(site.base + name, { waitUntil: "load" });
    const all = await reader.locator(".change").count();
    for (const radio of await reader.locator(".compare-filter input").all()) {
      const id = await radio.getAttribute("id");
      await reader.locator(`label[for="${id}"]`).click();
      const shown = await reader.locator(".change:visible").count();
      const wanted = id === "of-all" ? all : await reader.locator(`.change.${id}`).count();
      if (shown !== wanted) note(name, `${id} shows ${shown} changes; ${wanted} concern them`);
      for (const section of await reader.locator("section:has(.change)").all()) {
        if ((await section.locator("h2").isVisible()) !== (await section.locator(".change:visible").count()) > 0) note(name, `${id} leaves a heading over nothing, or changes without one`);
      }
      filters++;
    }
  }
  if (filters === 0) note("", "no page has a filter");
  await plain.close();
  console.log(`${filters} filters without script`);
} finally {
  await browser.close();
}
verdict(findings);
