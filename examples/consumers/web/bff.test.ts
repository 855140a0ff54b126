/**
 * Keeps the promises of the backend: a sign-in ends only in the browser and at the server that began it; no token reaches
 * the browser or a log; forged requests change nothing; one renewal at a time for all instances, before the token ends;
 * and each refusal leads to what the policy says.
 */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, test } from "node:test";

import * as acme from "../../acme/golden/code/typescript/index.ts";
import { Bff, type Options } from "./bff.ts";
import { localSigner } from "./jose.ts";
import { AuthorizationServer, Refusal } from "./server.ts";
import { MemoryStore, Sessions } from "./sessions.ts";
import { refusal, resolved, World } from "./world.ts";

const origin = "https://shop.acme.example";
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A browser with its cookies, which follows no redirects, and what was logged. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly bodies: string[] = [];
  #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(this.#base + path, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.bodies.push([...response.headers.entries()].join("\n"), await response.clone().text());
    return response;
  }

  async signIn(world: World): Promise<Response> {
    const back = world.consent((await this.ask("/auth/sign-in?return=/orders")).headers.get("Location") ?? "");
    return this.ask(back.pathname + back.search);
  }

  /** Headers of a request from our own page. */
  async own(): Promise<Record<string, string>> {
    const { csrf } = (await (await this.ask("/auth/session")).json()) as { readonly csrf: string };
    return { Origin: origin, "X-Acme-CSRF": csrf };
  }
}

class Setting {
  readonly world = new World();
  readonly store = new MemoryStore();
  readonly logged: string[] = [];
  readonly options: Options = {
    client: acme.Client.webShop, environment: acme.Environment.production, service: acme.ResourceServer.storefront, origin, store: this.store,
    assertionKey: this.world.assertionKey, proofKey: localSigner(), send: this.world.send, now: this.world.clock, sleep: this.world.sleep,
    log: (event, facts) => this.logged.push(JSON.stringify([event, facts])),
  };

  /** The address of one more instance of the backend. */
  async instance(): Promise<string> {
    const server = createServer(new Bff(this.options).handle);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async signedIn(): Promise<Browser> {
    const browser = new Browser(await this.instance());
    assert.equal((await browser.signIn(this.world)).status, 303);
    return browser;
  }

  /** Moves the clock on. */
  pass(milliseconds: number): void {
    this.world.now += milliseconds;
  }
}

const LIFE = 600_000;
const action = async (response: Response): Promise<unknown> => ((await response.json()) as { readonly action?: unknown }).action;

test("what the policy says of cookies is what is set", async () => {
  const setting = new Setting();
  const browser = new Browser(await setting.instance());
  const callback = await browser.signIn(setting.world);
  const settings = resolved["settings"] as { readonly clients: { readonly web_shop: { readonly cookie: Record<string, unknown>; readonly csrf: string } } };
  const { cookie, csrf } = settings.clients.web_shop;
  assert.deepEqual(cookie, { name: "__Host-acme_session", secure: true, http_only: true, same_site: "strict", path: "/", domain: "none", max_age: "1d", holds: "opaque_id" });
  assert.match(csrf, /X-Acme-CSRF .* Origin/);
  const [cleared, set] = callback.headers.getSetCookie();
  assert.match(set ?? "", /^__Host-acme_session=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=86400$/);
  assert.equal(cleared, "__Host-acme_sign_in=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
  assert.equal(callback.headers.get("Location"), `${origin}/orders`);
  assert.equal(callback.headers.get("Cache-Control"), "no-store");
});

test("the browser and the log see no token", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  assert.deepEqual(await (await browser.ask("/api/orders?page=2")).json(), { path: "/orders?page=2" });
  setting.pass(LIFE);
  await browser.ask("/api/orders");
  setting.world.faults.push({ at: "storefront", answer: async () => Promise.reject(new Error(`cannot send ${setting.world.secrets.join()}`)) });
  await browser.ask("/api/orders");
  await browser.ask("/auth/sign-out", { method: "POST", headers: await browser.own() });
  const [code = "", ...tokens] = setting.world.secrets;
  assert.equal(tokens.length, 4);
  const shown = [...browser.bodies, ...setting.logged].join("\n");
  for (const token of tokens) assert.ok(!shown.includes(token));
  assert.ok(!setting.logged.join().includes(code));
  assert.ok(!shown.includes("tracking"), "cookies of the service are not handed on");
  assert.ok(setting.logged[0]?.includes(acme.policyHash));
});

test("a sign-in ends only where it began", async (t) => {
  const spoiled: Readonly<Record<string, (back: URL, browser: Browser, setting: Setting) => void>> = {
    "another state": (back) => back.searchParams.set("state", "x"),
    "no state": (back) => back.searchParams.delete("state"),
    "another issuer (RFC 9207)": (back) => back.searchParams.set("iss", "https://id.staging.acme.example"),
    "no issuer": (back) => back.searchParams.delete("iss"),
    "two codes": (back) => back.searchParams.append("code", "x"),
    "another browser": (_, browser) => browser.cookies.clear(),
    "another sign-in of this browser": (_, browser) => browser.cookies.set("__Host-acme_sign_in", "x"),
    "late": (_, _browser, setting) => setting.pass(10 * 60_000),
  };
  for (const [name, spoil] of Object.entries(spoiled))
    await t.test(name, async () => {
      const setting = new Setting();
      const browser = new Browser(await setting.instance());
      const back = setting.world.consent((await browser.ask("/auth/sign-in")).headers.get("Location") ?? "");
      spoil(back, browser, setting);
      assert.equal((await browser.ask(back.pathname + back.search)).status, 401);
      assert.equal(setting.world.asked("/oauth2/token"), 0);
      assert.ok(!browser.cookies.has("__Host-acme_session"));
    });
});

test("a callback works once", async () => {
  const setting = new Setting();
  const browser = new Browser(await setting.instance());
  const back = setting.world.consent((await browser.ask("/auth/sign-in")).headers.get("Location") ?? "");
  const cookie = browser.cookies.get("__Host-acme_sign_in") ?? "";
  assert.equal((await browser.ask(back.pathname + back.search)).status, 303);
  const asked = setting.world.asked("/oauth2/token");
  browser.cookies.set("__Host-acme_sign_in", cookie);
  assert.equal((await browser.ask(back.pathname + back.search)).status, 401);
  assert.equal(setting.world.asked("/oauth2/token"), asked);
});

test("keys are kept as long as the policy says, and an unknown one is not asked for at will", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  const asked = async (milliseconds: number): Promise<number> => {
    setting.pass(milliseconds);
    await browser.signIn(setting.world);
    return setting.world.asked("jwks");
  };
  assert.equal(await asked(acme.jwksCacheMs - 1), 1);
  assert.equal(await asked(1), 2);
  setting.world.kid = "prod-2";
  assert.equal(await asked(acme.jwksMinIntervalMs - 1), 2);
  assert.equal(await asked(1), 3);
});

