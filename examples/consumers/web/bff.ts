/**
 * The backend of a page (a "backend for frontend"): it signs users in with the authorization code grant and PKCE, keeps
 * their tokens, and calls the storefront for the page. The browser holds one cookie, which names a record here. All
 * numbers, addresses and decisions come from the generated module.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

import * as acme from "../../acme/golden/code/typescript/index.ts";
import { digest, randomText, same } from "./jose.ts";
import { AuthorizationServer, passes, Refusal, retryAfter, type Backend } from "./server.ts";
import { Sessions, type Session, type Store } from "./sessions.ts";
import { clearedCookie, cookies, SESSION_COOKIE, setCookie, SIGN_IN_COOKIE } from "./cookies.ts";

/** What is logged: names of the policy and nothing of a user or a token. */
export type Log = (event: acme.Event | "started", facts: Readonly<Record<string, string>>) => void;

/** What the backend needs beside the policy. */
export interface Options extends Backend {
  /** Where the page is served, such as https://shop.acme.example. */
  readonly origin: string;
  /** The service that the page calls. */
  readonly service: acme.ResourceServer;
  readonly store: Store;
  readonly log: Log;
}

/** A sign-in that has begun in some browser. */
interface SignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly acr: string;
  readonly returnTo: string;
  readonly startedAt: Date;
}

const signInWithin = 10 * 60_000; // how long people may take at the sign-in page; the policy leaves it to us
const mostSignIns = 10_000; // that wait for their browsers to come back
const largestBody = 1 << 20;
const passedOn = ["accept", "accept-language", "content-type", "idempotency-key"];
const safeMethods = ["GET", "HEAD"];
const methods = [...safeMethods, "POST", "PUT", "PATCH", "DELETE"];

/** Answers requests of browsers. */
export class Bff {
  readonly #own: Options;
  readonly #server: AuthorizationServer;
  readonly #sessions: Sessions;
  readonly #audience: string;
  readonly #signIns = new Map<string, SignIn>();

  constructor(own: Options) {
    this.#own = own;
    this.#server = new AuthorizationServer(own);
    this.#sessions = new Sessions(own.client, own.environment, this.#server, own.store, own.now);
    const audience = acme.lookupResourceServer(own.service, own.environment)?.audience;
    if (audience === undefined) throw new Error(`the policy has no ${own.service} in ${own.environment}`);
    this.#audience = audience;
    own.log("started", { policy: acme.policyId, version: acme.policyVersion, hash: acme.policyHash });
  }

