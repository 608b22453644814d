import { ACCESS_TOKEN_TYPE, clientPin } from '@lostwax/contract';
import { jsonObjectIn } from '@lostwax/core';
import { newPinWords, type PinWords, readPinBytes } from '../pins/words.ts';

/** The contents of an access token (RFC 9068). Not trusted until the signature has been verified. */
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
  /** Thumbprint of the key whose possession must be proved with each request (RFC 9449 §6.1). */
  readonly jkt?: string;
  /** SHA-256 of the certificate whose possession the connection must prove, in base64url (RFC 8705 §3.1). */
  readonly certificateHash?: string;
  /** The pin by which its client is found in the set. */
  readonly clientPin: PinWords;
}

/** An access token with its signature and the signed bytes. */
export interface SignedToken {
  readonly token: AccessToken;
  readonly signed: Buffer;
  /** 64 bytes. */
  readonly signature: Buffer;
}

/** How base64url of a JSON object begins. */
const BEGIN = 'eyJ';
const form = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/;

/**
 * Reads an access token of an OAuth client.
 *
 * @param text - At most 4,096 characters.
 * @returns Undefined for anything else. That includes tokens that are bound to something other than one key or one
 *   certificate of the client, because such a proof isn't checked here.
 */
export function parseAccessToken(text: string): SignedToken | undefined {
  if (!text.startsWith(BEGIN)) return undefined;
  const [, head, body, signature] = form.exec(text) ?? [];
  if (head === undefined || body === undefined || signature === undefined) return undefined;
  const { typ, alg, kid } = jsonObjectIn(head);
  if (typ !== ACCESS_TOKEN_TYPE || alg !== 'ES256' || typeof kid !== 'string') return undefined;
  const { iss, client_id, sub, aud, scope = '', jti, exp, cnf } = jsonObjectIn(body);
  const texts = [iss, client_id, sub, aud, scope, jti];
  if (!texts.every((it) => typeof it === 'string') || !Number.isSafeInteger(exp)) return undefined;
  const bound = boundTo(cnf);
  if (bound === undefined) return undefined;
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
    ...bound,
  };
  return { token, signed: Buffer.from(`${head}.${body}`), signature: Buffer.from(signature, 'base64url') };
}

/** Empty if the token isn't bound; undefined if it is bound in a way that isn't known here. */
function boundTo(cnf: unknown): Pick<AccessToken, 'jkt' | 'certificateHash'> | undefined {
  if (cnf === undefined) return {};
  if (typeof cnf !== 'object' || cnf === null) return undefined;
  const [[name, hash] = [], ...others] = Object.entries(cnf);
  if (others.length > 0 || typeof hash !== 'string' || !/^[\w-]{43}$/.test(hash)) return undefined;
  if (name === 'jkt') return { jkt: hash };
  return name === 'x5t#S256' ? { certificateHash: hash } : undefined;
}
