import { type Refusal, refusal } from './refusals.ts';

/** The key of a request, alone, and where it stood. */
export interface SentKey {
  readonly credential: string;
  readonly header: 'authorization' | 'x-api-key';
}

/** What a request brings: a key, or why there is none. */
export type SentCredential = SentKey | Refusal;

const bearer = /^bearer +/i;

/**
 * Finds the key in header lines: `Authorization: Bearer`, else `X-Api-Key`. Nowhere else: not in the address, which stands in logs.
 *
 * The lines are read as they came. Node joins or drops repeated ones, and a gateway before it may look at the other one than this
 * program does: a request with two keys is nobody's.
 *
 * @param lines - Names and values in turn, as `IncomingMessage.rawHeaders`.
 * @returns The text to check, or a refusal: `key_missing`; `scheme_missing` for a key without `Bearer`; `key_repeated`.
 */
export function readCredential(lines: readonly string[]): SentCredential {
  let authorization: string | undefined;
  let apiKey: string | undefined;
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at] as string;
    // Their lengths are rare among header names: nearly all others are passed over by one comparison.
    if (name.length === 13 && name.toLowerCase() === 'authorization') {
      if (authorization !== undefined) return refusal('key_repeated');
      authorization = lines[at + 1];
    } else if (name.length === 9 && name.toLowerCase() === 'x-api-key') {
      if (apiKey !== undefined) return refusal('key_repeated');
      apiKey = lines[at + 1];
    }
  }
  return chooseCredential(authorization, apiKey);
}

/**
 * The same for the values of the two headers where the lines are not to be had; empty ones count as none.
 *
 * @param authorization - Of several lines, all of them joined by commas (RFC 9110 §5.3), as `Headers` does it.
 */
export function chooseCredential(
  authorization: string | null | undefined,
  apiKey: string | null | undefined,
): SentCredential {
  if (authorization) {
    const start = schemeEnd(authorization);
    if (start > 0) return keyIn(authorization.slice(start), 'authorization');
    // No space: there is no scheme, so that it is the key itself. Another scheme is for somebody else.
    if (!apiKey && /^(?!bearer$)\S+$/i.test(authorization)) return refusal('scheme_missing');
  }
  return apiKey ? keyIn(apiKey, 'x-api-key') : refusal('key_missing');
}

/** No key has a comma: lines have been joined. */
function keyIn(credential: string, header: SentKey['header']): SentCredential {
  return credential.includes(',') ? refusal('key_repeated') : { credential, header };
}

/** Where the key begins behind `Bearer `, in any case (RFC 9110 §11.1); 0 for another scheme. */
function schemeEnd(authorization: string): number {
  if (authorization.startsWith('Bearer ') && authorization.charCodeAt(7) !== 0x20) return 7;
  return bearer.exec(authorization)?.[0].length ?? 0;
}
