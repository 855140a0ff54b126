/**
 * An authorization server and a storefront in this process, for tests. They obey the policy by its vectors: how long tokens
 * live and what each refusal looks like is read there, so that a test does not compare the generated module with itself.
 * Everything is checked that a server checks, since a client that sends too little must not pass.
 */
import { readFileSync } from "node:fs";

import { digest, localSigner, randomText, signed, thumbprint, unverified, verified, type Claims, type PublicKey } from "./jose.ts";

interface Case {
  readonly call: string;
  readonly cause?: string;
  readonly code?: string | null;
  readonly status?: number;
  readonly environment?: string;
  readonly client?: string;
  readonly token?: string;
  readonly endpoint?: string;
  readonly name?: string;
  readonly want?: unknown;
}

const policy = new URL("examples/acme/golden/", `file://${process.env["REPO"] ?? ""}/`);
const { cases } = JSON.parse(readFileSync(new URL("code/vectors.json", policy), "utf8")) as { readonly cases: readonly Case[] };

/** The resolved policy, for what is not among the generated constants. */
export const resolved = JSON.parse(readFileSync(new URL("policy.json", policy), "utf8")) as Record<string, unknown>;

const life = (token: string): number => Number(found({ call: "expected_expires_in", environment: "production", client: "web_shop", token }).want);
const endpoint = (name: string): string => String(found({ call: "endpoint", environment: "production", endpoint: name }).want);

function found(wanted: Partial<Case>): Case {
  const hit = cases.find((c) => Object.entries(wanted).every(([name, value]) => c[name as keyof Case] === value));
  if (hit === undefined) throw new Error(`the vectors have no case ${JSON.stringify(wanted)}`);
  return hit;
}

interface Family {
  current: string;
  previous: string;
  rotatedAt: number;
  answer: Claims;
  dead: boolean;
  readonly key: string;
}

const ISSUER = "https://id.acme.example";
const SERVICE = "https://storefront.acme.example";
const grace = 10_000; // tokens.refresh.rotation.previous.lifetime; a test holds it to the policy

/** One world: its clock, its servers, and what they have seen. */
export class World {
  now = Date.UTC(2026, 9, 1, 12);
  readonly assertionKey = localSigner("shop-1");
  readonly issuerKey = localSigner("prod-1");
  /** Every request, as METHOD address. */
  readonly seen: string[] = [];
  /** Every token that was handed out. */
  readonly secrets: string[] = [];
  readonly waits: number[] = [];
  /** What is done with the next requests to an address instead, in turn. */
  readonly faults: { readonly at: string; readonly answer: (real: () => Promise<Response>) => Promise<Response> }[] = [];
  /** Spoils the next ID token. */
  identity: Claims = {};
  acr: string | undefined;
  /** The name of the key that ID tokens are signed with. */
  kid = "prod-1";
  readonly #requests = new Map<string, URLSearchParams>();
  readonly #codes = new Map<string, { readonly form: URLSearchParams; readonly key: string; readonly at: number }>();
  readonly #families: Family[] = [];
  readonly #access = new Map<string, { readonly family: Family; readonly until: number }>();
  readonly #used = new Set<string>();
  #nonce = "n1";

  readonly clock = (): Date => new Date(this.now);
  readonly sleep = async (milliseconds: number): Promise<void> => void this.waits.push(milliseconds);

  /** How often an address was asked. */
  asked = (part: string): number => this.seen.filter((line) => line.includes(part)).length;

  /** How many families live. */
  get living(): number {
    return this.#families.filter(({ dead }) => !dead).length;
  }

  /** Kills every family, as a trigger does. */
  revokeAll(): void {
    for (const family of this.#families) family.dead = true;
  }

  /** Stands in for fetch. */
  readonly send = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const address = new URL(url);
    this.seen.push(`${init.method ?? "GET"} ${address.origin}${address.pathname}`);
    await new Promise((resolve) => setImmediate(resolve));
    const i = this.faults.findIndex(({ at }) => url.includes(at));
    const real = async (): Promise<Response> => this.#answer(address, init);
    return i < 0 ? real() : (this.faults.splice(i, 1)[0]?.answer(real) ?? real());
  };

  /** What a user's browser does at the sign-in page: it comes back with a code. */
  consent(location: string): URL {
    const query = new URL(location).searchParams;
    const form = this.#requests.get(query.get("request_uri") ?? "");
    if (!location.startsWith(`${endpoint("authorization")}?`) || form === undefined || [...query.keys()].join() !== "client_id,request_uri")
      throw new Error(`the browser was sent to ${location}`);
    this.#requests.delete(query.get("request_uri") ?? "");
    const code = this.#secret();
    this.#codes.set(code, { form, key: form.get("dpop_jkt") ?? "", at: this.now });
    const back = new URL(form.get("redirect_uri") ?? "");
    back.search = new URLSearchParams({ code, state: form.get("state") ?? "", iss: ISSUER }).toString();
    return back;
  }

