// diagrams.mjs FILE…: every .mmd is a diagram to mermaid; every .svg is well-formed, draws something, and holds nothing
// that runs or loads: no script, no handler, no foreign content, no reference but to itself.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { shown, verdict } from "./summary.mjs";

const findings = [];
const note = (file, message) => findings.push({ message, place: shown(file) });

// mermaid wants a browser's globals even for parsing.
const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
const mermaid = (await import("mermaid")).default;

async function judgeMermaid(file) {
  try {
    const { diagramType } = await mermaid.parse(readFileSync(file, "utf8"));
    if (!["sequence", "stateDiagram", "state", "flowchart-v2"].includes(diagramType)) note(file, `mermaid reads this as ${diagramType}`);
  } catch (error) {
    note(file, String(error.message).split("\n").slice(0, 4).join(" | "));
  }
}

const banned = new Set(["script", "foreignObject", "iframe", "image", "a", "animate", "set", "audio", "video", "feImage"].map((n) => n.toLowerCase()));

function judgeSVG(file) {
  let root;
  try {
    root = new window.DOMParser().parseFromString(readFileSync(file, "utf8"), "image/svg+xml").documentElement;
  } catch (error) {
    return note(file, `not well-formed: ${error.message}`);
  }
  if (root.localName !== "svg" || root.namespaceURI !== "http://www.w3.org/2000/svg") return note(file, `the root is ${root.nodeName}, not an svg of its namespace`);
  let drawn = 0;
  for (const element of [root, ...root.querySelectorAll("*")]) {
    const name = element.localName.toLowerCase();
    if (["path", "rect", "circle", "text", "line", "polygon"].includes(name)) drawn++;
    if (banned.has(name)) note(file, `<${element.localName}>`);
    if (name === "style") judgeStyle(file, element.textContent);
    for (const { name: attribute, value } of element.attributes) {
      if (/^on/i.test(attribute)) note(file, `handler ${attribute}`);
      if (/(^|:)href$|^src$/i.test(attribute) && !value.startsWith("#")) note(file, `${attribute} leads out: ${value.slice(0, 60)}`);
      if (attribute === "style" || /url\(/i.test(value)) judgeStyle(file, value);
    }
  }
  if (drawn === 0) note(file, "draws nothing");
}

// Fonts are carried inside as data; everything else that a style loads would leave the file.
function judgeStyle(file, css) {
  if (/@import/i.test(css)) note(file, "@import in a style");
  for (const [, target] of css.matchAll(/url\(\s*["']?([^"')]{0,60})/gi)) {
    if (!target.startsWith("#") && !/^data:(font|application\/font)/.test(target)) note(file, `a style loads ${target}`);
  }
}

let mermaids = 0;
let pictures = 0;
for (const file of process.argv.slice(2)) {
  if (file.endsWith(".mmd")) {
    mermaids++;
    await judgeMermaid(file);
  } else {
    pictures++;
    judgeSVG(file);
  }
}
console.log(`${mermaids} mermaid diagrams, ${pictures} pictures`);
verdict(findings);
