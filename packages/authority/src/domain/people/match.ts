import type { PersonRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import { personByLogin, rolesOf } from './rows.ts';

/** Who a provider of OpenID Connect says has signed in. */
export interface Identity {
  readonly issuer: string;
  /** Never given to anybody else by this provider, other than an address. */
  readonly subject: string;
  /** Only where the provider has made sure that it is the person's. */
  readonly email: string | undefined;
  /** Whether there was an address that the provider has not made sure of. */
  readonly unverified: boolean;
}

/** Why somebody is not let in: {@link matchPerson}. */
export type Refusal = 'unknown' | 'unverified' | 'other_account';

/**
 * Finds the person who signs in, and ties him at the first time to the account that he came with.
 *
 * Once tied, only the account counts: addresses change, and are given to others when somebody leaves (OpenID Connect Core §5.7). Before, a login
 * with `@` is compared with verified addresses only, any other with the subject only: some providers let people choose what stands in either.
 */
export async function matchPerson({ db }: Tx, identity: Identity): Promise<PersonRow | Refusal> {
  const { issuer, subject, email, unverified } = identity;
  const logins = [...(subject.includes('@') ? [] : [subject]), ...(isAddress(email) ? [email] : [])];
  const tied = await db.people.byAccount(issuer, subject);
  const row = tied ?? (await firstOf(logins, (login) => personByLogin(db, login)));
  if (row === undefined) return unverified ? 'unverified' : 'unknown';
  if (rolesOf(row).length === 0) return 'unknown';
  if (tied !== undefined) return row;
  if (row.provider !== null) return 'other_account';
  await db.people.update(row.id, { provider: issuer, subject });
  return row;
}

async function firstOf<From, To>(
  all: readonly From[],
  find: (one: From) => Promise<To | undefined>,
): Promise<To | undefined> {
  for (const one of all) {
    const found = await find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** In letters of ASCII alone: lower case of others can be one of these (the Kelvin sign becomes k). */
const isAddress = (email: string | undefined): email is string =>
  email !== undefined && /^[\x21-\x7e]+@[\x21-\x7e]+$/.test(email);
