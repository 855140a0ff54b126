/**
 * Signed JSON with ES256 (RFC 7515; RFC 7518, section 3.4) and with no other algorithm: the header of a message never
 * chooses how it is checked.
 */
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, timingSafeEqual, verify } from "node:crypto";

import * as acme from "../../acme/golden/code/typescript/index.ts";

/** A public key on the curve P-256 (RFC 7517). */
export interface PublicKey {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
  readonly kid?: string;
}

/** A private key, which may be in a key service: only its public half and what it signs come out. */
export interface Signer {
  readonly publicKey: PublicKey;
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** What a signed message says. */
export type Claims = Readonly<Record<string, unknown>>;

/** A key pair of this process, for development and tests. */
export function localSigner(kid?: string): Signer {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = pair.publicKey.export({ format: "jwk" });
  const publicKey: PublicKey = { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "", ...(kid === undefined ? {} : { kid }) };
  return { publicKey, sign: async (data) => sign("sha256", data, { key: pair.privateKey, dsaEncoding: "ieee-p1363" }) };
}

/** 256 random bits that can stand in an address. */
export const randomText = (): string => randomBytes(32).toString("base64url");

/** The SHA-256 of a text, in base64url. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Compares secrets without telling by the time it takes where they differ, or whether they are of one length. */
export const same = (a: string, b: string): boolean => timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());

/** The thumbprint that names a key (RFC 7638). */
export const thumbprint = (k: PublicKey): string => digest(JSON.stringify({ crv: k.crv, kty: k.kty, x: k.x, y: k.y }));

/** Signs claims in the compact form. */
export async function signed(key: Signer, header: Claims, claims: Claims): Promise<string> {
  const part = (value: Claims): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: acme.Algorithm.es256, ...header })}.${part(claims)}`;
  return `${text}.${Buffer.from(await key.sign(Buffer.from(text))).toString("base64url")}`;
}

/** The header and the claims of a message, if it is well-formed. Nothing in it is to be believed yet. */
export function unverified(text: string): { readonly header: Claims; readonly claims: Claims } | undefined {
  const parts = text.split(".");
  if (parts.length !== 3) return undefined;
  try {
    const [header, claims] = parts.slice(0, 2).map((part): unknown => JSON.parse(Buffer.from(part, "base64url").toString()));
    return isClaims(header) && isClaims(claims) ? { header, claims } : undefined;
  } catch {
    return undefined;
  }
}

/** The claims of a message of one type that a key has signed; undefined for any other text. */
export function verified(text: string, type: string, key: PublicKey): Claims | undefined {
  const found = unverified(text);
  const { alg, typ, crit } = found?.header ?? {};
  if (found === undefined || alg !== acme.Algorithm.es256 || typ !== type || crit !== undefined) return undefined;
  const end = text.lastIndexOf(".");
  const publicKey = createPublicKey({ format: "jwk", key: { ...key } });
  const signature = Buffer.from(text.slice(end + 1), "base64url");
  return verify("sha256", Buffer.from(text.slice(0, end)), { key: publicKey, dsaEncoding: "ieee-p1363" }, signature) ? found.claims : undefined;
}

function isClaims(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
