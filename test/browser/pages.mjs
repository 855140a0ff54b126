// Every page, opened from disk: nothing is said on the console, nothing is asked for outside the folder, nothing is
// missing; the dark theme differs from the light one; the page is no wider than the window, down to 390 px.

export const wide = { width: 1280, height: 800 };
export const narrow = { width: 390, height: 844 };

/** How long something may take to appear, in milliseconds; less where it is known to be missing. */
export const patience = Number(process.env.PATIENCE ?? 8000);

export async function judgePages(browser, site, note) {
  const context = await browser.newContext({ viewport: wide, colorScheme: "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  let current = "";
  listen(page, site, (message) => note(current, message));

  for (current of site.pages) {
    await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(site.base + current, { waitUntil: "load" });
    const light = await ground(page);
    for (const message of await page.evaluate(shape)) note(current, message);
    await page.emulateMedia({ colorScheme: "dark" });
    if ((await ground(page)) === light) note(current, "dark and light have the same background");
    await width(page, wide, (message) => note(current, message));
    await width(page, narrow, (message) => note(current, message));
  }
  await context.close();

  // A fresh load on a small, dark screen, for what only happens while loading.
  const small = await browser.newContext({ viewport: narrow, colorScheme: "dark", reducedMotion: "reduce", hasTouch: true, isMobile: true });
  const phone = await small.newPage();
  listen(phone, site, (message) => note(current, message));
  const sample = onePerFolder(site.pages);
  for (current of sample) {
    await phone.goto(site.base + current, { waitUntil: "load" });
    await width(phone, narrow, (message) => note(current, message));
  }
  await small.close();
  return `${site.pages.length} pages, ${sample.length} again as on a phone`;
}

/** The first page of each folder. */
export function onePerFolder(pages) {
  const seen = new Map();
  for (const page of pages) {
    const folder = page.slice(0, page.lastIndexOf("/") + 1);
    if (!seen.has(folder)) seen.set(folder, page);
  }
  return [...seen.values()];
}

/** Reports what a page says and asks for. */
export function listen(page, site, note) {
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") note(`console: ${m.text().replaceAll(site.base, "")}`);
  });
  page.on("dialog", (d) => {
    note(`dialog: ${d.message()}`);
    d.dismiss();
  });
  page.on("pageerror", (e) => note(`script: ${e.message}`));
  page.on("request", (r) => {
    if (!r.url().startsWith(site.base) && !r.url().startsWith("data:")) note(`asks for ${r.url()}`);
  });
  page.on("requestfailed", (r) => {
    const reason = r.failure()?.errorText ?? "";
    // Going on to the next page ends what the last one was still loading.
    if (reason !== "net::ERR_ABORTED") note(`cannot load ${r.url().replace(site.base, "")}: ${reason}`);
  });
}

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** Runs in the page: what every page has, once. */
function shape() {
  const wrong = [];
  if (window.ran !== undefined) wrong.push("a script out of the policy's texts ran");
  const count = (selector) => document.querySelectorAll(selector).length;
  if (count("h1") !== 1) wrong.push(`${count("h1")} headings of level 1`);
  if (count("main") !== 1) wrong.push(`${count("main")} main elements`);
  if (!document.title.trim()) wrong.push("no title");
  if (!document.documentElement.lang) wrong.push("no language");
  if ((document.querySelector("main")?.innerText.trim().length ?? 0) < 80) wrong.push("hardly any text");
  // Separators, marks and placeholders that only the program itself should see.
  const text = document.body.cloneNode(true);
  for (const code of text.querySelectorAll("pre, script, style")) code.remove(); // code may say undefined
  const stray = text.textContent.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]|\{\{|<no value>|%!\w\(|\[object Object\]|\bundefined\b|\bNaN\b/);
  if (stray) wrong.push(`shows ${JSON.stringify(stray[0])}`);
  // Drawings that collapsed to nothing.
  for (const svg of document.querySelectorAll("main svg")) {
    const box = svg.getBoundingClientRect();
    if (getComputedStyle(svg).display !== "none" && svg.checkVisibility() && (box.width < 4 || box.height < 4)) wrong.push(`a drawing of ${box.width} × ${box.height}`);
  }
  return wrong;
}

/** The page fits the width; if not, what sticks out is named. */
async function width(page, size, note) {
  await page.setViewportSize(size);
  const found = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return null;
    const culprits = [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest(".table, .code, .diagram-scroll, svg"))
      .map((e) => e.tagName.toLowerCase() + (e.className && typeof e.className === "string" ? "." + e.className.split(" ").join(".") : ""));
    return { over: root.scrollWidth - root.clientWidth, culprits: [...new Set(culprits)].slice(0, 4).join(" ") };
  });
  if (found) note(`at ${size.width} px the page is ${found.over} px too wide: ${found.culprits}`);
}
