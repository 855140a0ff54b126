// serve.mjs TOKENBOOK POLICY-FOLDER: tokenbook serve with a browser at it. A saved change shows by itself, soon and at the
// same place of the page; what is wrong stands in a panel that the keyboard closes and opens, as text and nothing else;
// it goes when the policy is mended; and Ctrl-C ends it all in good order.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { summarise } from "../judges/summary.mjs";

const [program, example] = process.argv.slice(2);
const patience = 30000;
const folder = mkdtempSync(join(tmpdir(), "served-"));
cpSync(example, folder, { recursive: true, filter: (path) => !/[/\\](out|golden)$/.test(path) });
const tokens = join(folder, "tokens.yaml");
const good = readFileSync(tokens, "utf8");

const findings = [];
const note = (message, place = "serve") => findings.push({ message, place });
const expect = (holds, message) => holds || note(message);

/** Saves as careful editors do: a new file takes the place of the old. */
function save(text) {
  writeFileSync(`${tokens}.new`, text);
  renameSync(`${tokens}.new`, tokens);
}

const server = spawn(program, ["serve", join(folder, "policy.yaml"), "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
let said = "";
server.stdout.on("data", (data) => (said += data));
server.stderr.on("data", (data) => (said += data));
const ended = new Promise((resolve) => server.on("exit", (code, signal) => resolve({ code, signal })));

async function until(what, holds) {
  for (const start = Date.now(); Date.now() - start < patience; await new Promise((r) => setTimeout(r, 20))) if (await holds()) return;
  throw new Error(`${what}; the program said:\n${said}`);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  await until("no address and no first build", () => /http:\S+[^]*pages? of/.test(said));
  const base = said.match(/http:\/\/[^ ]+/)[0];
  const context = await browser.newContext({ viewport: { width: 1280, height: 700 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  let planting = false;
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && !planting && note(`console: ${m.text()}`));
  page.on("dialog", (d) => (note(`dialog: ${d.message()}`), d.dismiss()));
  const panel = page.locator("#tb-serve-panel");
  const chip = page.locator(".tb-serve-chip");
  const article = page.locator("article");

  // A page in the middle of the site, scrolled, with a picture's words opened.
  await page.goto(`${base}site/tokens/refresh.html`, { waitUntil: "load" });
  await page.locator("main details").first().evaluate((d) => (d.open = true));
  await page.evaluate(() => document.querySelectorAll("article h2")[3].scrollIntoView());
  const place = () => page.evaluate(() => document.querySelectorAll("article h2")[3].getBoundingClientRect().top);
  const before = await place();
  expect(!(await panel.isVisible()), "a panel without findings");

  // A lifetime changes; the page shows it by itself. The first time warms everything up.
  const times = [];
  for (const days of [13, 12, 11, 10, 9]) {
    await page.waitForTimeout(2500); // what is made behind the pages is done by then
    const loaded = page.waitForEvent("load");
    const start = performance.now();
    save(good.replace("idle: {default: 14d", `idle: {default: ${days}d`));
    await loaded;
    times.push(performance.now() - start);
    expect((await article.innerText()).includes(`${days} days`), `a lifetime of ${days}d is not shown`);
  }
  const shown = times.slice(1).sort((a, b) => a - b);
  if (process.env.VERBOSE) console.log(said);
  console.log(`save to the reloaded page: ${shown.map((t) => Math.round(t)).join(", ")} ms (the first ${Math.round(times[0])} ms)`);
  expect(shown[0] < 5000, `the fastest reload took ${Math.round(shown[0])} ms`);
  expect(Math.abs((await place()) - before) < 3, "a reload moves the page");
  expect(await page.locator("main details").first().evaluate((d) => d.open), "a reload closes what was open");

  // Another page does not change, and is left alone.
  const glossary = await context.newPage();
  await glossary.goto(`${base}site/glossary.html`, { waitUntil: "load" });
  await glossary.evaluate(() => (window.untouched = true));
  const back = page.waitForEvent("load");
  save(good);
  await back;
  await glossary.waitForTimeout(1000);
  expect(await glossary.evaluate(() => window.untouched === true), "a page that does not change is loaded again");
  await glossary.close();

  // Broken, with text that would be markup anywhere else.
  const hostile = `<img src=x onerror="document.title='ran'"><script>document.title='ran'</script>`;
  await page.locator("article a").first().focus();
  const held = await page.evaluate(() => document.activeElement.outerHTML);
  save(`${good}\n  ${JSON.stringify(hostile)}: {type: ${JSON.stringify(hostile)}}\n`);
  await panel.waitFor({ state: "visible" });
  const text = await panel.innerText();
  expect(text.includes("<img src=x onerror="), `the panel does not show the text as it is: ${text.slice(0, 300)}`);
  expect(/tokens\.yaml:\d+:\d+/.test(text), "no place in the panel");
  expect((await panel.locator("img, script, svg, iframe").count()) === 0, "text of the policy became markup");
  expect((await page.title()) !== "ran", "text of the policy ran");
  expect((await panel.locator(".tb-serve-finding").first().isVisible()) && (await panel.locator(".tb-serve-finding code").first().isVisible()), "errors are not in sight");
  expect((await article.innerText()).includes("14 days"), "the last good page is gone");
  expect((await page.evaluate(() => document.activeElement.outerHTML)) === held, "the panel takes the focus");
  expect((await panel.getAttribute("aria-label")) && (await panel.evaluate((e) => e.tagName)) === "SECTION", "the panel is no region with a name");
  await axe(page);

  // By keyboard: away, and back.
  await page.keyboard.press("Escape");
  expect(!(await panel.isVisible()), "Escape does not close the panel");
  expect((await chip.isVisible()) && (await chip.getAttribute("aria-expanded")) === "false", "nothing is left to open the panel with");
  await page.reload();
  await chip.waitFor();
  expect(!(await panel.isVisible()), "a panel that was closed opens by itself");
  await chip.focus();
  await page.keyboard.press("Enter");
  expect((await panel.isVisible()) && (await panel.evaluate((e) => e.contains(document.activeElement))), "the panel does not open by keyboard");
  await page.keyboard.press("Escape");
  expect(await chip.evaluate((e) => e === document.activeElement), "the focus is lost when the panel closes");
  await chip.click();

  // The page's own policy holds under serve.
  planting = true;
  const stopped = await page.evaluate(async (other) => {
    const s = document.createElement("script");
    s.textContent = "window.planted = true";
    document.body.append(s);
    return { planted: window.planted === true, fetched: await fetch(other).then(() => true, () => false) };
  }, base.replace("127.0.0.1", "localhost"));
  expect(!stopped.planted, "an inline script runs");
  expect(!stopped.fetched, "a page connects to another origin");

  await page.waitForTimeout(100);
  planting = false;

  // Mended: the panel goes by itself.
  save(good);
  await panel.waitFor({ state: "hidden" });
  await chip.waitFor({ state: "hidden" });

  // A page of another origin gets nothing: neither by a script element nor in a frame nor by fetch.
  const stranger = await context.newPage();
  await stranger.route("http://stranger.example/", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>stranger</title>" }));
  await stranger.goto("http://stranger.example/");
  const got = await stranger.evaluate(async (base) => {
    const script = await new Promise((done) => {
      const s = document.createElement("script");
      s.src = `${base}site/assets/search-index.js`;
      s.onload = () => done("loaded");
      s.onerror = () => done("refused");
      document.body.append(s);
    });
    return { script, index: typeof window.tokenbookIndex, fetched: await fetch(`${base}site/index.html`).then(() => true, () => false), blind: await fetch(`${base}site/index.html`, { mode: "no-cors" }).then(() => true, () => false) };
  }, base);
  expect(got.script === "refused" && got.index === "undefined", "another origin can load the search index as a script");
  expect(!got.fetched && !got.blind, "another origin can fetch a page");
  await stranger.close();

  // A preview that begins broken says so, and comes to life.
  planting = true; // the page that is open says that nobody answers
  server.kill("SIGINT");
  const end = await Promise.race([ended, new Promise((r) => setTimeout(() => r({ code: "still running" }), patience))]);
  expect(end.code === 0, `Ctrl-C ends it with ${end.code ?? end.signal}`);
  await broken(context);
} catch (error) {
  note(error.message);
} finally {
  server.kill("SIGKILL");
  await browser.close();
  rmSync(folder, { recursive: true });
}
summarise(findings);
process.exitCode = findings.length === 0 ? 0 : 1;

/** The panel as axe sees it. */
async function axe(page) {
  const { createRequire } = await import("node:module");
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const { violations } = await page.evaluate(() => window.axe.run("#tb-serve-panel"));
  for (const v of violations) note(`axe: ${v.id}: ${v.help}`);
}

async function broken(context) {
  save("tokens: [");
  const again = spawn(program, ["serve", join(folder, "policy.yaml"), "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  again.stdout.on("data", (data) => (told += data));
  try {
    await until("nothing is said of a policy that is broken from the start", () => /there is no site yet/.test(told));
    const page = await context.newPage();
    await page.goto(`${told.match(/http:\/\/[^ ]+/)[0]}site/index.html`);
    expect((await page.locator("main").innerText()).includes("tokens.yaml:1:"), "the page that stands in does not say what is wrong");
    save(good);
    await page.locator("article").waitFor();
    expect((await page.title()).includes("Acme"), "the page does not come when the policy is mended");
  } finally {
    again.kill("SIGKILL");
  }
}
