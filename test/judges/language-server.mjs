// A small client of yaml-language-server over stdio, as an editor is one: opens texts, and asks.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../node_modules/yaml-language-server/bin/yaml-language-server", import.meta.url));

/** How long an answer may take, in milliseconds. */
const patience = 60_000;

export class LanguageServer {
  #child = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  #pending = new Map();
  #diagnostics = new Map();
  #waiting = [];
  #next = 1;
  #version = 1;
  #rest = Buffer.alloc(0);
  #settings;

  /** @param schema address of the schema, @param pattern files that it holds for */
  constructor(schema, pattern) {
    this.#settings = { yaml: { schemaStore: { enable: false }, schemas: { [schema]: pattern }, hover: true, completion: true, validate: true, customTags: [] } };
    this.#child.stdout.on("data", (data) => this.#read(data));
    this.#child.on("exit", (code) => {
      for (const { reject } of this.#pending.values()) reject(new Error(`the language server ended with ${code}`));
    });
  }

  async start() {
    await this.request("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      capabilities: { workspace: { configuration: true, didChangeConfiguration: {} }, textDocument: { hover: { contentFormat: ["markdown"] }, completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } }, publishDiagnostics: {} } },
    });
    this.#send({ method: "initialized", params: {} });
    this.#send({ method: "workspace/didChangeConfiguration", params: { settings: this.#settings } });
  }

  stop() {
    this.#child.kill();
  }

  request(method, params) {
    const id = this.#next++;
    this.#send({ id, method, params });
    return within(new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject })), method);
  }

  /**
   * Opens a text and returns what the server finds in it. The first batch comes before the schema is loaded and is empty,
   * so the answer to a question that needs the schema is awaited, then the batch that a change brings.
   */
  async open(uri, text) {
    this.#send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: this.#version++, text } } });
    await this.request("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 0 } });
    await this.request("textDocument/documentSymbol", { textDocument: { uri } });
    const batch = within(new Promise((resolve) => this.#waiting.push({ uri, resolve })), `diagnostics of ${uri}`);
    this.#send({ method: "textDocument/didChange", params: { textDocument: { uri, version: this.#version++ }, contentChanges: [{ text: `${text}\n` }] } });
    await batch;
    return this.#diagnostics.get(uri);
  }

  #send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#child.stdin.write(body);
  }

  #read(data) {
    this.#rest = Buffer.concat([this.#rest, data]);
    for (;;) {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#rest.subarray(0, end).toString())[1]);
      if (this.#rest.length < end + 4 + length) return;
      const message = JSON.parse(this.#rest.subarray(end + 4, end + 4 + length).toString());
      this.#rest = this.#rest.subarray(end + 4 + length);
      this.#handle(message);
    }
  }

  #handle(message) {
    if (message.method === "workspace/configuration") {
      const result = message.params.items.map(({ section }) => section.split(".").reduce((value, key) => value?.[key], this.#settings) ?? null);
      this.#send({ id: message.id, result });
    } else if (message.method === "textDocument/publishDiagnostics") {
      this.#diagnostics.set(message.params.uri, message.params.diagnostics);
      const ready = this.#waiting.filter((w) => w.uri === message.params.uri);
      this.#waiting = this.#waiting.filter((w) => w.uri !== message.params.uri);
      for (const { resolve } of ready) resolve();
    } else if (message.method && message.id !== undefined) {
      this.#send({ id: message.id, result: null });
    } else if (message.id !== undefined && this.#pending.has(message.id)) {
      const { resolve, reject } = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error) reject(new Error(message.error.message));
      else resolve(message.result);
    }
  }
}

function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`no answer: ${what}`)), patience)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