  async #answer(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (url.href === endpoint("jwks")) return Response.json({ keys: [this.issuerKey.publicKey] });
    const token = /^DPoP (.+)$/.exec(headers.get("Authorization") ?? "")?.[1];
    const proof = this.#proof(headers.get("DPoP") ?? "", init.method ?? "GET", url, token);
    if (url.origin === SERVICE) return this.#serve(token ?? "", proof, url);
    const form = new URLSearchParams(String(init.body));
    if (!this.#authenticated(form)) return this.#refuse("client_auth_failed");
    if (url.href === endpoint("revocation")) {
      for (const family of this.#families) family.dead ||= family.current === form.get("token");
      return new Response(null, { status: 200 });
    }
    if (url.href === endpoint("pushed_authorization")) return this.#push(form);
    if (proof === "nonce") return this.#refuse("token_nonce_needed");
    if (proof === undefined) return this.#refuse("proof_invalid");
    if (url.href !== endpoint("token")) throw new Error(`nobody is at ${url.href}`);
    return form.get("grant_type") === "authorization_code" ? this.#redeem(form, proof) : this.#renew(form, proof);
  }

  #push(form: URLSearchParams): Response {
    const asked = ["state", "nonce", "code_challenge", "scope", "dpop_jkt"].every((name) => (form.get(name) ?? "").length >= 40);
    if (!asked || form.get("code_challenge_method") !== "S256" || form.get("response_type") !== "code" || form.get("redirect_uri") !== "https://shop.acme.example/auth/callback")
      return this.#refuse("pushed_authorization_invalid_request");
    const uri = `urn:ietf:params:oauth:request_uri:${randomText()}`;
    this.#requests.set(uri, form);
    return Response.json({ request_uri: uri, expires_in: 90 }, { status: 201 });
  }

  async #redeem(form: URLSearchParams, key: string): Promise<Response> {
    const found = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const good = found !== undefined && found.key === key && this.now - found.at < life("code") &&
      digest(form.get("code_verifier") ?? "") === found.form.get("code_challenge") && form.get("redirect_uri") === found.form.get("redirect_uri");
    if (!good) return this.#refuse("code_reused");
    const family: Family = { current: "", previous: "", rotatedAt: 0, answer: {}, dead: false, key };
    this.#families.push(family);
    const now = Math.floor(this.now / 1000);
    const identity = { iss: ISSUER, aud: "web_shop", sub: "u_1", iat: now, exp: now + life("id") / 1000, nonce: found.form.get("nonce"), acr: this.acr ?? found.form.get("acr_values"), ...this.identity };
    return this.#issue(family, { id_token: await signed(this.issuerKey, { typ: "JWT", kid: this.kid }, identity) });
  }

  #renew(form: URLSearchParams, key: string): Response {
    const token = form.get("refresh_token") ?? "";
    const family = this.#families.find((f) => f.current === token || f.previous.split(" ").includes(token));
    if (family === undefined || family.dead) return this.#refuse("refresh_revoked");
    if (family.key !== key) return this.#refuse("grant_of_another_key");
    if (family.current === token) return this.#issue(family, {});
    if (family.previous.split(" ").at(-1) === token && this.now - family.rotatedAt < grace) return Response.json(family.answer);
    family.dead = true;
    return this.#refuse("refresh_reused");
  }

  #issue(family: Family, more: Claims): Response {
    const access = this.#secret();
    this.#access.set(access, { family, until: this.now + life("access") });
    family.previous = `${family.previous} ${family.current}`.trim();
    [family.current, family.rotatedAt] = [this.#secret(), this.now];
    family.answer = { access_token: access, token_type: "DPoP", expires_in: life("access") / 1000, refresh_token: family.current, ...more };
    return Response.json(family.answer);
  }

  #serve(token: string, proof: string | undefined, url: URL): Response {
    const found = this.#access.get(token);
    if (proof === "nonce") return this.#refuse("resource_nonce_needed");
    if (found === undefined || found.family.key !== proof) return this.#refuse("binding_failed");
    if (this.now >= found.until) return this.#refuse("access_expired");
    if (found.family.dead) return this.#refuse("access_revoked");
    return Response.json({ path: url.pathname + url.search }, { headers: { "Set-Cookie": "tracking=1" } });
  }

  /** The thumbprint of the key that a request proves; "nonce" where it has to bring the server's nonce. */
  #proof(text: string, method: string, url: URL, token: string | undefined): string | undefined {
    const key = unverified(text)?.header["jwk"] as PublicKey | undefined;
    const claims = key === undefined ? undefined : verified(text, "dpop+jwt", key);
    const { htm, htu, jti, iat, ath, nonce } = claims ?? {};
    if (key === undefined || "d" in key || htm !== method || htu !== url.origin + url.pathname || typeof iat !== "number" || Math.abs(this.now / 1000 - iat) > 60) return undefined;
    if (typeof jti !== "string" || this.#used.has(jti) || ath !== (token === undefined ? undefined : digest(token))) return undefined;
    this.#used.add(jti);
    return nonce === this.#nonce ? thumbprint(key) : "nonce";
  }

  #authenticated(form: URLSearchParams): boolean {
    const claims = verified(form.get("client_assertion") ?? "", "client-authentication+jwt", this.assertionKey.publicKey);
    const { iss, sub, aud, jti, exp } = claims ?? {};
    const good = iss === "web_shop" && sub === "web_shop" && aud === ISSUER && typeof jti === "string" && !this.#used.has(jti) &&
      typeof exp === "number" && exp * 1000 > this.now && exp * 1000 <= this.now + life("client_assertion");
    if (good) this.#used.add(jti);
    return good;
  }

  /** What a refusal for a cause looks like. */
  #refuse(cause: string): Response {
    const { code, status } = found({ call: "cause", cause });
    const headers = { "DPoP-Nonce": this.#nonce, ...(code == null ? {} : { "WWW-Authenticate": `DPoP error="${code}"` }) };
    return Response.json({ error: code }, { status: status ?? 400, headers });
  }

  #secret(): string {
    const secret = randomText();
    this.secrets.push(secret);
    return secret;
  }
}

/** A refusal for a cause of the policy, for World.faults. */
export function refusal(cause: string, headers: Readonly<Record<string, string>> = {}): Response {
  const { code, status } = found({ call: "cause", cause });
  return Response.json(code == null ? {} : { error: code }, { status: status ?? 400, headers: { ...(code == null ? {} : { "WWW-Authenticate": `DPoP error="${code}"` }), ...headers } });
}