test("a server that always wants another nonce is asked twice", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  setting.pass(LIFE);
  const before = setting.world.asked("/oauth2/token");
  for (let i = 0; i < 9; i++) setting.world.faults.push({ at: "/oauth2/token", answer: async () => refusal("token_nonce_needed") });
  assert.equal(await action(await browser.ask("/api/orders")), "use_nonce");
  assert.equal(setting.world.asked("/oauth2/token"), before + 2);
});

test("a session that has ended is not renewed", async () => {
  const { options, store, world } = new Setting();
  const sessions = new Sessions(options.client, options.environment, new AuthorizationServer(options), store, world.clock);
  await assert.rejects(sessions.renewed("ended", ""), (fault: unknown) => fault instanceof Refusal && fault.action === acme.Action.reauthenticate);
  assert.equal(world.seen.length, 0);
});

test("an ID token of another sign-in, issuer, client or time opens no session", async (t) => {
  const hour = 3600;
  for (const claims of [{ nonce: "x" }, { nonce: undefined }, { iss: "https://x.example" }, { aud: "mobile" }, { aud: ["web_shop", "mobile"] }, { exp: 1 }, { exp: undefined },
    { iat: Date.UTC(2026, 9, 1, 12) / 1000 + hour }, { sub: undefined }])
    await t.test(JSON.stringify(claims), async () => {
      const setting = new Setting();
      setting.world.identity = claims;
      const browser = new Browser(await setting.instance());
      assert.equal((await browser.signIn(setting.world)).status, 403);
      assert.ok(!browser.cookies.has("__Host-acme_session"));
    });
});

test("a code is not sent twice when the answer is lost", async () => {
  const setting = new Setting();
  setting.world.faults.push({ at: "/oauth2/token", answer: async () => refusal("token_nonce_needed") }, { at: "/oauth2/token", answer: async (real) => real().then(() => Promise.reject(new Error("lost"))) });
  const browser = new Browser(await setting.instance());
  assert.equal((await browser.signIn(setting.world)).status, 503);
  assert.equal(setting.world.asked("/oauth2/token"), 2);
});

test("a sign-in leads back to our own site alone", async () => {
  for (const [wanted, want] of [["/orders?a=b", "/orders?a=b"], ["https://x.example/", "/"], ["//x.example/", "/"], ["/\\x.example", "/"], ["/.//x.example", "//x.example"], ["javascript:alert(1)", "/"]] as const) {
    const setting = new Setting();
    const browser = new Browser(await setting.instance());
    const back = setting.world.consent((await browser.ask(`/auth/sign-in?return=${encodeURIComponent(wanted)}`)).headers.get("Location") ?? "");
    assert.equal((await browser.ask(back.pathname + back.search)).headers.get("Location"), origin + want, wanted);
  }
});

