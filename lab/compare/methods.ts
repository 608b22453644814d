import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { accessToken } from '../../tools/testing/access-token.ts';
import { makeClientCertificate, proven } from '../../tools/testing/client-certificate.ts';
import { withKey } from '../bench/load/load.ts';

/**
 * The methods that are compared. To add one, add its folder under `methods/` and an entry here: everything else is
 * measured the same way for all of them.
 */

/** What a customer holds after creating a key. */
export interface Held {
  readonly keyId: string;
  /** The text that was shown once, or the private key of a certificate in PEM. */
  readonly secret: string;
  readonly certificate?: string;
}

/** A key's issuer, and the address where the authority answers. */
export interface Place {
  readonly issuer: string;
  readonly url: string;
}

/** What a customer makes for a new key before asking for it. */
export interface Prepared {
  /** The part of the request. */
  readonly body: object;
  readonly secret: string;
  readonly certificate: string;
}

export interface ComparedMethod {
  /** As in `POST …/keys`; also the folder under `methods/`. */
  readonly name: string;
  readonly title: string;
  /** Whether a call needs a connection with a client certificate: then the gate speaks TLS. */
  readonly tls?: true;
  /** Undefined where the authority makes everything. */
  readonly prepare?: (place: Place, customer: string) => Promise<Prepared>;
  /** The header lines of a call at the gate. */
  readonly lines: (held: Held, place: Place) => Promise<string>;
  /** What a thief does with a text that isn't a bearer token itself; undefined where it is worth nothing. */
  readonly redeem?: (text: string, place: Place, database: DatabaseSync) => Promise<string | undefined>;
  /**
   * The environment of the consumer's program.
   *
   * @param write - Puts a text into a file and returns its path.
   */
  readonly environment: (
    held: Held,
    place: Place,
    write: (name: string, text: string) => string,
  ) => Readonly<Record<string, string>>;
}

const itself: Pick<ComparedMethod, 'lines' | 'environment'> = {
  lines: async ({ secret }) => withKey(secret),
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
  { name: 'signed', title: 'Signed key', ...itself },
  { name: 'opaque', title: 'Opaque key', ...itself },
  {
    name: 'oauth-client',
    title: 'OAuth client',
    lines: async ({ keyId, secret }, { issuer }) =>
      withKey(await accessToken(issuer, { id: keyId, token: secret })),
    redeem: redeemSecret,
    environment: ({ keyId, secret }, { issuer }) => ({
      ISSUER: issuer,
      CLIENT_ID: keyId,
      CLIENT_SECRET: secret,
    }),
  },
  {
    name: 'certificate',
    title: 'Certificate',
    tls: true,
    async prepare({ issuer }, customer) {
      const made = await makeClientCertificate();
      const { certificate, key } = made;
      return { body: proven(made, { issuer, customer }), secret: key, certificate };
    },
    // The connection says it all.
    lines: async () => 'Accept: */*',
    environment: ({ secret, certificate = '' }, _, write) => ({
      CERTIFICATE_FILE: write('client.pem', certificate),
      PRIVATE_KEY_FILE: write('client.key', secret),
    }),
  },
  { name: 'shared-signed', title: 'Shared-key token', ...itself },
];
