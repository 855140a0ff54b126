// The page of the checklist: filters take rows away without moving what is read, the columns or the page; answers outlast a
// reload, go out as a file and come in again; a file of something else changes nothing.
import { readFileSync } from "node:fs";
import { patience, wide } from "./pages.mjs";

const name = "checklist.html";

export async function judgeChecklist(browser, site, note) {
  if (!site.pages.includes(name)) {
    note(name, "there is no such page");
    return "nothing";
  }
  const context = await browser.newContext({ viewport: wide, acceptDownloads: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(site.base + name, { waitUntil: "load" });
  const tools = page.locator(".review-tools");
  const pick = (label) => tools.locator("label", { hasText: label }).locator("select");
  const state = () => page.evaluate(() => {
    const rows = [...document.querySelectorAll(".review-table tbody tr")].filter((tr) => !tr.hidden);
    return {
      rows: rows.map((tr) => tr.cells[0].textContent.trim()),
      fits: rows.every((tr) => tr.cells[0].closest("table").getBoundingClientRect().height > 0),
      widths: [...document.querySelectorAll(".review-table")].map((t, i) => (t.offsetParent ? `${i}: ${[...t.querySelectorAll("thead th")].map((th) => Math.round(th.getBoundingClientRect().width)).join()}` : "")).filter(Boolean),
      tools: document.querySelector(".review-tools").getBoundingClientRect().height,
      headings: [...document.querySelectorAll("article h2")].filter((h) => !h.hidden).length,
    };
  });
  const all = await state();
  if (all.rows.length < 20) note(name, `only ${all.rows.length} items`);

  const words = async (label) => pick(label).locator("option").evaluateAll((list) => list.map((o) => o.value).filter(Boolean));
  for (const label of ["For", "Status"]) {
    for (const word of await words(label)) {
      await pick(label).selectOption(word);
      const now = await state();
      if (now.rows.length === 0 || now.rows.length >= all.rows.length) note(name, `${label} ${word} shows ${now.rows.length} of ${all.rows.length} items`);
      if (now.tools !== all.tools) note(name, `${label} ${word} changes the height of the filters`);
      if (now.widths.some((w) => !all.widths.includes(w))) note(name, `${label} ${word} changes the widths of columns`);
      if (now.headings !== now.widths.length) note(name, `${label} ${word} leaves ${now.headings} headings over ${now.widths.length} tables`);
    }
    await pick(label).selectOption("");
  }
  if ((await state()).rows.join() !== all.rows.join()) note(name, "not all items come back");

  // What is read stays in its place: in the middle of the page, an item that is shown before and after.
  const open = page.locator(".review-table tbody tr", { has: page.locator(".review-answer") });
  const asked = await open.count();
  if (asked === 0) note(name, "no item asks a person");
  const middle = open.nth(Math.floor(asked / 2));
  await middle.evaluate((tr) => scrollTo({ top: tr.getBoundingClientRect().top + scrollY - document.querySelector(".review-tools").getBoundingClientRect().height - 90, behavior: "instant" }));
  const top = () => middle.evaluate((tr) => tr.getBoundingClientRect().top);
  const before = await top();
  await pick("Status").selectOption("needs a person");
  if (Math.abs((await top()) - before) > 2) note(name, `what is read moves by ${Math.round((await top()) - before)} px when others are hidden`);
  await pick("Status").selectOption("");
  if (Math.abs((await top()) - before) > 2) note(name, `what is read moves by ${Math.round((await top()) - before)} px when others come back`);

  // Answers.
  const id = (await middle.locator("td, th").first().textContent()).trim();
  const hostile = `"></textarea><img src=x onerror=alert(1)> ünï`;
  await middle.locator("select").selectOption("no");
  await middle.locator("textarea").fill(hostile);
  const [download] = await Promise.all([page.waitForEvent("download"), tools.getByRole("button", { name: "Export answers" }).click()]);
  const exported = readFileSync(await download.path(), "utf8");
  const kept = JSON.parse(exported);
  if (kept.answers[id]?.answer !== "no" || kept.answers[id]?.note !== hostile || !kept.answers[id]?.fingerprint) note(name, `exported: ${exported.slice(0, 200)}`);
  await page.reload({ waitUntil: "load" });
  const answer = async () => [await middle.locator("select").inputValue(), await middle.locator("textarea").inputValue()].join();
  if ((await answer()) !== `no,${hostile}`) note(name, `a reload forgets: ${await answer()}`);

  const file = tools.locator('input[type="file"]');
  const give = async (text) => {
    await file.setInputFiles({ name: "answers.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await page.waitForFunction(() => document.querySelector(".review-said").textContent !== "");
    const said = await page.locator(".review-said").textContent();
    await page.evaluate(() => { document.querySelector(".review-said").textContent = ""; });
    return said;
  };
  for (const bad of ["no JSON", "[]", "null", '{"tokenbook_answers": 1, "policy": "of somebody else", "answers": {}}']) {
    if (!(await give(bad)).startsWith("not imported")) note(name, `takes ${bad}`);
  }
  if ((await answer()) !== `no,${hostile}`) note(name, "a bad file changes answers");
  kept.answers[id] = { answer: "yes", note: "fine", fingerprint: "older" };
  kept.answers.__proto__ = { answer: "yes", note: "x", fingerprint: "x" };
  if ((await give(JSON.stringify(kept))) !== "imported") note(name, "does not take its own file");
  if ((await answer()) !== "yes,fine") note(name, `imported: ${await answer()}`);
  if (!(await middle.locator(".review-old").isVisible())) note(name, "an answer of before a change does not say so");
  await context.close();
  return `${all.rows.length} items, ${asked} for people`;
}
