// asyncapi.mjs FILE…: every file is an AsyncAPI document of which the reference parser has nothing to say; every message of
// whose body the policy says something has an example, and every example is what its message allows.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";
import { shown, verdict } from "./summary.mjs";

const findings = [];
const parser = new Parser();
let messages = 0;
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await parser.parse(readFileSync(file, "utf8"), { source: file });
  for (const d of diagnostics) {
    if (d.code === "asyncapi-latest-version") continue; // 3.0 is what most programs read
    findings.push({ message: `${d.code}: ${d.message}`, place: `${shown(file)}:${d.range.start.line + 1} ${d.path.join(".")}` });
  }
  for (const message of document?.allMessages() ?? []) {
    messages++;
    const silent = /does not specify/.test(message.payload()?.description() ?? "");
    if (message.examples().isEmpty() && !silent) findings.push({ message: "a message without an example", place: `${shown(file)}: ${message.id()}` });
  }
}
console.log(`${messages} messages`);
verdict(findings);
