// Each format of one policy's findings must tell of as many open findings as the JSON does, and of the same places.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...names] = process.argv.slice(2);
let wrong = 0;
const say = (text) => { wrong++; console.log(text); };

for (const name of names) {
  const read = (ending) => readFileSync(join(folder, name + ending), "utf8");
  const all = JSON.parse(read(".json"));
  const open = all.findings.filter((f) => !f.silenced && !f.known);
  const lines = open.map((f) => `${f.at.file}:${f.at.line}`).sort();
  const check = (format, places) => {
    if (places.sort().join("\n") !== lines.join("\n")) say(`${name}: ${format} has ${places.length} places, JSON ${lines.length}:\n${places.join("\n")}\n--\n${lines.join("\n")}`);
  };
  const run = JSON.parse(read(".sarif")).runs[0];
  check("SARIF", run.results.filter((r) => !r.suppressions && r.baselineState !== "unchanged").map((r) => {
    const at = r.locations[0].physicalLocation;
    return `${decodeURIComponent(at.artifactLocation.uri)}:${at.region.startLine}`;
  }));
  for (const r of run.results) {
    if (run.tool.driver.rules[r.ruleIndex].id !== r.ruleId) say(`${name}: SARIF's rule index leads to another rule than ${r.ruleId}`);
  }
  check("GitLab", JSON.parse(read(".gitlab.json")).map((i) => `${i.location.path}:${i.location.lines.begin}`));
  check("GitHub", [...read(".github").matchAll(/^::(?:error|warning|notice) file=([^,]*),line=(\d+)/gm)].map((m) => `${decodeURIComponent(m[1])}:${m[2]}`));
  check("text", [...read(".txt").matchAll(/^(\S+):(\d+):\d+: (?:error|warning|info): /gm)].map((m) => `${m[1]}:${m[2]}`));
  check("JUnit", [...read(".xml").matchAll(/<testcase name="\S+ ([^"]*?):(\d+):\d+"[^>]*>\s*<(?:failure|system-out)/g)].map((m) => `${m[1]}:${m[2]}`));
}
process.exit(wrong ? 1 : 0);
