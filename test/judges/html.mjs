// html.mjs REPORT STATUS: reads what the Nu checker or html-validate wrote as JSON and prints its errors, each message
// once. STATUS is what the program ended with: a failure that no finding explains is a finding.
import { readFileSync } from "node:fs";
import { shown, verdict } from "./summary.mjs";

const [file, status] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
let report;
try {
  report = JSON.parse(text);
} catch {
  console.log(text.slice(0, 5000));
  console.log("the judge wrote no report");
  process.exit(1);
}

const findings = Array.isArray(report) ? fromHTMLValidate(report) : fromNu(report);
if (status !== "0" && findings.length === 0) findings.push({ message: `exit status ${status} without a finding`, place: file });
verdict(findings);

function fromNu(report) {
  return report.messages
    .filter((m) => m.type === "error" || m.type === "non-document-error")
    .map((m) => ({ message: m.message, place: `${shown(m.url ?? "")}:${m.lastLine ?? 0}:${m.lastColumn ?? 0}` }));
}

function fromHTMLValidate(results) {
  return results.flatMap((file) =>
    file.messages.map((m) => ({ message: `${m.ruleId}: ${m.message}`, place: `${shown(file.filePath)}:${m.line}:${m.column}` })),
  );
}