test("a sign-in makes a new session and ends the old one", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  const before = browser.cookies.get("__Host-acme_session") ?? "";
  await browser.signIn(setting.world);
  assert.notEqual(browser.cookies.get("__Host-acme_session"), before);
  assert.equal(setting.world.asked("/oauth2/revoke"), 1);
  browser.cookies.set("__Host-acme_session", before);
  assert.equal((await browser.ask("/api/orders")).status, 401);
});

test("forged requests change nothing", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  const good = await browser.own();
  for (const headers of [{}, { Origin: origin }, { ...good, Origin: "https://x.example" }, { ...good, Origin: "null" }, { ...good, "X-Acme-CSRF": "x" }, { "X-Acme-CSRF": good["X-Acme-CSRF"] ?? "" }])
    for (const [method, path] of [["POST", "/api/orders"], ["DELETE", "/api/orders/1"], ["POST", "/auth/sign-out"]])
      assert.equal((await browser.ask(path ?? "", { method: method ?? "", headers })).status, 403, JSON.stringify(headers));
  assert.equal(setting.world.asked("storefront"), 0);
  assert.equal((await browser.ask("/api/orders", { method: "POST", headers: good, body: "{}" })).status, 200);
  assert.equal(setting.world.asked("POST https://storefront.acme.example/orders"), 2, "once to learn the nonce");
});

test("a path does not leave the service", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  await browser.ask("/api//x.example/orders");
  await browser.ask("/api/%2e%2e/auth/session");
  for (const line of setting.world.seen) assert.match(line, /https:\/\/(id|storefront)\.acme\.example\//);
  assert.equal((await browser.ask("/api/orders", { method: "TRACE" }).catch(() => new Response(null, { status: 405 }))).status, 405);
});

test("a token is renewed before its end, in the background, by one request for all instances", async () => {
  const setting = new Setting();
  const browsers = [await setting.signedIn(), new Browser(await setting.instance())];
  for (const [name, value] of browsers[0]?.cookies ?? []) browsers[1]?.cookies.set(name, value);
  const all = async (): Promise<void> => {
    const answers = await Promise.all(Array.from({ length: 20 }, async (_, i) => browsers[i % 2]?.ask("/api/orders")));
    for (const answer of answers) assert.equal(answer?.status, 200);
  };
  const before = setting.world.asked("/oauth2/token");
  const ahead = Math.max(LIFE * acme.refreshRemainingShare, acme.refreshAtLeastMs);
  setting.pass(LIFE - ahead * (1 + acme.refreshJitterShare) - 1);
  await all();
  assert.equal(setting.world.asked("/oauth2/token"), before, "too early");
  setting.pass(ahead * acme.refreshJitterShare + 1);
  await all();
  assert.equal(setting.world.asked("/oauth2/token"), before + 1, "in the background");
  setting.pass(LIFE);
  await all();
  assert.equal(setting.world.asked("/oauth2/token"), before + 2, "at the end");
});

test("the old token is used while the server is down, and waits keep to the policy", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  setting.pass(LIFE - 1000);
  for (let i = 0; i <= acme.retryAttempts; i++) setting.world.faults.push({ at: "/oauth2/token", answer: async () => refusal("temporarily_unavailable") });
  assert.equal((await browser.ask("/api/orders")).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(setting.world.waits.length, acme.retryAttempts);
  setting.world.waits.forEach((wait, i) => assert.ok(wait <= (acme.backoff(i + 1)?.longestMs ?? -1), `wait ${i + 1} is ${wait}`));
  setting.pass(1000);
  for (let i = 0; i <= acme.retryAttempts; i++) setting.world.faults.push({ at: "/oauth2/token", answer: async () => Promise.reject(new Error("down")) });
  const down = await browser.ask("/api/orders");
  assert.deepEqual([down.status, await action(down)], [503, "backoff"]);
  assert.equal((await browser.ask("/api/orders")).status, 200, "and the session lives on");
});

test("Retry-After is kept, and a long one is handed on", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  setting.pass(LIFE);
  setting.world.faults.push({ at: "/oauth2/token", answer: async () => refusal("temporarily_unavailable", { "Retry-After": "3" }) });
  assert.equal((await browser.ask("/api/orders")).status, 200);
  assert.deepEqual(setting.world.waits, [3000]);
  setting.pass(LIFE);
  setting.world.faults.push({ at: "/oauth2/token", answer: async () => refusal("temporarily_unavailable", { "Retry-After": "600" }) });
  assert.equal((await browser.ask("/api/orders")).headers.get("Retry-After"), "600");
  assert.equal(setting.world.waits.length, 1);
});

