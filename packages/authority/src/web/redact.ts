import { opaqueKeysIn } from '@lostwax/core';

/**
 * The beginning of every token: base64url of `{"kid":"`, which comes first in its header
 * (spec/token.md §2); and that of the token of an embedded session.
 */
const tokenShaped = /eyJ[\w-]{8,}(?:\.[\w-]*){0,2}|lwx_session_[\w.-]+/g;

/**
 * Redacts anything that looks like a token from text that others may read: people paste keys into the wrong
 * place.
 */
export function redact(text: string): string {
  let rest = text;
  // From the end, so that earlier offsets stay valid.
  for (const { start, end } of opaqueKeysIn(text).reverse())
    rest = `${rest.slice(0, start)}[a token]${rest.slice(end)}`;
  return rest.replace(tokenShaped, '[a token]');
}
