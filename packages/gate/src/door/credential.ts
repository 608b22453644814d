/** What a request has in the place of a credential; `undefined`: nothing. */
export type Credential =
  | { readonly key: string; readonly header: 'authorization' | 'x-api-key' }
  | 'key_repeated'
  | 'scheme_missing'
  | undefined;

const bearer = /^bearer +/i;

/**
 * Finds the credential in header lines: `Authorization: Bearer`, else `X-Api-Key`.
 *
 * The lines are read as they came. Node joins or drops repeated ones, and a gateway before it may look at the other one than this
 * gate does: a request with two keys is nobody's.
 *
 * @param lines - Names and values in turn, as `IncomingMessage.rawHeaders`.
 */
export function readCredential(lines: readonly string[]): Credential {
  let authorization: string | undefined;
  let apiKey: string | undefined;
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at] as string;
    // Their lengths are rare among header names: nearly all others are passed over by one comparison.
    if (name.length === 13 && name.toLowerCase() === 'authorization') {
      if (authorization !== undefined) return 'key_repeated';
      authorization = lines[at + 1];
    } else if (name.length === 9 && name.toLowerCase() === 'x-api-key') {
      if (apiKey !== undefined) return 'key_repeated';
      apiKey = lines[at + 1];
    }
  }
  return choose(authorization, apiKey);
}

/** The same for two values that are known already; empty ones count as none. */
export function choose(authorization: string | undefined, apiKey: string | undefined): Credential {
  if (authorization !== undefined && authorization !== '') {
    const start = schemeEnd(authorization);
    if (start > 0) return { key: authorization.slice(start), header: 'authorization' };
    // No space: there is no scheme, so that it is the key itself. Another scheme is not for this gate.
    if (!apiKey && /^(?!bearer$)\S+$/i.test(authorization)) return 'scheme_missing';
  }
  return apiKey ? { key: apiKey, header: 'x-api-key' } : undefined;
}

/** Where the key begins behind `Bearer `, in any case (RFC 9110 §11.1); 0 for another scheme. */
function schemeEnd(authorization: string): number {
  if (authorization.startsWith('Bearer ') && authorization.charCodeAt(7) !== 0x20) return 7;
  return bearer.exec(authorization)?.[0].length ?? 0;
}
