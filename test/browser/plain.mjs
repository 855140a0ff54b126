// Without script a page can be read in full: the text stands there, the navigation works, on a small screen too, and no
// control is shown that would do nothing.
import { listen, narrow, onePerFolder, patience, wide } from "./pages.mjs";

export async function judgePlain(browser, site, note) {
  const context = await browser.newContext({ viewport: wide, javaScriptEnabled: false });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  let current = "";
  listen(page, site, (message) => note(current, message));
  const sample = onePerFolder(site.pages);
  for (current of sample) {
    await page.setViewportSize(wide);
    await page.goto(site.base + current, { waitUntil: "load" });
    try {
      if ((await page.locator("main").innerText()).trim().length < 80) note(current, "hardly any text without script");
      if (!(await page.locator("nav#nav a").first().isVisible())) note(current, "no navigation without script");
      for (const control of await page.locator("button").all()) {
        if (await control.isVisible()) note(current, `without script a button that does nothing: ${(await control.innerText()).trim()}`);
      }
      await page.setViewportSize(narrow);
      if (await page.locator("nav#nav a").first().isVisible()) note(current, "the navigation covers a small screen");
      await page.locator("#menu").check({ force: true });
      if (!(await page.locator("nav#nav a").first().isVisible())) note(current, "the menu does not open without script");
      const link = page.locator("nav#nav a:not([aria-current])").first();
      const target = await link.getAttribute("href");
      await link.click();
      if (page.url() === site.base + current) note(current, `the menu's link ${target} leads nowhere`);
    } catch (error) {
      note(current, `without script: ${error.message.split("\n")[0]}`);
    }
  }
  await context.close();
  return `${sample.length} pages`;
}
