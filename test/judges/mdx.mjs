// mdx.mjs FOLDER: compiles every page of a folder as Docusaurus would, with its own loader, and says what it cannot
// read, which links lead nowhere, and what would run: a page may hold line breaks, folded steps and call-outs, nothing else.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { shown, verdict } from "./summary.mjs";

const require = createRequire(import.meta.url);
const { compileToJSX } = require("@docusaurus/mdx-loader/lib/utils.js");
const { DEFAULT_PARSE_FRONT_MATTER } = require("@docusaurus/utils");

const folder = resolve(process.argv[2]);
const elements = new Set(["br", "details", "summary"]);
const callOuts = new Set(["note", "tip", "info", "warning", "danger"]);
const findings = [];
const ids = new Map(); // of every page
const anchors = []; // that links name
let page = "";
const note = (message, line = 0) => findings.push({ message, place: `${shown(page)}:${line}` });

// walk calls f with every node of a tree.
function walk(node, f) {
  f(node);
  for (const child of node.children ?? []) walk(child, f);
}

// written looks at a page before Docusaurus changes it.
const written = () => (tree) =>
  walk(tree, (node) => {
    const line = node.position?.start.line;
    if (node.type.startsWith("mdxJsx")) {
      if (!elements.has(node.name) || node.attributes.length > 0) note(`an element ${node.name}`, line);
    } else if (node.type.startsWith("mdx") || node.type === "html") {
      note(`${node.type}: ${node.value?.slice(0, 60)}`, line);
    } else if (node.type.endsWith("Directive") && !callOuts.has(node.name)) {
      note(`a directive ${node.name}`, line);
    } else if (node.type === "link" && node.url.includes("#") && !node.url.includes(":")) {
      const [file, id] = node.url.split("#");
      anchors.push({ from: page, line, to: resolve(dirname(page), file), id });
    }
  });

// finished looks at it once headings have their ids.
const finished = () => (tree) => walk(tree, (node) => node.type === "heading" && ids.get(page).add(node.data?.id));

const options = {
  siteDir: folder,
  staticDirs: [],
  admonitions: true,
  beforeDefaultRemarkPlugins: [written],
  remarkPlugins: [finished],
  rehypePlugins: [],
  removeContentTitle: false,
  markdownConfig: {
    format: "mdx",
    mermaid: false,
    emoji: true,
    mdx1Compat: { comments: true, admonitions: true, headingIds: true },
    anchors: { maintainCase: false },
    hooks: { onBrokenMarkdownLinks: "throw", onBrokenMarkdownImages: "throw" },
  },
  resolveMarkdownLink: ({ linkPathname, sourceFilePath }) => {
    const to = resolve(dirname(sourceFilePath), linkPathname);
    return existsSync(to) ? to : null;
  },
};
let pages = 0;
for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
  if (!name.endsWith(".md")) continue;
  pages++;
  page = join(folder, name);
  ids.set(page, new Set());
  const { content, frontMatter } = await DEFAULT_PARSE_FRONT_MATTER({ filePath: page, fileContent: readFileSync(page, "utf8") });
  if (!frontMatter.title || !frontMatter.description) note("no title or description");
  try {
    await compileToJSX({ filePath: page, fileContent: content, frontMatter, options, compilerName: "client" });
  } catch (error) {
    note((error.cause?.message ?? error.message).split("\n")[0], error.cause?.line);
  }
}
if (pages === 0) note("no pages");
for (const a of anchors) {
  page = a.from;
  if (!ids.get(a.to)?.has(a.id)) note(`a link to a heading that is not there: #${a.id}`, a.line);
}
console.log(`${pages} pages, ${anchors.length} links to headings`);
verdict(findings);
