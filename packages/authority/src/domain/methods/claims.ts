import { buildClaims, type Claims, KeyError } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Order } from './method.ts';

/** What the token of an order says; the error where it can't be said in a token. */
export function claimsOf(
  workspace: WorkspaceRow,
  { keyId, input }: Order,
  issuedAtSeconds: number,
): Claims | AuthorityError {
  const expiresAt = input.expiresAt ?? null;
  try {
    return buildClaims({
      issuer: workspace.issuer,
      customer: input.customer,
      audience: workspace.audience,
      keyId,
      issuedAtSeconds,
      ...(expiresAt === null ? {} : { expiresAtSeconds: Math.floor(expiresAt / 1000) }),
      scopes: input.scopes ?? [],
      claims: input.claims ?? {},
    });
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return new AuthorityError('invalid_request', error.message, { pointer: '/claims' });
  }
}
