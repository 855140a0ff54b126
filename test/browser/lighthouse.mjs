// Lighthouse on pages of a built site, served by a plain server on this machine: accessibility and best practices have to
// be at 100. Its figures for speed depend on the machine and are printed only.
//
//	node lighthouse.mjs OUT PAGE…
import { createServer } from "node:http";
import { readFile } from "node:fs";
import { extname, join, normalize } from "node:path";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";

const [out, ...pages] = process.argv.slice(2);
const site = join(out, "site");
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".md": "text/markdown" };

const server = createServer((request, response) => {
  const name = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
  readFile(join(site, name), (error, data) => {
    response.writeHead(error ? 404 : 200, { "content-type": types[extname(name)] ?? "application/octet-stream" });
    response.end(error ? "" : data);
  });
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const free = createServer();
const port = await new Promise((done) => free.listen(0, "127.0.0.1", () => done(free.address().port)));
await new Promise((done) => free.close(done));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", `--remote-debugging-port=${port}`] });

let wrong = 0;
for (const page of pages) {
  const address = `http://127.0.0.1:${server.address().port}/${page}`;
  const { lhr } = await lighthouse(address, { port, output: "json", logLevel: "error", onlyCategories: ["performance", "accessibility", "best-practices"] });
  const scores = Object.entries(lhr.categories).map(([name, { score }]) => [name, score === null ? 0 : Math.round(score * 100)]);
  console.log(`${page}: ${scores.map(([name, score]) => `${name} ${score}`).join(", ")}`);
  for (const [name, score] of scores) {
    if (name === "performance" || score === 100) continue;
    wrong += 1;
    for (const { id, weight } of lhr.categories[name].auditRefs) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 1) {
        console.log(`  ${id}: ${audit.title}`);
        for (const item of (audit.details?.items ?? []).slice(0, 3)) console.log(`    ${item.node?.snippet ?? item.description ?? JSON.stringify(item)}`);
      }
    }
  }
}
await browser.close();
server.close();
if (wrong > 0 || pages.length === 0) process.exit(1);
