// ajv.mjs policies SCHEMA FILE…   every file fits the schema
// ajv.mjs claims INSTANCES FILE…  every file is a schema that fits its own examples, below the folder INSTANCES, and
//                                 fits none of them without a claim that it requires
//
// Strict, so that a word no draft knows is an error; only the strictness that forbids common ways to write is off.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { shown, verdict } from "./summary.mjs";

const load = (file) => JSON.parse(readFileSync(file, "utf8"));
const findings = [];
const [mode, first, ...files] = process.argv.slice(2);

function compile(file) {
  const ajv = new Ajv2020.default({ allErrors: false, strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
  addFormats.default(ajv);
  const schema = load(file);
  ajv.addVocabulary([...new Set(JSON.stringify(schema).match(/(?<=")x-tokenbook-[a-z-]+(?=":)/g))]);
  try {
    return ajv.compile(schema);
  } catch (error) {
    findings.push({ message: `does not compile: ${error.message}`, place: shown(file) });
    return null;
  }
}

function complain(validate, place) {
  const errors = validate.errors.slice(0, 3).map((e) => `${e.instancePath || "/"} ${e.message}`);
  findings.push({ message: errors.join("; "), place });
}

if (mode === "policies") {
  const validate = compile(first);
  for (const file of validate ? files : []) if (!validate(load(file))) complain(validate, basename(file));
} else {
  let tried = 0;
  for (const file of files) {
    const validate = compile(file);
    if (!validate) continue;
    const required = load(file).required ?? [];
    const name = `${basename(dirname(dirname(file)))}_${basename(file, ".claims.json")}`;
    for (let i = 0; existsSync(join(first, `${name}.${i}.json`)); i++) {
      const example = load(join(first, `${name}.${i}.json`));
      tried++;
      if (!validate(example)) complain(validate, `${shown(file)} examples/${i}`);
      for (const claim of required) {
        const { [claim]: gone, ...rest } = example;
        if (gone !== undefined && validate(rest)) findings.push({ message: `an example without ${claim} still fits`, place: shown(file) });
      }
    }
  }
  console.log(`${files.length} schemas of claims, ${tried} examples`);
}
verdict(findings);
