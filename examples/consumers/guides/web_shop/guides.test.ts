/**
 * Keeps the promise that the worked examples on the shop's page do what that page says: one renewal for all callers, the
 * refresh token kept before the new one is used, tries again where that can help, and no second try of what may not be.
 */
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Refusal, Source } from "./backend.ts";
import { call } from "./page.ts";

/** What the network answers, in turn, and what was asked. */
class World {
  readonly asked: { readonly url: string; readonly init: RequestInit }[] = [];
  readonly nonces: string[] = [];
  kept = "r0";
  locked = 0;
  readonly source = new Source({
    load: async () => this.kept,
    save: async (token) => void (this.kept = token),
    locked: async (work) => (this.locked++, work()),
    authenticate: async (form) => form.set("client_id", "web_shop"),
    prove: async (_method, _address, nonce) => (this.nonces.push(nonce), "proof"),
  });

  constructor(...answers: (Response | Error)[]) {
    mock.restoreAll();
    mock.method(globalThis, "setTimeout", (work: () => void) => setImmediate(work));
    mock.method(globalThis, "fetch", async (url: string, init: RequestInit) => {
      this.asked.push({ url, init });
      const answer = answers.shift() ?? Response.json({ access_token: `t${this.asked.length}`, refresh_token: `r${this.asked.length}`, expires_in: 600 });
      if (answer instanceof Error) throw answer;
      return answer;
    });
  }
}

const refused = (status: number, error: string): Response => Response.json({ error }, { status, headers: { "DPoP-Nonce": "n" } });

test("one renewal for all, and its token is kept", async () => {
  const world = new World();
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 20 }, () => world.source.token()))), new Set(["t1"]));
  assert.deepEqual([world.asked.length, world.kept, world.locked], [1, "r1", 1]);
  assert.equal(String(world.asked[0]?.init.body), "grant_type=refresh_token&refresh_token=r0&client_id=web_shop");
});

test("tries again where that can help", async () => {
  for (const answer of [refused(503, "temporarily_unavailable"), new Response("<html>", { status: 502 }), new Error("down"), refused(400, "use_dpop_nonce")]) {
    const world = new World(answer);
    assert.equal(await world.source.token(), "t2");
    assert.deepEqual(world.nonces, ["", answer instanceof Response && answer.headers.has("DPoP-Nonce") ? "n" : ""]);
  }
});

test("says what to do", async () => {
  for (const [code, want] of [["invalid_grant", "reauthenticate"], ["no_such_code", ""]] as const) {
    const world = new World(refused(400, code));
    await assert.rejects(world.source.token(), (fault: unknown) => fault instanceof Refusal && fault.action === want);
    assert.equal(world.asked.length, 1);
  }
});

test("a refused token is renewed once", async () => {
  const world = new World();
  const first = await world.source.token();
  for (let i = 0; i < 3; i++) {
    assert.equal(world.source.refused(first, "invalid_token"), "refresh");
    assert.equal(await world.source.token(), "t2");
  }
});

test("the page repeats what may be repeated, and guards what changes something", async () => {
  const own = { signIn: (): never => { throw new Error("sign in"); }, protect: (headers: Headers) => headers.set("X-Acme-CSRF", "v") };
  const down = (): Response => new Response(null, { status: 503 });
  for (const [method, asked, guarded] of [["GET", 2, null], ["DELETE", 2, "v"], ["POST", 1, "v"]] as const) {
    const world = new World(down(), new Response("ok"));
    await call(own, "/api/orders", { method });
    assert.deepEqual(world.asked.map(({ init }) => new Headers(init.headers).get("X-Acme-CSRF")), Array.from({ length: asked }, () => guarded));
  }
  new World(new Response(null, { status: 401 }));
  await assert.rejects(call(own, "/api/orders"), /sign in/);
});
