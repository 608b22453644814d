import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { accessToken } from '../../tools/testing/access-token.ts';

/**
 * The methods that are compared. To add one, add its folder under `methods/` and an entry here: everything else is
 * measured the same way for all of them.
 */

/** What a customer holds after creating a key. */
export interface Held {
  readonly keyId: string;
  /** The text that was shown once. */
  readonly secret: string;
}

/** A key's issuer, and the address where the authority answers. */
export interface Place {
  readonly issuer: string;
  readonly url: string;
}

export interface ComparedMethod {
  /** As in `POST …/keys`; also the folder under `methods/`. */
  readonly name: string;
  readonly title: string;
  /** Whether a gateway's own JWT filter can check it, and then whether it notices the revocation of a single key. */
  readonly plainGateway: 'yes' | 'accepts until it expires' | 'no';
  /** The bearer token of a call. */
  readonly bearer: (held: Held, place: Place) => Promise<string>;
  /** What a thief does with a text that isn't a bearer token itself; undefined where it is worth nothing. */
  readonly redeem?: (text: string, place: Place, database: DatabaseSync) => Promise<string | undefined>;
  /** The environment of the consumer's program. */
  readonly environment: (held: Held, place: Place) => Readonly<Record<string, string>>;
}

const itself: Pick<ComparedMethod, 'bearer' | 'environment'> = {
  bearer: async ({ secret }) => secret,
  environment: ({ secret }) => ({ API_KEY: secret }),
};

/** A thief who has the database knows by its hash which client a secret belongs to. */
async function redeemSecret(
  secret: string,
  place: Place,
  database: DatabaseSync,
): Promise<string | undefined> {
  const secretHash = createHash('sha256').update(secret).digest('base64url');
  const row = database
    .prepare('SELECT kid FROM keys WHERE credential = ?')
    .get(JSON.stringify({ secretHash }));
  if (row === undefined) return undefined;
  // A revoked client gets none.
  return accessToken(place.issuer, { id: String(row['kid']), token: secret }).catch(() => undefined);
}

export const comparedMethods: readonly ComparedMethod[] = [
  { name: 'signed', title: 'Signed key', plainGateway: 'yes', ...itself },
  { name: 'opaque', title: 'Opaque key', plainGateway: 'no', ...itself },
  {
    name: 'oauth-client',
    title: 'OAuth client',
    plainGateway: 'no',
    bearer: ({ keyId, secret }, { issuer }) => accessToken(issuer, { id: keyId, token: secret }),
    redeem: redeemSecret,
    environment: ({ keyId, secret }, { issuer }) => ({
      ISSUER: issuer,
      CLIENT_ID: keyId,
      CLIENT_SECRET: secret,
    }),
  },
  { name: 'shared-signed', title: 'Shared-key token', plainGateway: 'accepts until it expires', ...itself },
];
