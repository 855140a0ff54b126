// axe finds no barrier, light and wide or dark and narrow, on a sample that holds every kind of page; nor with search or
// the menu open. The starters' pages come from the same templates as the examples', so one of each folder will do.
import { createRequire } from "node:module";
import { narrow, onePerFolder, patience, wide } from "./pages.mjs";

export const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

export async function judgeAccess(browser, site, note) {
  let runs = 0;
  // The policy of the page would stop axe itself.
  const context = await browser.newContext({ viewport: wide, bypassCSP: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const judge = async (where, name) => {
    runs++;
    const violations = await barriers(page);
    for (const v of violations) for (const node of v.nodes.slice(0, 3)) note(name, `axe ${v.id}: ${v.help}: ${node} [${where}]`);
  };

  const sample = site.name.startsWith("starter-") ? onePerFolder(site.pages) : everyKind(site.pages);
  for (const name of sample) {
    await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(site.base + name, { waitUntil: "load" });
    await page.addScriptTag({ path: axe });
    await judge("light", name);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize(narrow);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))); // resize handlers have run
    await judge("dark, narrow", name);
  }

  await page.goto(`${site.base}index.html`, { waitUntil: "load" });
  await page.addScriptTag({ path: axe });
  await page.locator("#menu").check({ force: true });
  await judge("menu open", "index.html");
  await page.locator("#menu").uncheck({ force: true });
  await page.locator("button.search-open").click();
  await page.locator("dialog[open] input").fill("token");
  await page.locator('dialog [role="option"]').first().waitFor();
  await judge("search open", "index.html");
  await context.close();
  return `${sample.length} pages, ${runs} runs`;
}

/** What axe finds in a page that axe was added to. */
export async function barriers(page) {
  return page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => n.target.flat().join(" ") + contrast(n)) }));
    function contrast(n) {
      const data = n.any.find((c) => c.id === "color-contrast")?.data;
      return data ? ` (${data.fgColor} on ${data.bgColor}: ${data.contrastRatio})` : "";
    }
  });
}

/** The pages at the top, and two of each folder below it: the first and the last. */
function everyKind(pages) {
  const folders = new Map();
  for (const page of pages) {
    const folder = page.slice(0, page.lastIndexOf("/") + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), page]);
  }
  return [...folders].flatMap(([folder, all]) => (folder === "" || all.length < 3 ? all : [all[0], all.at(-1)]));
}
