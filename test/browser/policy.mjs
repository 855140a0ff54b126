// The Content-Security-Policy of every page is there, and the browser enforces it: scripts and handlers that somebody
// might smuggle into a page do not run, and nothing can be fetched.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { onePerFolder } from "./pages.mjs";

const planted = `<script>window.ran = (window.ran || "") + " inline-script";</script>
<img src="data:image/png;base64,AA" onerror="window.ran = (window.ran || '') + ' handler'" alt="">
<script src="data:text/javascript,window.ran=(window.ran||'')+' data-script'"></script>
<iframe srcdoc="<script>parent.ran = (parent.ran || '') + ' frame'</script>" title="planted"></iframe>
<object data="data:text/html,<script>parent.ran=1</script>"></object>
`;

export async function judgePolicy(browser, site, note) {
  for (const page of site.pages) {
    const html = readFileSync(join(site.folder, page), "utf8");
    const policy = html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1] ?? "";
    if (!policy.includes("default-src 'none'")) note(page, "no Content-Security-Policy with default-src 'none'");
    if (/unsafe|\*|https?:/.test(policy)) note(page, `the Content-Security-Policy is loose: ${policy}`);
    if (html.search(/<(script|style|link)\b/) < html.indexOf("Content-Security-Policy")) note(page, "something is loaded before the Content-Security-Policy");
  }

  const folder = mkdtempSync(join(tmpdir(), "planted-"));
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    for (const sample of onePerFolder(site.pages)) {
      const html = readFileSync(join(site.folder, sample), "utf8");
      const file = join(folder, "index.html");
      writeFileSync(file, html.replace(/<\/main>/, `${planted}</main>`));
      let refused = 0;
      const count = (m) => (refused += /Content Security Policy/.test(m.text()) ? 1 : 0);
      page.on("console", count);
      await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
      const outcome = await page.evaluate(async () => ({
        ran: window.ran ?? "",
        fetched: await fetch("data:text/plain,x").then(() => true, () => false),
        style: (() => {
          const style = document.createElement("style");
          style.textContent = "body { outline: 7px solid red !important; }";
          document.head.append(style);
          return getComputedStyle(document.body).outlineWidth === "7px";
        })(),
      }));
      page.off("console", count);
      if (outcome.ran) note(sample, `planted content runs:${outcome.ran}`);
      if (outcome.fetched) note(sample, "a page can fetch");
      if (outcome.style) note(sample, "a planted style applies");
      if (refused < 4) note(sample, `the browser refused only ${refused} of what was planted`);
    }
  } finally {
    await context.close();
    rmSync(folder, { recursive: true });
  }
  return "checked on every page, tried on one of each folder";
}
