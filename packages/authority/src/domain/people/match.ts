import type { PersonRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import { personByLogin, rolesOf } from './rows.ts';

/** The identity that an OpenID Connect provider has authenticated. */
export interface Identity {
  readonly issuer: string;
  /** Never reassigned to anyone else by this provider, unlike an address. */
  readonly subject: string;
  /** Only if the provider has verified that it belongs to the person. */
  readonly email: string | undefined;
  /** Whether there was an address that the provider hasn't verified. */
  readonly unverified: boolean;
}

/** Why a sign-in is refused: {@link matchPerson}. */
export type Refusal = 'unknown' | 'unverified' | 'other_account';

/**
 * Finds the person who is signing in and, the first time, links the person to the account used.
 *
 * Once linked, only the account counts: addresses change, and are reassigned when people leave (OpenID
 * Connect Core §5.7). Before that, a login with `@` is compared with verified addresses only, and any other
 * with the subject only: some providers let people choose the value of either.
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

/** ASCII letters only: other characters can become one of these in lower case (the Kelvin sign becomes k). */
const isAddress = (email: string | undefined): email is string =>
  email !== undefined && /^[\x21-\x7e]+@[\x21-\x7e]+$/.test(email);
