// scripts.mjs FOLDER FILE…: writes each script of an action of GitHub, or of a template for GitLab, as a file of its own.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

const [folder, ...files] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
let written = 0;
const write = (name, env, script) => {
  const variables = Object.keys(env ?? {}).map((v) => `export ${v}=""\n`).join("");
  writeFileSync(join(folder, `${String(++written).padStart(2, "0")}-${name.replaceAll(/\W+/g, "-")}.sh`), `#!/usr/bin/env bash\nset -eo pipefail\n${variables}${script}\n`);
};
for (const file of files) {
  const content = parse(readFileSync(file, "utf8"));
  for (const step of content.runs?.steps ?? []) if (step.run) write(`${basename(file)} ${step.name}`, step.env, step.run);
  for (const [name, job] of Object.entries(content)) {
    if (job?.script || job?.before_script) write(`${basename(file)} ${name}`, content.variables, [...(job.before_script ?? []), ...(job.script ?? [])].join("\n"));
  }
}
if (written < 2 * files.length) throw new Error(`only ${written} scripts in ${files.length} files`);
