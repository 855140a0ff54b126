// swift.mjs FILE…: whether files are Swift by its grammar, where no compiler could be had. Types and names are not looked at.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve("tree-sitter-wasms/out/tree-sitter-swift.wasm")));

let faults = 0;
for (const file of process.argv.slice(2)) {
  const look = (node) => {
    if (node.isError || node.isMissing) {
      faults++;
      const what = node.isMissing ? `${node.type} is missing` : `not Swift: ${JSON.stringify(node.text.slice(0, 80))}`;
      console.log(`${file}:${node.startPosition.row + 1}:${node.startPosition.column + 1}: ${what}`);
    } else if (node.hasError) {
      for (const child of node.children) look(child);
    }
  };
  look(parser.parse(readFileSync(file, "utf8")).rootNode);
}
if (process.argv.length < 3) {
  console.log("no files");
  faults++;
}
process.exitCode = faults === 0 ? 0 : 1;
