import { type Refusal, refusal } from './refusals.ts';

/** What a request brings: the key alone, or why there is none. */
export type SentCredential = { readonly credential: string } | Refusal;

const bearerForm = /^bearer +([^ ]+)$/i;

/**
 * Reads the key of a request: from `Authorization: Bearer`, else from `X-Api-Key`. From nowhere else: not from the address, which
 * stands in logs.
 *
 * @returns The text to check, or a refusal: `key_missing`; `scheme_missing` for a key without `Bearer`.
 */
export function readCredential(
  authorization: string | undefined,
  apiKey: string | undefined,
): SentCredential {
  const bearer = authorization === undefined ? undefined : bearerForm.exec(authorization)?.[1];
  if (bearer !== undefined) return { credential: bearer };
  if (apiKey !== undefined && apiKey !== '') return { credential: apiKey };
  // A key begins like this; what names another scheme, such as Basic, is for somebody else.
  return refusal(authorization?.startsWith('eyJ') ? 'scheme_missing' : 'key_missing');
}
