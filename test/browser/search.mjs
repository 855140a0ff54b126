// Search and the theme switch work from disk, by keyboard, on the start page and on pages in folders.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { listen, onePerFolder, patience, wide } from "./pages.mjs";

export async function judgeSearch(browser, site, note) {
  const context = await browser.newContext({ viewport: wide, colorScheme: "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  let current = "";
  listen(page, site, (message) => note(current, message));
  const sample = onePerFolder(site.pages);
  for (current of sample) {
    for (const step of [find, nothing, theme]) {
      try {
        await page.goto(site.base + current, { waitUntil: "load" });
        for (const message of await step(page, site)) note(current, message);
      } catch (error) {
        note(current, `${step.name}: ${error.message.split("\n")[0]}`);
      }
    }
  }
  await context.close();
  return `${sample.length} pages`;
}

/** Type a word, go down, up and down, press Enter: the second result opens and its section is there. */
async function find(page, site) {
  const wrong = [];
  await page.keyboard.press("/");
  await page.locator("dialog[open] input").waitFor();
  await page.keyboard.type("token", { delay: 5 });
  const options = page.locator('dialog[open] [role="option"]');
  await options.first().waitFor();
  const count = await options.count();
  if (count < 2) return [`the word "token" finds ${count} sections`];
  const chosen = () => page.evaluate(() => [...document.querySelectorAll('dialog [role="option"]')].findIndex((o) => o.getAttribute("aria-selected") === "true"));
  if ((await chosen()) !== 0) wrong.push("the first result is not chosen");
  for (const key of ["ArrowDown", "ArrowUp", "ArrowDown"]) await page.keyboard.press(key);
  if ((await chosen()) !== 1) wrong.push("arrow down does not choose the second result");
  const active = await page.evaluate(() => document.querySelector('dialog [role="combobox"]')?.getAttribute("aria-activedescendant"));
  if (!active || (await page.locator(`[id="${active}"]`).getAttribute("aria-selected")) !== "true") wrong.push("aria-activedescendant does not name the chosen result");
  const target = await options.nth(1).evaluate((a) => a.href);
  // The result may be this page: then it is loaded again, and what comes next must not overtake that.
  await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
  await page.waitForURL(target, { waitUntil: "load" });
  if (!target.startsWith(site.base)) return [...wrong, `a result leads to ${target}`];
  const url = new URL(target);
  if (!existsSync(fileURLToPath(url.origin === "null" ? "file://" + url.pathname : url))) wrong.push(`a result leads to a page that is not there: ${target.slice(site.base.length)}`);
  const id = decodeURIComponent(url.hash.slice(1));
  if (id && (await page.locator(`[id="${id}"]`).count()) !== 1) wrong.push(`a result leads to a section that is not there: ${target.slice(site.base.length)}`);
  return wrong;
}

/** A word that is nowhere is said to be nowhere; Escape closes and gives the keyboard back. */
async function nothing(page) {
  const wrong = [];
  await page.locator("button.search-open").click();
  await page.locator("dialog[open] input").fill("qzxqzxqzx");
  await page.locator('dialog [role="status"]', { hasText: /\S/ }).waitFor();
  if ((await page.locator('dialog [role="option"]').count()) !== 0) wrong.push("nonsense is found");
  await page.keyboard.press("Escape");
  if (await page.locator("dialog[open]").count()) wrong.push("Escape does not close search");
  if (!(await page.evaluate(() => document.activeElement?.matches("button.search-open")))) wrong.push("the keyboard does not return to the search button");
  return wrong;
}

/** The switch goes through all themes, each is remembered, and light and dark differ. */
async function theme(page) {
  const wrong = [];
  const button = page.locator("button.theme");
  const grounds = new Map();
  for (let i = 0; i < 3; i++) {
    await button.click();
    const state = await page.evaluate(() => document.documentElement.getAttribute("data-theme") ?? "auto");
    await page.reload({ waitUntil: "load" });
    const again = await page.evaluate(() => [document.documentElement.getAttribute("data-theme") ?? "auto", getComputedStyle(document.body).backgroundColor]);
    if (again[0] !== state) wrong.push(`the theme ${state} is forgotten`);
    grounds.set(state, again[1]);
    if (!(await button.innerText()).includes(state) && !(await button.getAttribute("title"))?.includes(state)) wrong.push(`the switch does not say ${state}`);
  }
  if (grounds.size !== 3) wrong.push(`the switch knows ${[...grounds.keys()].join(" ")}`);
  if (grounds.get("light") === grounds.get("dark")) wrong.push("the switch does not change the background");
  if (grounds.get("auto") !== grounds.get("light")) wrong.push("without a choice the system's theme does not hold");
  return wrong;
}
