import { ACCESS_TOKEN_TYPE, clientPin } from '@lostwax/contract';
import { newPinWords, type PinWords, readPinBytes } from '../pins/words.ts';

/** What an access token says (RFC 9068), believed by nobody until its signature has been checked. */
export interface AccessToken {
  /** ID of the key that signed it. */
  readonly signer: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly subject: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAtSeconds: number;
  /** The pin by which its client is found in the set. */
  readonly clientPin: PinWords;
}

/** An access token with what its signature is of. */
export interface SignedToken {
  readonly token: AccessToken;
  readonly signed: Buffer;
  /** 64 bytes. */
  readonly signature: Buffer;
}

/** A header of JSON begins so; a key's own begins with its `kid`. */
const BEGIN = 'eyJ';
const form = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/;

/**
 * Reads an access token of an OAuth client.
 *
 * @param text - At most 4,096 characters.
 * @returns Undefined for what isn't one in every detail. One that is bound to a certificate or a key of its holder (`cnf`) isn't, since nobody
 *   here checks whether the holder sent it.
 */
export function parseAccessToken(text: string): SignedToken | undefined {
  if (!text.startsWith(BEGIN)) return undefined;
  const [, head, body, signature] = form.exec(text) ?? [];
  if (head === undefined || body === undefined || signature === undefined) return undefined;
  const { typ, alg, kid } = objectIn(head);
  if (typ !== ACCESS_TOKEN_TYPE || alg !== 'ES256' || typeof kid !== 'string') return undefined;
  const { iss, client_id, sub, aud, scope = '', jti, exp, cnf } = objectIn(body);
  const texts = [iss, client_id, sub, aud, scope, jti];
  if (!texts.every((it) => typeof it === 'string') || !Number.isSafeInteger(exp) || cnf !== undefined)
    return undefined;
  const [issuer, clientId, subject, audience, scopes, id] = texts as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const pin = newPinWords();
  readPinBytes(clientPin(clientId), pin);
  const token: AccessToken = {
    ...{ signer: kid, issuer, clientId, subject, audience, id },
    scopes: scopes === '' ? [] : scopes.split(' '),
    expiresAtSeconds: exp as number,
    clientPin: pin,
  };
  return { token, signed: Buffer.from(`${head}.${body}`), signature: Buffer.from(signature, 'base64url') };
}

function objectIn(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
