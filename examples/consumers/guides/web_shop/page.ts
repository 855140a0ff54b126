// What the policy states for client web_shop in environment production.
// Times are in milliseconds.
const requestTimeout: number = 5000; // client_strategy.request_timeout
const retryAttempts: number = 3; // client_strategy.retry.attempts
const retryBase: number = 500; // client_strategy.retry.base
const retryCap: number = 10000; // client_strategy.retry.cap
// client_strategy.retry.statuses
const retryStatuses: number[] = [429, 502, 503, 504];

/** What the page brings along. */
export interface Own {
  // Goes to the backend's sign-in, and comes back to where the user was.
  signIn(): never;
  // Adds the defence against forged requests; clients.web_shop.csrf: The header X-Acme-CSRF with a value of the session, and a check of Origin, on every request that changes something
  protect(headers: Headers): void;
}

/** Calls the page's own backend. The browser adds the session cookie; no token is ever in the page. */
export async function call(own: Own, path: string, init: RequestInit = {}): Promise<Response> {
  const method = (init.method ?? "GET").toUpperCase();
  const repeatable = ["GET", "HEAD", "PUT", "DELETE"].includes(method);
  for (let attempt = 0; ; attempt++) {
    const headers = new Headers(init.headers);
    if (method !== "GET" && method !== "HEAD") own.protect(headers);
    let response: Response | undefined;
    try {
      const signal = requestTimeout > 0 ? AbortSignal.timeout(requestTimeout) : null;
      response = await fetch(path, { ...init, headers, signal, credentials: "same-origin" });
    } catch (fault) {
      if (!repeatable || attempt >= retryAttempts) throw fault;
    }
    // The session is over, or the tokens behind it are. client_strategy.on_invalid_grant: reauthenticate
    if (response?.status === 401) own.signIn();
    if (response && (!repeatable || !retryStatuses.includes(response.status) || attempt >= retryAttempts)) return response;
    let wait = retryBase * 2 ** attempt;
    wait = Math.min(wait, retryCap);
    wait *= Math.random();
    wait = Math.max(wait, Number(response?.headers.get("Retry-After")) * 1000 || 0); // client_strategy.retry.honor_retry_after
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
