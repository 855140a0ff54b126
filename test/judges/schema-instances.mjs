// schema-instances.mjs FOLDER FILE…: writes as JSON, into the folder, what the schemas are to be tried on: policies
// (.yaml, read as YAML 1.2 with merge keys, where a date is text; judges that read YAML themselves make times of dates), and of each schema of
// claims (.claims.json) its examples, as BUILD_TOKEN.NUMBER.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";

const [folder, ...files] = process.argv.slice(2);
mkdirSync(join(folder, "policies"), { recursive: true });
mkdirSync(join(folder, "claims"), { recursive: true });
const write = (kind, name, value) => writeFileSync(join(folder, kind, `${name}.json`), JSON.stringify(value, null, 1));
for (const file of files) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".yaml")) {
    write("policies", `${basename(dirname(file))}_${basename(file, ".yaml")}`, parse(text, { merge: true }));
    continue;
  }
  const name = `${basename(dirname(dirname(file)))}_${basename(file, ".claims.json")}`;
  (JSON.parse(text).examples ?? []).forEach((example, i) => write("claims", `${name}.${i}`, example));
}
