// mock.mjs PRISM CONTRACT…: a server made of each contract answers a request for each grant, each error and each status
// with what the contract documents, and refuses what the contract does not allow.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { shown, verdict } from "./summary.mjs";

const [prism, ...contracts] = process.argv.slice(2);
const findings = [];
const asked = { successes: 0, errors: 0, refusals: 0 };

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function serve(file) {
  const port = await freePort();
  const server = spawn(prism, ["mock", "-h", "127.0.0.1", "-p", String(port), file], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  await new Promise((resolve, reject) => {
    const read = (data) => {
      said += data;
      if (said.includes("is listening on")) resolve();
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.on("exit", () => reject(new Error(`prism does not serve ${file}: ${said}`)));
  });
  return { server, address: `http://127.0.0.1:${port}` };
}

async function judge(file) {
  const contract = parse(readFileSync(file, "utf8"));
  const look = (node) => (node?.$ref ? look(node.$ref.slice(2).split("/").reduce((at, key) => at[key.replaceAll("~1", "/").replaceAll("~0", "~")], contract)) : node);
  const samples = (node) => (node?.examples ? Object.entries(node.examples).map(([name, e]) => [name, look(e).value]) : node?.example === undefined ? [] : [["", node.example]]);
  const { server, address } = await serve(file);
  try {
    for (const [path, item] of Object.entries(contract.paths)) {
      for (const method of ["get", "post", "put", "patch", "delete"]) {
        if (item[method]) await judgeOperation(path, method, item[method], item.parameters ?? []);
      }
    }
  } finally {
    server.removeAllListeners("exit");
    server.kill();
  }

  async function judgeOperation(path, method, operation, shared) {
    const note = (message) => findings.push({ message, place: `${shown(file)}: ${method} ${path}` });
    const request = plain(path, method, operation, shared);
    const [type, content] = Object.entries(look(operation.requestBody)?.content ?? {})[0] ?? [];
    const bodies = content ? samples(content) : [];
    if (content && bodies.length === 0) note("the request has no example");
    const first = { type, body: bodies[0]?.[1] };

    for (const [status, reference] of Object.entries(operation.responses)) {
      if (!/^\d{3}$/.test(status)) continue;
      const response = look(reference);
      const media = Object.entries(response.content ?? {})[0];
      const answers = media ? samples(media[1]) : [];
      if (media && answers.length === 0 && look(media[1].schema)?.type === "object") note(`${status} has a body and no example`);
      const success = status < 400;
      // Each grant once, with the answer of its name; then whatever examples are left.
      for (const [name, body] of bodies) {
        if (success) await expect(note, request, { type, body }, status, response, answers.find(([n]) => n === name) ?? answers[0]);
      }
      const rest = success ? answers.filter(([name]) => !bodies.some(([n]) => n === name)) : answers;
      for (const answer of rest) await expect(note, request, first, status, response, answer);
      if (bodies.length + rest.length === 0 || (!success && answers.length === 0)) await expect(note, request, first, status, response);
    }
    await refused(note, request, operation, type, bodies);
  }

  /** The parts of a request that parameters and security ask for, with the contract's own values. */
  function plain(path, method, operation, shared) {
    const query = new URLSearchParams();
    const headers = { Accept: "application/json, application/problem+json, application/xml;q=0.9, */*;q=0.8" };
    for (const parameter of [...shared, ...(operation.parameters ?? [])].map(look)) {
      const value = samples(parameter)[0]?.[1] ?? parameter.schema?.enum?.[0];
      if (value === undefined) {
        if (parameter.required) findings.push({ message: `the parameter ${parameter.name} has no example`, place: `${shown(file)}: ${path}` });
        continue;
      }
      if (parameter.in === "query") for (const one of [value].flat()) query.append(parameter.name, one);
      if (parameter.in === "header") headers[parameter.name] = String(value);
      if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    }
    const needed = Object.keys((operation.security ?? contract.security ?? [])[0] ?? {});
    for (const scheme of needed.map((name) => look(contract.components.securitySchemes[name]))) {
      if (scheme.type === "http") headers.Authorization = scheme.scheme.toLowerCase() === "basic" ? "Basic czZCaGRSa3F0Mzpub3Qtc2VjcmV0" : `${scheme.scheme[0].toUpperCase()}${scheme.scheme.slice(1)} token`;
      if (["oauth2", "openIdConnect"].includes(scheme.type)) headers.Authorization = "Bearer token";
      if (scheme.type === "apiKey" && scheme.in === "header") headers[scheme.name] = "token";
      if (scheme.type === "apiKey" && scheme.in === "query") query.append(scheme.name, "token");
      if (scheme.type === "apiKey" && scheme.in === "cookie") headers.Cookie = `${scheme.name}=token`;
    }
    return { url: `${address}${path}${query.size > 0 ? `?${query}` : ""}`, method: method.toUpperCase(), headers };
  }

  async function send(request, { type, body }, prefer) {
    const headers = { ...request.headers };
    if (prefer) headers.Prefer = prefer;
    let sent;
    if (type && body !== undefined) {
      headers["Content-Type"] = type;
      sent = type === "application/x-www-form-urlencoded" ? form(body) : typeof body === "string" ? body : JSON.stringify(body);
    }
    return fetch(request.url, { method: request.method, headers, body: sent, redirect: "manual" });
  }

  async function expect(note, request, sent, status, response, answer) {
    const named = answer?.[0] ? `, example=${answer[0]}` : "";
    const what = `${status}${answer?.[0] ? ` ${answer[0]}` : ""}`;
    asked[status < 400 ? "successes" : "errors"]++;
    const got = await send(request, sent, `code=${status}${named}`);
    const text = await got.text();
    if (got.status !== Number(status)) return note(`${what}: the answer is ${got.status} ${text.slice(0, 200)}`);
    // Prism says here what is not as the contract wants it, in its own answer too. It knows few security schemes, and a
    // header of which the contract has no value it makes up, or leaves out where it made a zero.
    const open = Object.keys(response.headers ?? {}).filter((name) => samples(look(response.headers[name])).length === 0).map((name) => name.toLowerCase());
    const violations = JSON.parse(got.headers.get("sl-violations") ?? "[]").filter(
      (v) => !/do not support this type of security scheme/.test(v.message) && !(v.location[0] === "response" && open.some((name) => v.message.includes(`'${name}'`))),
    );
    if (violations.length > 0) note(`${what}: this is not as the contract wants it: ${JSON.stringify(violations).slice(0, 300)}`);
    if (answer) {
      const json = /json/.test(got.headers.get("content-type") ?? "");
      if (!isDeepStrictEqual(json ? JSON.parse(text) : text, answer[1])) note(`${what}: the body is not the documented one: ${text.slice(0, 200)}`);
    }
    for (const [name, reference] of Object.entries(response.headers ?? {})) {
      const header = look(reference);
      const value = got.headers.get(name);
      const values = samples(header).map(([, v]) => String(v));
      const silent = header.schema?.enum || /does not specify/.test(header.description);
      if (header.required && value === null && !silent) note(`${what}: no header ${name}`);
      if (values.length > 0 && value !== null && !values.includes(value)) note(`${what}: ${name} is ${value}, not ${values.join(" or ")}`);
      if (values.length === 0 && !silent && header.required) note(`${what}: the header ${name} has no sample value`);
    }
  }

  // What the contract does not allow: no body where one is needed, a grant that it does not know.
  async function refused(note, request, operation, type, bodies) {
    const wrong = [];
    if (look(operation.requestBody)?.required) wrong.push(["no body", {}]);
    if (bodies[0]?.[1]?.grant_type) wrong.push(["an unknown grant type", { type, body: { ...bodies[0][1], grant_type: "unheard_of" } }]);
    for (const [what, sent] of wrong) {
      asked.refusals++;
      const got = await send(request, sent);
      if (got.status < 400 || got.status >= 500) note(`${what} is answered with ${got.status}`);
      else if (!operation.responses[got.status] && !operation.responses["4XX"] && !operation.responses.default) note(`${what} is answered with ${got.status}, which the contract does not have`);
    }
  }
}

function form(values) {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) out.append(name, one);
  return out.toString();
}

for (const contract of contracts) await judge(contract);
console.log(`${contracts.length} servers; ${asked.successes} successes, ${asked.errors} errors, ${asked.refusals} refusals`);
verdict(findings);
