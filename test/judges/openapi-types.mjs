// openapi-types.mjs FOLDER FILE…: writes the TypeScript types of every contract into the folder, as openapi-typescript
// makes them; the compiler judges them.
import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const [folder, ...files] = process.argv.slice(2);
for (const file of files) {
  const name = `${basename(dirname(dirname(file)))}_${basename(file, ".yaml")}`.replace(/[^A-Za-z0-9]/g, "_");
  const types = astToString(await openapiTS(pathToFileURL(file), { silent: true }));
  writeFileSync(join(folder, `${name}.ts`), types);
}
console.log(`${files.length} files of types`);
