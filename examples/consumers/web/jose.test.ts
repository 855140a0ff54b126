/** Keeps the promise that a message is believed only as what it is, signed with ES256 by the one key. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { localSigner, same, signed, thumbprint, verified } from "./jose.ts";

const key = localSigner("k");
const claims = { sub: "u_1" };

test("a message is believed as what it is", async () => {
  assert.deepEqual(verified(await signed(key, { typ: "JWT" }, claims), "JWT", key.publicKey), claims);
});

test("nothing else is believed", async () => {
  const good = await signed(key, { typ: "JWT" }, claims);
  const [header, body, signature] = good.split(".");
  const other = Buffer.from('{"sub":"u_2"}').toString("base64url");
  for (const [name, text] of Object.entries({
    "another algorithm": await signed(key, { typ: "JWT", alg: "HS256" }, claims),
    "no algorithm": await signed(key, { typ: "JWT", alg: "none" }, claims),
    "another type": await signed(key, { typ: "at+jwt" }, claims),
    "an extension that must be understood": await signed(key, { typ: "JWT", crit: ["b64"], b64: false }, claims),
    "another key": await signed(localSigner("k"), { typ: "JWT" }, claims),
    "other claims": `${header}.${other}.${signature}`,
    "no signature": `${header}.${body}.`,
    "zeros for a signature": `${header}.${body}.${Buffer.alloc(64).toString("base64url")}`,
    "a signature in DER": `${header}.${body}.${Buffer.from([0x30, 6, 2, 1, 1, 2, 1, 1]).toString("base64url")}`,
    "two parts": `${header}.${body}`,
    "four parts": `${good}.`,
    "claims that are a list": await signed(key, { typ: "JWT" }, [] as unknown as typeof claims),
    "no JSON": "e.e.e",
    "nothing": "",
  }))
    assert.equal(verified(text, "JWT", key.publicKey), undefined, name);
});

test("a key has the thumbprint of RFC 7638", () => {
  // RFC 9449, section 6.1, of the key in section 4.1.
  const published = { kty: "EC", crv: "P-256", x: "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs", y: "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA" } as const;
  assert.equal(thumbprint(published), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
});

test("secrets are compared whole", () => {
  assert.ok(same("abc", "abc"));
  for (const other of ["", "ab", "abd", "abcd"]) assert.ok(!same("abc", other));
});
