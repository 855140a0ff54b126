// swagger-parser.mjs FILE…: every file is an OpenAPI document whose references all lead somewhere.
import SwaggerParser from "@apidevtools/swagger-parser";
import { shown, verdict } from "./summary.mjs";

const findings = [];
for (const file of process.argv.slice(2)) {
  try {
    await SwaggerParser.validate(file, { resolve: { http: false } });
  } catch (error) {
    findings.push({ message: error.message, place: shown(file) });
  }
}
verdict(findings);
