/**
 * Sessions of browsers: what is kept of each, and an access token for it, renewed before its end, by one request at a time
 * for all instances of the backend.
 */
import * as acme from "../../acme/golden/code/typescript/index.ts";
import { Refusal, type AuthorizationServer, type Tokens } from "./server.ts";

/** What the backend knows of one browser. */
export interface Session {
  readonly subject: string;
  /** The value that every request that changes something has to bring along. */
  readonly csrf: string;
  readonly startedAt: Date;
  readonly usedAt: Date;
  readonly tokens: Tokens;
  /** How much earlier than the policy's moment this one renews, so that not all do at once. */
  readonly spreadMs: number;
}

/** Where sessions are kept, under the hash of what the browser holds. A real one is a database that encrypts. */
export interface Store {
  get(key: string): Promise<Session | undefined>;
  put(key: string, session: Session): Promise<void>;
  /** Notes the use of a session, if it is still there: it must not bring back one that has ended. */
  touch(key: string, now: Date): Promise<void>;
  delete(key: string): Promise<void>;
  /** Does work alone, whichever instance of the backend asks. */
  locked<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Hands out access tokens of sessions. */
export class Sessions {
  readonly #server: AuthorizationServer;
  readonly #store: Store;
  readonly #now: () => Date;
  /** How long a session may last without use and at all, in milliseconds. */
  readonly life: { readonly idle: number; readonly absolute: number };
  readonly #renewals = new Map<string, Promise<Session>>();

  constructor(client: acme.Client, environment: acme.Environment, server: AuthorizationServer, store: Store, now: () => Date) {
    const { idleMs, absoluteMs } = acme.lookupLifetime(acme.Token.webSession, client, environment) ?? {};
    if (typeof idleMs !== "number" || typeof absoluteMs !== "number") throw new Error("the policy sets sessions no end");
    this.life = { idle: idleMs, absolute: absoluteMs };
    [this.#server, this.#store, this.#now] = [server, store, now];
  }

  /** A session that has not ended, as used now. */
  async find(key: string): Promise<Session | undefined> {
    const session = await this.#store.get(key);
    if (session === undefined) return undefined;
    const now = this.#now();
    if (now.getTime() >= Math.min(session.usedAt.getTime() + this.life.idle, session.startedAt.getTime() + this.life.absolute)) {
      await this.end(key);
      return undefined;
    }
    await this.#store.touch(key, now);
    return session;
  }

  /** Keeps the session of somebody who has just signed in. */
  async start(key: string, subject: string, csrf: string, tokens: Tokens): Promise<void> {
    const now = this.#now();
    await this.#store.put(key, { subject, csrf, startedAt: now, usedAt: now, ...this.#kept(tokens) });
  }

  /**
   * A session whose access token works. Near its end it is renewed in the background; at its end callers wait for the one
   * renewal that is under way. Where that fails, the old token is used as long as it works.
   */
  async fresh(key: string, session: Session): Promise<Session> {
    const now = this.#now();
    const works = now < session.tokens.expiresAt;
    if (works && !acme.shouldRefresh(new Date(now.getTime() + session.spreadMs), session.tokens.issuedAt, session.tokens.expiresAt)) return session;
    const renewed = this.renewed(key, session.tokens.access);
    if (!works) return renewed;
    renewed.catch(() => undefined); // what cannot be renewed now is tried again by the next request
    return session;
  }

  /** A session with another access token than the one that was refused. All who ask at once get the same. */
  renewed(key: string, refused: string): Promise<Session> {
    let renewal = this.#renewals.get(key);
    if (renewal === undefined) {
      renewal = this.#store.locked(key, () => this.#renew(key, refused)).finally(() => this.#renewals.delete(key));
      this.#renewals.set(key, renewal);
    }
    return renewal;
  }

  /** Ends a session here and its tokens at the authorization server, as far as that can be reached. */
  async end(key: string): Promise<void> {
    const session = await this.#store.locked(key, async () => {
      const found = await this.#store.get(key);
      await this.#store.delete(key);
      return found;
    });
    if (session !== undefined) await this.#server.revoke(session.tokens.refresh).catch(() => undefined);
  }

  async #renew(key: string, refused: string): Promise<Session> {
    const session = await this.#store.get(key);
    if (session === undefined) throw new Refusal("", acme.Action.reauthenticate); // signed out meanwhile
    if (session.tokens.access !== refused) return session; // another instance was faster
    try {
      const tokens = await this.#server.refresh(session.tokens.refresh);
      const next = { ...session, ...this.#kept({ ...tokens, refresh: tokens.refresh === "" ? session.tokens.refresh : tokens.refresh }) };
      await this.#store.put(key, next); // kept before it is used: the old refresh token is spent
      return next;
    } catch (fault) {
      // A fault of ours, such as a client key that is not known yet, ends nobody's session.
      if (fault instanceof Refusal && fault.action === acme.Action.reauthenticate) await this.#store.delete(key);
      throw fault;
    }
  }

  /** Tokens as they are kept: the ID token has been read. */
  #kept({ access, refresh, issuedAt, expiresAt }: Tokens): Pick<Session, "tokens" | "spreadMs"> {
    const life = expiresAt.getTime() - issuedAt.getTime();
    const ahead = Math.max(life * acme.refreshRemainingShare, acme.refreshAtLeastMs);
    return { tokens: { access, refresh, issuedAt, expiresAt }, spreadMs: Math.random() * acme.refreshJitterShare * ahead };
  }
}

/** Keeps sessions in this process, for development and tests: they end with it, and other instances do not see them. */
export class MemoryStore implements Store {
  readonly #sessions = new Map<string, Session>();
  readonly #last = new Map<string, Promise<unknown>>();

  async get(key: string): Promise<Session | undefined> {
    return this.#sessions.get(key);
  }

  async put(key: string, session: Session): Promise<void> {
    this.#sessions.set(key, session);
  }

  async touch(key: string, now: Date): Promise<void> {
    const found = this.#sessions.get(key);
    if (found !== undefined) this.#sessions.set(key, { ...found, usedAt: now });
  }

  async delete(key: string): Promise<void> {
    this.#sessions.delete(key);
  }

  async locked<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
