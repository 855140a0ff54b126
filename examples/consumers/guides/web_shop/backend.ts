// What the policy states for client web_shop in environment production.
// issuers.production.endpoints.token
const tokenEndpoint: string = "https://id.acme.example/oauth2/token";
// What to ask for; clients.web_shop.scopes
export const scopes: string = "openid offline_access catalogue.read orders.read orders.write account.write payments.write";
// Times are in milliseconds.
// Where an answer has no expires_in; tokens.access.lifetime
const assumedLife: number = 600000;
const refreshShare: number = 0.2; // client_strategy.refresh_at.remaining, of the life
const refreshAtLeast: number = 60000; // client_strategy.refresh_at.at_least
const refreshSpread: number = 0.1; // client_strategy.refresh_at.jitter, of the time ahead
const clockTolerance: number = 30000; // validation.clock_skew
const requestTimeout: number = 5000; // client_strategy.request_timeout
const retryAttempts: number = 3; // client_strategy.retry.attempts
const retryBase: number = 500; // client_strategy.retry.base
const retryCap: number = 10000; // client_strategy.retry.cap
// client_strategy.retry.statuses
const retryStatuses: number[] = [429, 502, 503, 504];

/** What the policy has this client do about an error code. */
function action(code: string): string {
  switch (code) {
    case "invalid_token":
      return "refresh";
    case "insufficient_scope":
      return "request_scope";
    case "insufficient_user_authentication":
      return "step_up";
    case "use_dpop_nonce":
      return "use_nonce";
    case "invalid_grant":
      return "reauthenticate";
    case "invalid_dpop_proof":
      return "fix_request";
    case "invalid_client":
    case "unauthorized_client":
      return "operator";
    case "too_many_requests":
    case "temporarily_unavailable":
      return "backoff";
  }
  return "";
}

/** An answer that has no token in it, and what to do now. */
export class Refusal extends Error {
  readonly action: string;
  readonly status: number;
  readonly after: number;

  constructor(code: string, action: string, status = 0, after = 0) {
    super(code);
    this.action = action;
    this.status = status;
    this.after = after;
  }
}

/** Whether trying again can help. */
function passing(fault: unknown): boolean {
  return fault instanceof Refusal && (fault.action === "backoff" || fault.action === "use_nonce" || retryStatuses.includes(fault.status));
}

/** What this client brings along. */
export interface Own {
  // The refresh token's place; clients.web_shop.storage.refresh: database
  load(): Promise<string>;
  save(refreshToken: string): Promise<void>;
  // The lock that all who share the tokens take; client_strategy.coordination: distributed_lock
  locked<T>(work: () => Promise<T>): Promise<T>;
  // Adds what the client authenticates with, or its client_id; clients.web_shop.auth: private_key_jwt
  authenticate(form: URLSearchParams): Promise<void>;
  // A DPoP proof for a request, a new one each time, with the server's nonce where there is one.
  prove(method: string, address: string, nonce: string): Promise<string>;
}

/** Keeps an access token and renews it before it ends. */
export class Source {
  readonly #own: Own;
  #access = "";
  #nonce = "";
  #due = 0;
  #dies = 0;
  #renewal: Promise<void> | undefined;

  constructor(own: Own) {
    this.#own = own;
  }

  /** An access token that lives on for a while: one renewal at a time, for which all callers wait. */
  async token(): Promise<string> {
    if (Date.now() < this.#due) return this.#access;
    this.#renewal ??= this.#renew().finally(() => (this.#renewal = undefined));
    try {
      await this.#renewal;
    } catch (fault) {
      // Fall back: the old one may still live.
      if (!passing(fault) || Date.now() + clockTolerance >= this.#dies) throw fault;
    }
    return this.#access;
  }

  async #renew(): Promise<void> {
    await this.#own.locked(() => this.#attempts());
  }

  async #attempts(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#post();
      } catch (fault) {
        if (!passing(fault) || attempt >= retryAttempts) throw fault;
        let wait = retryBase * 2 ** attempt;
        wait = Math.min(wait, retryCap);
        wait *= Math.random();
        const pause = Math.max(wait, (fault as Refusal).after);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async #post(): Promise<void> {
    const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: await this.#own.load() });
    await this.#own.authenticate(form);
    const headers = new Headers({ Accept: "application/json" });
    headers.set("DPoP", await this.#own.prove("POST", tokenEndpoint, this.#nonce));
    const sent = Date.now();
    const response = await fetch(tokenEndpoint, {
      method: "POST",
      headers,
      body: form,
      signal: requestTimeout > 0 ? AbortSignal.timeout(requestTimeout) : null,
    }).catch((fault: unknown) => {
      throw new Refusal(String(fault), "backoff");
    });
    this.#nonce = response.headers.get("DPoP-Nonce") ?? this.#nonce;
    const got = await response.json().catch(() => ({}));
    if (!got.access_token) {
      const after = Number(response.headers.get("Retry-After")) * 1000 || 0;
      const code = String(got.error ?? "");
      throw new Refusal(code, action(code), response.status, after);
    }
    if (got.refresh_token) await this.#own.save(got.refresh_token); // kept before the new token is used
    const life = Number(got.expires_in ?? 0) * 1000 || assumedLife;
    const ahead = Math.max(life * refreshShare, refreshAtLeast) * (1 + refreshSpread * Math.random());
    this.#access = got.access_token;
    this.#due = sent + life - ahead;
    this.#dies = sent + life;
  }

  /**
   * What to do when a service refuses a token. After "refresh", repeat the call with a new token, as often as
   * client_strategy.refreshes_per_request has it: 1.
   */
  refused(token: string, code: string): string {
    if (this.#access === token && action(code) === "refresh") this.#due = this.#dies = 0; // nobody has renewed it meanwhile
    return action(code);
  }
}
