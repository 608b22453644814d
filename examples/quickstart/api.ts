/**
 * The demo API. Like any API, it checks its customers' keys with a standard JWT library and contains no Lostwax code.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

export interface ApiOptions {
  /** Who must have issued a key: `<origin>/<workspace>`. */
  readonly issuer: string;
  /** Whom a key must be for. */
  readonly audience: string;
  /** Where the public halves of all keys are published. */
  readonly keySetUrl: URL;
}

/**
 * How long a fetched key set is used (10 minutes unless set): until then a revoked key is accepted. And how soon a key that is not in it makes the
 * library look again (30 s unless set): until then a new key can be refused.
 */
const FRESH_MILLISECONDS = 1_000;

/** An API that greets the customer whose key is sent. It is not listening yet. */
export function createApi({ issuer, audience, keySetUrl }: ApiOptions): Server {
  const keySet = createRemoteJWKSet(keySetUrl, {
    cacheMaxAge: FRESH_MILLISECONDS,
    cooldownDuration: FRESH_MILLISECONDS,
  });

  async function customerOf(request: IncomingMessage): Promise<JWTPayload> {
    const [, key] = /^Bearer +([^ ]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (key === undefined) throw new NoKey();
    const { payload } = await jwtVerify(key, keySet, { issuer, audience, algorithms: ['ES256'] });
    return payload;
  }

  return createServer((request, response) => {
    customerOf(request).then(
      ({ sub, jti }) => answer(response, 200, { hello: sub, keyId: jti }),
      (error: unknown) => refuse(response, error),
    );
  });
}

class NoKey extends Error {}

/** RFC 6750 §3. Without the key set, no key can be checked and every request is refused with 503: the key may be fine. */
function refuse(response: ServerResponse, error: unknown): void {
  const realm = 'Bearer realm="demo"';
  if (error instanceof NoKey) {
    answer(response, 401, { error: 'Send a key as Authorization: Bearer <key>.' }, realm);
  } else if (isAboutTheKey(error)) {
    const challenge = `${realm}, error="invalid_token"`;
    answer(
      response,
      401,
      { error: 'This key is not accepted: revoked, expired, or never issued.' },
      challenge,
    );
  } else {
    answer(response, 503, { error: 'Keys cannot be checked now. Try again in a moment.' });
  }
}

function isAboutTheKey(error: unknown): boolean {
  return error instanceof errors.JOSEError && !['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(error.code);
}

function answer(response: ServerResponse, status: number, body: object, challenge?: string): void {
  const headers = { 'content-type': 'application/json', ...(challenge && { 'www-authenticate': challenge }) };
  response.writeHead(status, headers).end(`${JSON.stringify(body)}\n`);
}
