/**
 * The page's side: it calls its own backend, which has the tokens. The page holds no token and stores nothing; it knows the
 * value that guards against forged requests, in memory. What to do about an error is the policy's word, which the backend
 * passes on; how long to wait comes from the generated module, so that the page carries no number of its own.
 */
import { Action, backoff, honorRetryAfter, requestTimeoutMs, retryCapMs } from "../../acme/golden/code/typescript/index.ts";

/** What a page does that is not a call; a test has its own. */
export interface Page {
  readonly fetch: typeof fetch;
  /** Goes to another address; the page ends there. */
  readonly leave: (address: string) => void;
  /** Where the user is, to come back to. */
  readonly here: () => string;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The page of a browser. */
export const browser: Page = {
  fetch: (input, init) => fetch(input, init),
  leave: (address) => location.assign(address),
  here: () => location.pathname + location.search,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** A call that could not be made, with what the policy says about it. */
export class CallError extends Error {
  readonly code: string;
  readonly action: Action;

  constructor(code: string, action: Action) {
    super(`${code}: ${action}`);
    this.name = "CallError";
    this.code = code;
    this.action = action;
  }
}

/** Calls the backend. */
export class Backend {
  readonly #page: Page;
  #csrf: Promise<string> | undefined;
  #leaving = false;

  constructor(page: Page = browser) {
    this.#page = page;
  }

  /** Whether somebody is signed in. */
  async signedIn(): Promise<boolean> {
    this.#csrf = undefined;
    return (await this.#value()) !== "";
  }

  /** Goes to the sign-in and comes back to where the user is. */
  signIn(acrValues = ""): void {
    if (this.#leaving) return; // many calls may fail at once; the page leaves once
    this.#leaving = true;
    const query = new URLSearchParams({ return: this.#page.here(), ...(acrValues === "" ? {} : { acr_values: acrValues }) });
    this.#page.leave(`/auth/sign-in?${query.toString()}`);
  }

  /** Ends the session, here and at the authorization server. */
  async signOut(): Promise<void> {
    const response = await this.#send("/auth/sign-out", "POST", {});
    const { next } = (await response.json()) as { readonly next?: string };
    this.#csrf = undefined;
    this.#page.leave(response.ok && next !== undefined ? next : "/");
  }

  /** Calls the service by a path below /api. What may be sent twice is sent again where the policy has it. */
  async call(path: string, init: RequestInit = {}): Promise<Response> {
    const method = (init.method ?? "GET").toUpperCase();
    const repeatable = ["GET", "HEAD", "PUT", "DELETE"].includes(method) || new Headers(init.headers).has("Idempotency-Key");
    for (let attempt = 1; ; attempt++) {
      const response = await this.#send(`/api${path}`, method, init).catch(() => undefined);
      if (response?.ok) return response;
      const { code, action, acr } = await refusal(response);
      switch (action) {
        case Action.reauthenticate:
        case Action.obtainToken:
          this.signIn();
          break;
        case Action.stepUp:
          this.signIn(acr);
          break;
        case Action.backoff:
        case Action.retry: {
          const bounds = backoff(attempt);
          const after = Number(response?.headers.get("Retry-After") ?? "0") * 1000;
          if (!repeatable || bounds === undefined || after > retryCapMs) break;
          const wait = bounds.shortestMs + (bounds.longestMs - bounds.shortestMs) * Math.random();
          await this.#page.sleep(honorRetryAfter ? Math.max(wait, after) : wait);
          continue;
        }
        case undefined:
          if (response !== undefined) return response; // an answer of the service itself, such as 404
      }
      throw new CallError(code, action ?? Action.backoff);
    }
  }

  async #send(path: string, method: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (method !== "GET" && method !== "HEAD") headers.set("X-Acme-CSRF", await this.#value());
    return this.#page.fetch(path, { ...init, method, headers, credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(requestTimeoutMs) });
  }

  /** The value of the session, asked for once, or nothing where nobody is signed in. */
  #value(): Promise<string> {
    this.#csrf ??= this.#page
      .fetch("/auth/session", { credentials: "same-origin" })
      .then((response) => response.json())
      .then(({ csrf }: { readonly csrf?: string }) => csrf ?? "");
    this.#csrf.catch(() => (this.#csrf = undefined));
    return this.#csrf;
  }
}

/** What the backend says about a call that failed; no action where the answer is the service's own. */
async function refusal(response: Response | undefined): Promise<{ readonly code: string; readonly action: Action | undefined; readonly acr: string }> {
  if (response === undefined) return { code: "no_answer", action: Action.backoff, acr: "" };
  const found: unknown = await response.clone().json().catch(() => ({}));
  const { error, action, acr_values } = (found ?? {}) as { readonly error?: string; readonly action?: string; readonly acr_values?: string };
  return { code: error ?? "", action: Object.values(Action).find((known) => known === action), acr: acr_values ?? "" };
}