test("a lost answer to a renewal is asked for again, and the family lives", async () => {
  const { settings } = resolved as { readonly settings: { readonly tokens: { readonly refresh: { readonly rotation: { readonly previous: unknown } } } } };
  assert.deepEqual(settings.tokens.refresh.rotation.previous, { lifetime: "10s", generations: 1, answers: "same_response" });
  const setting = new Setting();
  const browser = await setting.signedIn();
  for (let i = 0; i < 3; i++) {
    setting.pass(LIFE);
    setting.world.faults.push({ at: "/oauth2/token", answer: async (real) => real().then(() => Promise.reject(new Error("lost"))) });
    assert.equal((await browser.ask("/api/orders")).status, 200);
  }
});

test("a refusal leads to what the policy says", async (t) => {
  for (const [cause, at, status, want] of [
    ["refresh_reused", "/oauth2/token", 401, "reauthenticate"],
    ["client_auth_failed", "/oauth2/token", 502, "operator"],
    ["too_many_requests", "storefront", 429, "backoff"],
    ["resource_server_error", "storefront", 500, "backoff"],
    ["step_up_needed", "storefront", 403, "step_up"],
    ["scope_missing", "storefront", 403, "request_scope"],
    ["binding_failed", "storefront", 403, "refresh"],
  ] as const)
    await t.test(cause, async () => {
      const setting = new Setting();
      const browser = await setting.signedIn();
      await browser.ask("/api/orders");
      setting.pass(LIFE);
      for (let i = 0; i < 2; i++) setting.world.faults.push({ at, answer: async () => refusal(cause, { "Content-Type": "application/json" }) });
      const answer = await browser.ask("/api/orders");
      assert.deepEqual([answer.status, await action(answer)], [status, want]);
      assert.equal((await browser.ask("/auth/session").then((r) => r.json() as Promise<{ signedIn: boolean }>)).signedIn, want !== "reauthenticate");
    });
});

test("a token that is refused early is renewed once, and a dead family ends the session", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  await browser.ask("/api/orders");
  setting.world.faults.push({ at: "storefront", answer: async () => refusal("access_expired") });
  assert.equal((await browser.ask("/api/orders")).status, 200);
  setting.world.revokeAll();
  const answer = await browser.ask("/api/orders");
  assert.deepEqual([answer.status, await action(answer)], [401, "reauthenticate"]);
});

test("stepping up asks for what the service wants, and believes only a sign-in that has it", async () => {
  const setting = new Setting();
  const browser = new Browser(await setting.instance());
  const begin = async (): Promise<URL> => setting.world.consent((await browser.ask(`/auth/sign-in?acr_values=${encodeURIComponent(acme.AcrValue.phishingResistant)}`)).headers.get("Location") ?? "");
  setting.world.acr = acme.AcrValue.oneFactor;
  const weak = await begin();
  assert.equal((await browser.ask(weak.pathname + weak.search)).status, 403);
  setting.world.acr = undefined;
  const strong = await begin();
  assert.equal((await browser.ask(strong.pathname + strong.search)).status, 303);
});

test("signing out ends the family, even while a renewal is under way", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  const headers = await browser.own();
  setting.pass(LIFE - 1);
  const [, out] = await Promise.all([browser.ask("/api/orders"), browser.ask("/auth/sign-out", { method: "POST", headers })]);
  assert.equal(out.headers.get("Clear-Site-Data"), '"cache", "storage"');
  assert.equal(((await out.json()) as { next: string }).next, "https://id.acme.example/oauth2/logout?client_id=web_shop");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await browser.ask("/api/orders")).status, 401);
  assert.equal(setting.world.living, 0);
});

test("a session ends without use and in any case", async () => {
  const setting = new Setting();
  const idle = await setting.signedIn();
  setting.pass(3600_000 - 1);
  assert.equal((await idle.ask("/api/orders")).status, 200);
  setting.pass(3600_000);
  assert.equal((await idle.ask("/api/orders")).status, 401);
  const long = await setting.signedIn();
  for (let hour = 0; hour < 47; hour++) {
    setting.pass(1800_000);
    assert.equal((await long.ask("/api/orders")).status, 200, `after ${hour} half hours`);
  }
  setting.pass(1800_000);
  assert.equal((await long.ask("/api/orders")).status, 401);
});

test("too much is refused before it is sent on", async () => {
  const setting = new Setting();
  const browser = await setting.signedIn();
  const answer = await browser.ask("/api/orders", { method: "POST", headers: await browser.own(), body: "x".repeat((1 << 20) + 1) });
  assert.equal(answer.status, 413);
  assert.equal(setting.world.asked("storefront"), 0);
});
