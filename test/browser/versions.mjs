// On a site of several versions every page has the switch, and it works by keyboard, with script and without: it leads
// to the same page of the other version, or to its start where there is none; pages of older versions say so.
import { listen, narrow, onePerFolder, patience, wide } from "./pages.mjs";

export async function judgeVersions(browser, site, note) {
  const old = site.pages.filter((p) => p.startsWith("v/"));
  if (old.length === 0) return "one version";
  const sample = onePerFolder(site.pages);
  for (const [size, javaScriptEnabled] of [[wide, true], [narrow, true], [narrow, false]]) {
    const context = await browser.newContext({ viewport: size, javaScriptEnabled, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    let current = "";
    listen(page, site, (message) => note(current, message));
    for (current of sample) {
      try {
        await page.goto(site.base + current, { waitUntil: "load" });
        for (const message of await byKeyboard(page, site, current, javaScriptEnabled)) note(current, `${message} [${size.width} px, script ${javaScriptEnabled ? "on" : "off"}]`);
      } catch (error) {
        note(current, `the switch: ${error.message.split("\n")[0]}`);
      }
    }
    await context.close();
  }
  return `${sample.length} pages`;
}

/** Tab to the switch, unfold it, go to each other version in turn and back by the switch there. */
async function byKeyboard(page, site, name, script) {
  const wrong = [];
  const isOld = name.startsWith("v/");
  if ((await page.locator(".outdated").count()) !== (isOld ? 1 : 0)) wrong.push("the notice of an older version is missing or out of place");
  if (isOld && !(await page.locator(".outdated a").isVisible())) wrong.push("the notice leads nowhere");
  const others = await page.locator(".versions a:not([aria-current])").evaluateAll((links) => links.map((a) => a.href));
  if (others.length === 0) return [...wrong, "no other version to go to"];
  for (const [i, target] of others.entries()) {
    await page.goto(site.base + name, { waitUntil: "load" });
    if (!(await tabTo(page, ".versions summary"))) return [...wrong, "the keyboard does not reach the switch"];
    if (await page.locator(".versions a").first().isVisible()) wrong.push("the switch is unfolded at first");
    await page.keyboard.press("Enter");
    if (!(await page.locator(".versions a").first().isVisible())) return [...wrong, "Enter does not unfold the switch"];
    if (script && i === 0) {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Escape");
      if (await page.locator(".versions[open]").count()) wrong.push("Escape does not fold the switch");
      if (!(await page.evaluate(() => document.activeElement?.matches(".versions summary")))) wrong.push("Escape does not give the keyboard back");
      await page.keyboard.press("Enter");
    }
    if (!(await tabTo(page, `.versions a[href]:not([aria-current])`, i))) return [...wrong, `the keyboard does not reach the link to ${target}`];
    await page.keyboard.press("Enter");
    await page.waitForURL(target);
    if (!site.pages.includes(target.slice(site.base.length))) wrong.push(`the switch leads to a page that is not there: ${target}`);
    const shown = await page.locator(".versions a[aria-current]").evaluate((a) => a.href);
    if (shown !== target) wrong.push("the page that the switch leads to takes itself for another");
    const wanted = name.replace(/^v\/[^/]+\//, "");
    const folder = target.slice(site.base.length).match(/^v\/[^/]+\//)?.[0] ?? "";
    const there = site.pages.includes(folder + wanted) ? wanted : "index.html";
    if (target !== site.base + folder + there) wrong.push(`the switch leads to ${target.slice(site.base.length)} and not to ${folder + there}`);
  }
  return wrong;
}

/** Presses Tab until the nth element of a selector has the keyboard. */
async function tabTo(page, selector, n = 0) {
  for (let i = 0; i < 15; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(([s, at]) => document.activeElement === document.querySelectorAll(s)[at], [selector, n])) return true;
  }
  return false;
}
