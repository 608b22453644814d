import { buildClaims, type Claims, KeyError } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Credential, Order } from './method.ts';

/**
 * Creates credentials from claims, all at once. An order whose claims can't be in a token gets the reason instead.
 *
 * @param sign - Returns a credential, or the reason it has none, for each set of claims, in order.
 */
export async function makeFromClaims(
  workspace: WorkspaceRow,
  orders: readonly Order[],
  issuedAtSeconds: number,
  sign: (claims: readonly Claims[]) => Promise<readonly (Credential | Error)[]>,
): Promise<(Credential | Error)[]> {
  const claimed = orders.map((order) => claimsOf(workspace, order, issuedAtSeconds));
  const signed = (await sign(claimed.filter((it): it is Claims => !(it instanceof Error)))).values();
  return claimed.map((it) => {
    if (it instanceof Error) return it;
    const { value } = signed.next();
    if (value === undefined) throw new Error('The minter returned fewer keys than requested.');
    return value;
  });
}

/** The claims of an order's token, or why they can't be in one. */
function claimsOf(
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
