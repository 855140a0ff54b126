/**
 * What a backend asks of the authorization server: pushed requests, codes and refresh tokens against tokens, revocation,
 * and the keys of ID tokens. Each request is signed by the client and proves its DPoP key; each refusal becomes what the
 * policy says to do about it.
 */
import * as acme from "../../acme/golden/code/typescript/index.ts";
import { digest, randomText, signed, thumbprint, unverified, verified, type Claims, type PublicKey, type Signer } from "./jose.ts";

/** Tokens of one user, with the moments between which the access token works. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly idToken?: string;
}

/** A refusal, with what the policy has the client do about it. Its text holds no token. */
export class Refusal extends Error {
  readonly code: string;
  readonly action: acme.Action;
  readonly retryAfterMs: number;

  constructor(code: string, action: acme.Action, retryAfterMs = 0) {
    super(`${code === "" ? "no answer that can be read" : code}: ${action}`);
    this.name = "Refusal";
    this.code = code;
    this.action = action;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Sends one request; the global fetch is one. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** What a backend brings along. */
export interface Backend {
  readonly client: acme.Client;
  readonly environment: acme.Environment;
  /** Signs client assertions (RFC 7523). */
  readonly assertionKey: Signer;
  /** Signs DPoP proofs (RFC 9449); tokens are bound to it. */
  readonly proofKey: Signer;
  readonly send: Send;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Talks to the authorization server of one environment. */
export class AuthorizationServer {
  readonly issuer: string;
  readonly #own: Backend;
  readonly #nonces = new Map<string, string>();
  #keys: { readonly all: readonly PublicKey[]; readonly at: number } | undefined;

  constructor(own: Backend) {
    this.#own = own;
    const { issuer } = acme.environments[own.environment];
    this.issuer = acme.issuers[issuer].url;
  }

  /** Pushes an authorization request (RFC 9126), bound to the DPoP key, and gives the address to which the browser is sent. */
  async authorize(form: Readonly<Record<string, string>>): Promise<string> {
    const { body } = await this.#post(acme.Endpoint.pushedAuthorization, acme.Surface.pushedAuthorization, {
      ...form, client_id: this.#own.client, dpop_jkt: thumbprint(this.#own.proofKey.publicKey),
    }, true);
    const address = new URL(this.#address(acme.Endpoint.authorization));
    address.search = new URLSearchParams({ client_id: this.#own.client, request_uri: text(body["request_uri"]) }).toString();
    return address.href;
  }

  /** Trades a code. It is not sent twice: a second use ends everything that came of the first. */
  async redeem(code: string, verifier: string, redirectUri: string): Promise<Tokens> {
    return this.#tokens({ grant_type: acme.GrantType.authorizationCode, code, code_verifier: verifier, redirect_uri: redirectUri }, false);
  }

  /** Renews. It may be sent again: the policy has the server give the same answer for a while. */
  async refresh(token: string): Promise<Tokens> {
    return this.#tokens({ grant_type: acme.GrantType.refreshToken, refresh_token: token }, true);
  }

  /** Ends a refresh token and all that came of it (RFC 7009). */
  async revoke(token: string): Promise<void> {
    await this.#post(acme.Endpoint.revocation, acme.Surface.revocation, { token, token_type_hint: "refresh_token" }, true);
  }

  /** The claims of an ID token that this issuer made for this client and this sign-in (OpenID Connect Core 1.0, 3.1.3.7). */
  async identity(token: string, nonce: string): Promise<Claims> {
    const kid = unverified(token)?.header["kid"];
    const key = typeof kid === "string" ? await this.#key(kid) : undefined;
    const claims = key === undefined ? undefined : verified(token, "JWT", key);
    const now = this.#own.now();
    const { iss, aud, exp, iat, sub } = claims ?? {};
    const audience = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
    if (claims === undefined || iss !== this.issuer || audience !== this.#own.client || claims["nonce"] !== nonce ||
      typeof exp !== "number" || acme.isExpired(now, new Date(exp * 1000)) ||
      typeof iat !== "number" || acme.isNotYetValid(now, new Date(iat * 1000)) || typeof sub !== "string")
      throw new Refusal("id_token", acme.Action.stop);
    return claims;
  }

  /** A proof for one request (RFC 9449, section 4.2), with the nonce that its server gave last. */
  async prove(method: string, url: string, access?: string): Promise<string> {
    const address = new URL(url);
    const nonce = this.#nonces.get(address.origin);
    const { kty, crv, x, y } = this.#own.proofKey.publicKey;
    return signed(this.#own.proofKey, { typ: "dpop+jwt", jwk: { kty, crv, x, y } }, {
      htm: method, htu: address.origin + address.pathname, jti: randomText(), iat: this.#seconds(),
      ...(access === undefined ? {} : { ath: digest(access) }), ...(nonce === undefined ? {} : { nonce }),
    });
  }

  /** Remembers the nonce that an answer brings for the next proof. */
  noteNonce(url: string, response: Response): void {
    const nonce = response.headers.get("DPoP-Nonce");
    if (nonce !== null) this.#nonces.set(new URL(url).origin, nonce);
  }

  /** The address at which the user's session at the authorization server ends. */
  signOutAddress(): string {
    return `${this.#address(acme.Endpoint.endSession)}?${new URLSearchParams({ client_id: this.#own.client }).toString()}`;
  }

  async #tokens(form: Readonly<Record<string, string>>, again: boolean): Promise<Tokens> {
    const { body, sentAt } = await this.#post(acme.Endpoint.token, acme.Surface.token, form, again);
    const { access_token, refresh_token, token_type, expires_in, id_token } = body;
    const stated = acme.expectedExpiresIn(acme.Token.access, this.#own.client, this.#own.environment);
    const seconds = typeof expires_in === "number" ? expires_in : stated;
    if (text(token_type).toLowerCase() !== "dpop" || seconds === undefined) throw new Refusal("", acme.Action.stop);
    return {
      access: text(access_token), refresh: text(refresh_token), issuedAt: sentAt, expiresAt: new Date(sentAt.getTime() + seconds * 1000),
      ...(typeof id_token === "string" ? { idToken: id_token } : {}),
    };
  }

  /** Asks until there is an answer, the tries are used up, or the answer is one that waiting does not help. */
  async #post(endpoint: acme.Endpoint, surface: acme.Surface, form: Readonly<Record<string, string>>, again: boolean): Promise<Answer> {
    let nonces = 0;
    for (let attempt = 1; ; ) {
      try {
        return await this.#once(endpoint, surface, form);
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault;
        if (fault.action === acme.Action.useNonce && nonces++ === 0) continue; // the next proof has the nonce: no reason to wait
        const bounds = passes(fault.action) && again ? acme.backoff(attempt++) : undefined;
        if (bounds === undefined || fault.retryAfterMs > acme.retryCapMs) throw fault; // the caller is not kept waiting for longer
        const wait = bounds.shortestMs + (bounds.longestMs - bounds.shortestMs) * Math.random();
        await this.#own.sleep(acme.honorRetryAfter ? Math.max(wait, fault.retryAfterMs) : wait);
      }
    }
  }

  async #once(endpoint: acme.Endpoint, surface: acme.Surface, form: Readonly<Record<string, string>>): Promise<Answer> {
    const url = this.#address(endpoint);
    const body = new URLSearchParams({ ...form, client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: await this.#assertion() });
    const headers = new Headers({ Accept: "application/json" });
    if (endpoint === acme.Endpoint.token) headers.set("DPoP", await this.prove("POST", url));
    const sentAt = this.#own.now();
    let response: Response;
    try {
      response = await this.#own.send(url, { method: "POST", headers, body, redirect: "error", signal: AbortSignal.timeout(acme.requestTimeoutMs) });
    } catch {
      throw new Refusal("", acme.Action.backoff); // what went wrong may quote the request, so it goes no further
    }
    this.noteNonce(url, response);
    const answer: unknown = await response.json().catch(() => ({}));
    const fields = (answer ?? {}) as Claims;
    if (response.ok) return { body: fields, sentAt };
    const code = text(fields["error"]);
    const action = code !== "" ? acme.decideErrorFor(this.#own.client, code, surface) : response.status === 429 || response.status >= 500 ? acme.Action.backoff : acme.Action.stop;
    throw new Refusal(code, action, retryAfter(response));
  }

  /** A client assertion, which lives as long as the policy says. */
  async #assertion(): Promise<string> {
    const { client, environment, assertionKey } = this.#own;
    const life = acme.expectedExpiresIn(acme.Token.clientAssertion, client, environment) ?? 60;
    const kid = assertionKey.publicKey.kid;
    return signed(assertionKey, { typ: "client-authentication+jwt", ...(kid === undefined ? {} : { kid }) },
      { iss: client, sub: client, aud: this.issuer, jti: randomText(), iat: this.#seconds(), exp: this.#seconds() + life });
  }

  /** A key of the issuer, from the cache, or from the server no oftener than the policy allows. */
  async #key(kid: string): Promise<PublicKey | undefined> {
    const find = (): PublicKey | undefined => this.#keys?.all.find((key) => key.kid === kid);
    const age = this.#own.now().getTime() - (this.#keys?.at ?? -Infinity);
    if (age >= acme.jwksCacheMs || (find() === undefined && age >= acme.jwksMinIntervalMs)) {
      try {
        const response = await this.#own.send(this.#address(acme.Endpoint.jwks), { redirect: "error", signal: AbortSignal.timeout(acme.requestTimeoutMs) });
        const { keys } = (await response.json()) as { readonly keys: readonly PublicKey[] };
        this.#keys = { all: keys.filter((key) => key.kty === "EC" && key.crv === "P-256"), at: this.#own.now().getTime() };
      } catch {
        throw new Refusal("", acme.Action.backoff);
      }
    }
    return find();
  }

  #address(endpoint: acme.Endpoint): string {
    const url = acme.lookupEndpoint(endpoint, this.#own.environment)?.url;
    if (url === undefined) throw new Error(`the policy has no ${endpoint} endpoint in ${this.#own.environment}`);
    return url;
  }

  #seconds(): number {
    return Math.floor(this.#own.now().getTime() / 1000);
  }
}

interface Answer {
  readonly body: Claims;
  readonly sentAt: Date;
}

/** Whether what to do is to ask again later. */
export const passes = (action: acme.Action): boolean => action === acme.Action.backoff || action === acme.Action.retry;

/** What Retry-After says in seconds (RFC 9110, section 10.2.3), in milliseconds. */
export function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After") ?? "0");
  return Number.isFinite(seconds) ? Math.max(seconds, 0) * 1000 : 0;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
