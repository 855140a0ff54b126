// editor.mjs SCHEMA FILE…: what somebody who writes a policy meets in an editor with yaml-language-server and the
// published schema. FILEs are policies without a fault; the first is also written into, so it has tokens.access.lifetime.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { LanguageServer } from "./language-server.mjs";
import { verdict } from "./summary.mjs";

const [schemaFile, ...files] = process.argv.slice(2).map((f) => resolve(f));
const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
const findings = [];
const expect = (ok, message, place) => ok || findings.push({ message, place });

const server = new LanguageServer(pathToFileURL(schemaFile).href, "*.yaml");
let number = 0;
// Without the line that names the schema: it leads there from the file's own folder, and the server is told anyway.
const fresh = () => pathToFileURL(`/policies/${number++}/policy.yaml`).href;
const open = async (text) => {
  const uri = fresh();
  return { uri, found: await server.open(uri, text.replace(/^# yaml-language-server:.*\n/, "")) };
};

/** The position behind a text. */
function behind(text, part) {
  const before = text.slice(0, text.indexOf(part) + part.length).split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
}

async function labels(text, part) {
  const { uri } = await open(text);
  const answer = await server.request("textDocument/completion", { textDocument: { uri }, position: behind(text, part) });
  return (answer?.items ?? answer ?? []).map((item) => item.label);
}

try {
  await server.start();
  for (const file of files) {
    const { found } = await open(readFileSync(file, "utf8"));
    for (const d of found) findings.push({ message: `a policy without fault: ${d.message}`, place: `${file.split("/").slice(-2).join("/")}:${d.range.start.line + 1}` });
  }

  const policy = readFileSync(files[0], "utf8").replace(/^# yaml-language-server:.*\n/, "");
  const line = policy.split("\n").find((l) => /^ {4}lifetime: /.test(l));

  const typo = await open(policy.replace(line, line.replace("lifetime", "lifetme")));
  expect(typo.found.length === 1, `a mistyped setting gives ${typo.found.length} findings: ${typo.found.map((d) => d.message).join(" | ")}`, "typo");
  expect(typo.found.some((d) => d.message.includes("lifetme")), "no finding names the mistyped setting", "typo");

  const wrong = await open(policy.replace(line, "    lifetime: 10 minutes"));
  expect(wrong.found.length >= 1, "a lifetime that is none gives no finding", "value");

  const settings = await labels(policy.replace(line, "    li"), "\n    li");
  expect(settings.includes("lifetime"), `completion of a token's setting offers ${settings.slice(0, 8).join(", ") || "nothing"}, not lifetime`, "completion");
  const words = await labels(policy.replace(/type: access_token/, "type: "), "    type: ");
  expect(words.includes("access_token") && words.includes("refresh_token"), `completion of a token's type offers ${words.slice(0, 8).join(", ") || "nothing"}`, "completion");

  const { uri } = await open(policy);
  const hover = await server.request("textDocument/hover", { textDocument: { uri }, position: behind(policy, "\n    lifeti") });
  const said = typeof hover?.contents === "string" ? hover.contents : (hover?.contents?.value ?? "");
  const meant = schema.$defs["Token.long"].properties.lifetime.description;
  // The server escapes what would be Markdown.
  expect(said.replaceAll("\\", "").replace(/\s+/g, " ").includes(meant.replace(/\s+/g, " ")), `hover over lifetime says ${JSON.stringify(said.slice(0, 200))}, not ${JSON.stringify(meant)}`, "hover");
} catch (error) {
  findings.push({ message: error.message, place: "session" });
} finally {
  server.stop();
}
console.log(`${files.length} policies opened`);
verdict(findings);
