import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CheckResult, checkWithFetch, type KeyChecker, refusal } from '@lostwax/verifier';
import type { Log } from '../log.ts';
import { problem, refused } from './answers.ts';
import { type Door, send } from './forward-auth.ts';
import { claimsOf } from './identity.ts';
import { sendsSecret } from './secret.ts';

/** How `/introspect` answers. */
export interface Introspection {
  readonly checker: KeyChecker;
  /** SHA-256 of the secret that callers send, in base64url. */
  readonly secretHash: string;
}

const PATH = '/introspect';
/** A token has at most 4,096 characters; percent-encoding triples it at worst. */
const MOST_BYTES = 16_384;
const FORM = /^application\/x-www-form-urlencoded(?:\s*;.*)?$/i;

/** An error of RFC 6749 §5.2, which RFC 7662 §2.3 refers to. */
interface OAuthError {
  readonly status: number;
  readonly error: string;
  readonly description: string;
  readonly headers?: readonly string[];
}

/**
 * `POST /introspect` (RFC 7662): answers from the gate's own set whether a token is active and what it grants, for every method that has a
 * text. The caller proves who it is with the secret, as `Authorization: Bearer` or as the password of `Basic`.
 *
 * @param elsewhere - Handles all other paths.
 */
export function introspection({ checker, secretHash }: Introspection, elsewhere: Door, log: Log): Door {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const token = await tokenOf(request, secretHash);
    if (typeof token !== 'string') {
      sendJson(
        request,
        response,
        token.status,
        { error: token.error, error_description: token.description },
        token.headers,
      );
      return;
    }
    const result = await checkWithFetch(checker, token);
    // Nobody knows yet, which is another answer than "inactive".
    if (!result.accepted && result.code === 'set_stale') send(response, refused(refusal('set_stale')));
    else sendJson(request, response, 200, result.accepted ? grantOf(result.key) : { active: false });
  };
  return (request, response) => {
    if (pathOf(request) !== PATH) {
      elsewhere(request, response);
      return;
    }
    answer(request, response).catch((error: unknown) => {
      // A caller that left is no failure.
      if (request.destroyed && !request.complete) return;
      log.error({ err: error }, 'a token could not be introspected');
      if (response.headersSent) response.destroy();
      else send(response, problem('gate_failed'));
    });
  };
}

/** The members of RFC 7662 §2.2. The producer's own claims come beside them, and none of them can take their place. */
function grantOf(key: Extract<CheckResult, { readonly accepted: true }>['key']): object {
  return { ...claimsOf(key), active: true, client_id: key.keyId, token_type: 'Bearer' };
}

/** The token to introspect, once the caller has proved who it is. */
async function tokenOf(request: IncomingMessage, secretHash: string): Promise<string | OAuthError> {
  if (request.method !== 'POST')
    return { ...invalid('Send the token by POST.'), status: 405, headers: ['allow', 'POST'] };
  if (!sendsSecret(request, secretHash)) {
    return {
      status: 401,
      error: 'invalid_client',
      description:
        'Send the secret of --introspect-key-file as "Authorization: Bearer <secret>", or as the password of Basic.',
      headers: ['www-authenticate', 'Basic realm="lostwax", Bearer realm="lostwax"'],
    };
  }
  if (!FORM.test(request.headers['content-type'] ?? ''))
    return invalid('Send a form: Content-Type: application/x-www-form-urlencoded.');
  const body = await bodyOf(request);
  if (body === undefined) return { ...invalid(`The form is longer than ${MOST_BYTES} bytes.`), status: 413 };
  const tokens = new URLSearchParams(body).getAll('token');
  const [token] = tokens;
  if (tokens.length !== 1 || !token) return invalid('The form must contain "token", once.');
  return token;
}

function invalid(description: string): OAuthError {
  return { status: 400, error: 'invalid_request', description };
}

/** Undefined where it is too long. What is not read then is cut off with the connection. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not end the connection before the answer is sent.
  const chunksOf: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of chunksOf) {
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] as string;
}

function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: object,
  headers: readonly string[] = [],
): void {
  const body = JSON.stringify(value);
  response.writeHead(status, [
    ...['content-type', 'application/json', 'cache-control', 'no-store', 'pragma', 'no-cache'],
    ...['content-length', `${Buffer.byteLength(body)}`],
    ...(request.complete ? [] : ['connection', 'close']),
    ...headers,
  ]);
  response.end(body);
}
