/** The two cookies of the backend. Their names start with __Host-, so that browsers take them from this host alone, over TLS. */
import type { IncomingMessage } from "node:http";

/** A cookie and how far it goes. */
export interface Cookie {
  readonly name: string;
  readonly sameSite: "Strict" | "Lax";
}

/** Names a session. It never comes along from other sites. */
export const SESSION_COOKIE: Cookie = { name: "__Host-acme_session", sameSite: "Strict" };

/** Names a sign-in that has begun. It has to come along when the authorization server sends the browser back. */
export const SIGN_IN_COOKIE: Cookie = { name: "__Host-acme_sign_in", sameSite: "Lax" };

/** The header that sets a cookie for a time. */
export function setCookie(cookie: Cookie, value: string, maxAgeMs: number): string {
  return `${cookie.name}=${value}; Path=/; Secure; HttpOnly; SameSite=${cookie.sameSite}; Max-Age=${maxAgeMs / 1000}`;
}

/** The header that takes a cookie away. */
export const clearedCookie = (cookie: Cookie): string => setCookie(cookie, "", 0);

/** The cookies of a request. One that comes twice is none of ours. */
export function cookies(request: IncomingMessage): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [name = "", ...value] = pair.trim().split("=");
    if (found.has(name)) twice.add(name);
    found.set(name, value.join("="));
  }
  for (const name of twice) found.delete(name);
  return found;
}
