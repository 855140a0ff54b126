// Compares what the data formats of a policy say with its JSON: data.mjs FOLDER FORMAT FILE, where FILE holds JSON that
// another program read out of the format, or is the format itself for YAML. "env" takes two listings of variables, as a
// shell and as Node read them.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";

const [folder, format, file, other] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

if (format === "env") {
  const seen = JSON.parse(readFileSync(other, "utf8"));
  const names = text.split("\n").map((line) => /^(\w+)=/.exec(line)?.[1]).filter(Boolean);
  if (names.length < 5) throw new Error("there are no variables");
  for (const [shell, node] of [[seen.shell, seen.node]]) {
    for (const name of names) {
      if (shell[name] === undefined || shell[name] !== node[name]) throw new Error(`${name}: a shell reads ${shell[name]}, Node ${node[name]}`);
    }
  }
  process.exit(0);
}

const want = JSON.parse(readFileSync(`${folder}/json/policy.json`, "utf8"));
let got = format === "yaml" || format === "helm" ? parse(text) : JSON.parse(text);
if (format === "helm") got = got.tokenPolicy;
if (format === "rego") got = Object.values(got)[0];
const differs = (a, b, path) => {
  if (isDeepStrictEqual(a, b)) return;
  if (a && b && typeof a === "object" && typeof b === "object" && !Array.isArray(a)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) differs(a[key], b[key], `${path}.${key}`);
    return;
  }
  throw new Error(`${format}${path}: ${JSON.stringify(b)}, and the JSON has ${JSON.stringify(a)}`);
};
differs(want, got, "");