  /** Answers one request; it is a listener for node:http. */
  readonly handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    try {
      await this.#route(request, response);
    } catch (fault) {
      if (!(fault instanceof Refusal)) this.#own.log(acme.Event.oauthTokenIssueFailed, { fault: fault instanceof Error ? fault.name : "unknown" });
      this.#refuse(response, fault instanceof Refusal ? fault : new Refusal("server_error", acme.Action.backoff));
    }
  };

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(this.#own.origin);
    const [path = "", query = ""] = (request.url ?? "").split(/\?(.*)/s);
    [url.pathname, url.search] = [path, query];
    const method = request.method ?? "";
    switch (`${method} ${url.pathname}`) {
      case "GET /auth/sign-in":
        return this.#signIn(url.searchParams, response);
      case "GET /auth/callback":
        return this.#callback(url.searchParams, request, response);
      case "GET /auth/session": {
        const session = await this.#sessions.find(keyOf(request));
        return answer(response, 200, session === undefined ? { signedIn: false } : { signedIn: true, csrf: session.csrf });
      }
      case "POST /auth/sign-out":
        return this.#signOut(request, response);
    }
    if (!url.pathname.startsWith("/api/")) return answer(response, 404, { error: "not_found", action: acme.Action.fixRequest });
    if (!methods.includes(method)) return answer(response, 405, { error: "method_not_allowed", action: acme.Action.fixRequest });
    return this.#call(method, url, request, response);
  }

  /** Begins a sign-in: everything about it is pushed to the server, so that the browser carries a reference alone. */
  async #signIn(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const now = this.#own.now();
    for (const [id, { startedAt }] of this.#signIns) {
      if (now.getTime() - startedAt.getTime() < signInWithin && this.#signIns.size < mostSignIns) break; // the oldest stand first
      this.#signIns.delete(id);
    }
    const wanted = query.get("acr_values") ?? "";
    const acr = Object.values<string>(acme.AcrValue).includes(wanted) ? wanted : "";
    const started: SignIn = { state: randomText(), nonce: randomText(), verifier: randomText(), acr, returnTo: this.#inside(query.get("return")), startedAt: now };
    const address = await this.#server.authorize({
      response_type: "code", redirect_uri: this.#redirectUri(), scope: (acme.lookupClient(this.#own.client)?.scopes ?? []).join(" "), state: started.state,
      nonce: started.nonce, code_challenge: digest(started.verifier), code_challenge_method: "S256", ...(acr === "" ? {} : { acr_values: acr }),
    });
    const id = randomText();
    this.#signIns.set(digest(id), started);
    response.setHeader("Set-Cookie", setCookie(SIGN_IN_COOKIE, id, signInWithin));
    redirect(response, address);
  }

  /** Ends a sign-in in the browser that began it. */
  async #callback(query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = digest(cookies(request).get(SIGN_IN_COOKIE.name) ?? "");
    const started = this.#signIns.get(id);
    this.#signIns.delete(id);
    response.setHeader("Set-Cookie", clearedCookie(SIGN_IN_COOKIE));
    const [state, issuer, code, error] = ["state", "iss", "code", "error"].map((name) => one(query, name));
    const late = started === undefined || this.#own.now().getTime() - started.startedAt.getTime() >= signInWithin;
    // Another browser's code, or another server's (RFC 9207): neither is redeemed, nor is its error believed.
    if (late || !same(state ?? "", started.state) || issuer !== this.#server.issuer) throw new Refusal("invalid_request", acme.Action.reauthenticate);
    if (error !== undefined) {
      this.#own.log(acme.Event.oauthAuthorizationDenied, {});
      throw new Refusal(error, acme.decideErrorFor(this.#own.client, error, acme.Surface.authorization));
    }
    if (code === undefined) throw new Refusal("invalid_request", acme.Action.reauthenticate);
    const tokens = await this.#server.redeem(code, started.verifier, this.#redirectUri());
    const identity = await this.#server.identity(tokens.idToken ?? "", started.nonce);
    if (started.acr !== "" && identity["acr"] !== started.acr) throw new Refusal("unmet_authentication_requirements", acme.Action.stop);
    const before = keyOf(request);
    if (before !== "") await this.#sessions.end(before);
    const session = randomText(); // a new one at each sign-in, so that nobody can have planted it
    await this.#sessions.start(digest(session), String(identity["sub"]), randomText(), tokens);
    response.setHeader("Set-Cookie", [clearedCookie(SIGN_IN_COOKIE), setCookie(SESSION_COOKIE, session, this.#sessions.life.absolute)]);
    this.#own.log(acme.Event.oauthSessionCreated, {});
    redirect(response, started.returnTo);
  }

  async #signOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const key = keyOf(request);
    const session = await this.#sessions.find(key);
    if (session !== undefined) {
      if (!this.#protected(request, session)) return forged(response);
      await this.#sessions.end(key);
      this.#own.log(acme.Event.oauthSessionEnded, {});
    }
    response.setHeader("Set-Cookie", clearedCookie(SESSION_COOKIE));
    response.setHeader("Clear-Site-Data", '"cache", "storage"');
    answer(response, 200, { next: this.#server.signOutAddress() });
  }

  /** Makes the page's call with the user's token and does what the policy says about a refusal. */
  async #call(method: string, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const key = keyOf(request);
    const found = await this.#sessions.find(key);
    if (found === undefined) throw new Refusal("", acme.Action.reauthenticate);
    if (!safeMethods.includes(method) && !this.#protected(request, found)) return forged(response);
    const body = await bodyOf(request);
    if (body === undefined) return answer(response, 413, { error: "content_too_large", action: acme.Action.fixRequest });
    const target = new URL(this.#audience);
    [target.pathname, target.search] = [url.pathname.slice("/api".length), url.search];
    let session = await this.#sessions.fresh(key, found);
    for (let refreshes = 0, nonces = 0; ; ) {
      const upstream = await this.#send(method, target.href, request, body, session);
      if (upstream.ok) return pass(upstream, response);
      const { code, challenge } = challengeOf(upstream);
      const busy = upstream.status === 429 || upstream.status >= 500 ? acme.Action.backoff : undefined;
      const action = code === "" ? busy : acme.decideErrorFor(this.#own.client, code, acme.Surface.resource);
      if (action === acme.Action.useNonce && nonces++ === 0) continue;
      if (action === acme.Action.refresh && refreshes++ < acme.refreshesPerRequest) {
        session = await this.#sessions.renewed(key, session.tokens.access);
        continue;
      }
      if (action === undefined) return pass(upstream, response);
      if (action === acme.Action.stepUp) this.#own.log(acme.Event.oauthStepUpRequired, {});
      const acr = /\bacr_values="([^"\\]*)"/.exec(challenge)?.[1];
      // A page that is told 401 signs in; that does not help here.
      return answer(response, upstream.status === 401 ? 403 : upstream.status, { error: code, action, ...(acr === undefined ? {} : { acr_values: acr }) }, retryAfter(upstream));
    }
  }

  async #send(method: string, url: string, request: IncomingMessage, body: Buffer, session: Session): Promise<Response> {
    const headers = new Headers({ Authorization: `DPoP ${session.tokens.access}`, DPoP: await this.#server.prove(method, url, session.tokens.access) });
    for (const name of passedOn) {
      const value = request.headers[name];
      if (typeof value === "string") headers.set(name, value);
    }
    try {
      const upstream = await this.#own.send(url, {
        method, headers, redirect: "error", signal: AbortSignal.timeout(acme.requestTimeoutMs), ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
      });
      this.#server.noteNonce(url, upstream);
      return upstream;
    } catch {
      throw new Refusal("", acme.Action.backoff);
    }
  }

  /** Whether a request that changes something comes from our own page: its Origin and the value of its session say so. */
  #protected(request: IncomingMessage, session: Session): boolean {
    const value = request.headers[CSRF_HEADER];
    return request.headers.origin === this.#own.origin && typeof value === "string" && same(value, session.csrf);
  }

  /** An address on our own site, whole, so that no path can name another host. */
  #inside(wanted: string | null): string {
    const url = URL.canParse(wanted ?? "/", this.#own.origin) ? new URL(wanted ?? "/", this.#own.origin) : undefined;
    return url?.origin === this.#own.origin ? url.href : `${this.#own.origin}/`;
  }

  #redirectUri(): string {
    return `${this.#own.origin}/auth/callback`;
  }

  #refuse(response: ServerResponse, { code, action, retryAfterMs }: Refusal): void {
    const status = action === acme.Action.reauthenticate ? 401 : action === acme.Action.stop ? 403 : passes(action) ? 503 : 502;
    answer(response, status, { error: code, action }, retryAfterMs);
  }
}

/** The header that carries the session's value, as node has its name. */
export const CSRF_HEADER = "x-acme-csrf";

/** Under what a browser's session is kept; the cookie itself is nowhere. */
function keyOf(request: IncomingMessage): string {
  const id = cookies(request).get(SESSION_COOKIE.name);
  return id === undefined ? "" : digest(id);
}

/** A parameter that is given once (RFC 6749, section 3.1). */
function one(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

/** The code of a refusal, from its challenge (RFC 6750, section 3). */
function challengeOf(upstream: Response): { readonly code: string; readonly challenge: string } {
  const challenge = upstream.headers.get("WWW-Authenticate") ?? "";
  return { code: /\berror="([^"\\]*)"/.exec(challenge)?.[1] ?? "", challenge };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= largestBody) parts.push(part);
  }
  return size > largestBody ? undefined : Buffer.concat(parts);
}

/** Hands on what the service said, without any of its headers that speak of tokens or cookies. */
async function pass(upstream: Response, response: ServerResponse): Promise<void> {
  response.statusCode = upstream.status;
  response.setHeader("Content-Type", upstream.headers.get("Content-Type") ?? "application/octet-stream");
  response.end(Buffer.from(await upstream.arrayBuffer()));
}

function answer(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>, retryAfterMs = 0): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json");
  if (retryAfterMs > 0) response.setHeader("Retry-After", Math.ceil(retryAfterMs / 1000));
  response.end(JSON.stringify(body));
}

function redirect(response: ServerResponse, address: string): void {
  response.statusCode = 303;
  response.setHeader("Location", address);
  response.end();
}

const forged = (response: ServerResponse): void => answer(response, 403, { error: "forged", action: acme.Action.stop });
