/**
 * Keeps the promises of the page: it stores nothing and knows no token, guards what changes something, waits as the policy
 * says, sends twice only what may be sent twice, and leaves for the sign-in once.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Action, backoff, retryAttempts } from "../../acme/golden/code/typescript/index.ts";
import { Backend, CallError } from "./spa.ts";

/** A page whose backend gives prepared answers. */
class Desk {
  readonly calls: { readonly path: string; readonly init: RequestInit }[] = [];
  readonly left: string[] = [];
  readonly waits: number[] = [];
  readonly answers: (Response | Error)[];
  readonly backend = new Backend({
    fetch: async (input, init = {}) => {
      const path = String(input);
      this.calls.push({ path, init });
      if (path === "/auth/session") return Response.json({ signedIn: true, csrf: "value" });
      const next = this.answers.shift() ?? Response.json({ ok: true });
      if (next instanceof Error) throw next;
      return next;
    },
    leave: (address) => void this.left.push(address),
    here: () => "/orders?page=2",
    sleep: async (milliseconds) => void this.waits.push(milliseconds),
  });

  constructor(...answers: (Response | Error)[]) {
    this.answers = answers;
  }

  get sent(): number {
    return this.calls.filter(({ path }) => path.startsWith("/api/")).length;
  }
}

const says = (status: number, action: Action, more: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json({ error: "some_code", action, ...more }, { status, headers });

test("nothing is stored", () => {
  const text = readFileSync(new URL(`file://${process.env["REPO"] ?? ""}/examples/consumers/web/spa.ts`), "utf8");
  assert.doesNotMatch(text, /localStorage|sessionStorage|indexedDB|document\.cookie|access_token|refresh_token/);
});

test("a request that changes something carries the value of the session, asked for once", async () => {
  const desk = new Desk();
  await Promise.all([desk.backend.call("/orders", { method: "post", body: "{}" }), desk.backend.call("/cart", { method: "DELETE" }), desk.backend.call("/orders")]);
  assert.equal(desk.calls.filter(({ path }) => path === "/auth/session").length, 1);
  for (const { path, init } of desk.calls) {
    assert.equal(init.credentials, "same-origin");
    if (path !== "/auth/session") assert.equal(new Headers(init.headers).get("X-Acme-CSRF"), init.method === "GET" ? null : "value");
  }
});

test("waits keep to the policy, for what may be sent twice", async () => {
  const down = (): Response => says(503, Action.backoff);
  const desk = new Desk(down(), new Error("network"), down());
  assert.equal((await desk.backend.call("/orders")).status, 200);
  desk.waits.forEach((wait, i) => assert.ok(wait <= (backoff(i + 1)?.longestMs ?? -1)));
  assert.equal(desk.waits.length, 3);
  for (const [init, sent] of [[{ method: "GET" }, 1 + retryAttempts], [{ method: "POST" }, 1], [{ method: "POST", headers: { "Idempotency-Key": "1" } }, 1 + retryAttempts]] as const) {
    const refused = new Desk(...Array.from({ length: 10 }, down));
    await assert.rejects(refused.backend.call("/orders", init), (fault: unknown) => fault instanceof CallError && fault.action === Action.backoff);
    assert.equal(refused.sent, sent, JSON.stringify(init));
  }
});

test("Retry-After outranks the computed wait, up to the policy's longest", async () => {
  const desk = new Desk(says(429, Action.backoff, {}, { "Retry-After": "4" }), says(429, Action.backoff, {}, { "Retry-After": "3600" }));
  await assert.rejects(desk.backend.call("/orders"), CallError);
  assert.deepEqual(desk.waits, [4000]);
});

test("the page leaves once, and comes back to where the user was", async () => {
  const desk = new Desk(says(401, Action.reauthenticate), says(401, Action.reauthenticate));
  const results = await Promise.allSettled([desk.backend.call("/orders"), desk.backend.call("/cart")]);
  assert.ok(results.every(({ status }) => status === "rejected"));
  assert.deepEqual(desk.left, ["/auth/sign-in?return=%2Forders%3Fpage%3D2"]);
});

test("a stronger sign-in is asked for as the service wants it", async () => {
  const desk = new Desk(says(403, Action.stepUp, { acr_values: "urn:acme:acr:2" }));
  await assert.rejects(desk.backend.call("/orders", { method: "POST" }), CallError);
  assert.deepEqual(desk.left, ["/auth/sign-in?return=%2Forders%3Fpage%3D2&acr_values=urn%3Aacme%3Aacr%3A2"]);
});

test("every action has an end: the page neither loops nor keeps silent", async () => {
  for (const action of Object.values(Action)) {
    const desk = new Desk(...Array.from({ length: 10 }, () => says(403, action)));
    await assert.rejects(desk.backend.call("/orders"), (fault: unknown) => fault instanceof CallError && fault.action === action && fault.code === "some_code");
    assert.ok(desk.sent <= 1 + retryAttempts && desk.left.length <= 1, action);
  }
});

test("answers of the service itself are handed on", async () => {
  const desk = new Desk(new Response("no such order", { status: 404 }), Response.json({ action: "no_such_action" }, { status: 409 }));
  assert.equal(await (await desk.backend.call("/orders/9")).text(), "no such order");
  assert.equal((await desk.backend.call("/orders/9")).status, 409);
});

test("signing out goes where the backend says", async () => {
  const desk = new Desk(Response.json({ next: "https://id.acme.example/oauth2/logout" }));
  await desk.backend.signOut();
  assert.deepEqual(desk.left, ["https://id.acme.example/oauth2/logout"]);
});
