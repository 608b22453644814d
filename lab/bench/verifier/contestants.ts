import { createPublicKey } from 'node:crypto';
import { createVerifier } from '@lostwax/verifier';
import { JwtVerifier } from 'aws-jwt-verify';
import { createVerifier as createFastVerifier } from 'fast-jwt';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { BenchSet } from '../sets.ts';

/** Checks one credential, including issuer and audience, and returns its customer. Throws if it is refused. */
export type Check = (credential: string) => string | Promise<string>;

/** One library, used as its documentation recommends for a set of keys that is in memory. */
export interface Contestant {
  readonly name: string;
  readonly prepare: (set: BenchSet) => Promise<Check>;
}

const lostwax: Contestant = {
  name: 'lostwax',
  async prepare({ issuer, audience }) {
    const verifier = createVerifier({ issuers: [issuer], audience });
    await verifier.ready(120);
    return (credential) => {
      const result = verifier.check(credential);
      if (!result.accepted) throw new Error(result.code);
      return result.key.subject;
    };
  },
};

const jose: Contestant = {
  name: 'jose',
  async prepare(set) {
    const keySet = createLocalJWKSet(await fetchKeySet(set));
    const { issuer, audience } = set;
    const options = { issuer, audience, algorithms: ['ES256'] };
    return async (credential) => subjectOf((await jwtVerify(credential, keySet, options)).payload);
  },
};

/** Its docs recommend `cacheJwks` for a set that is in memory, and `verifySync`. */
const awsJwtVerify: Contestant = {
  name: 'aws-jwt-verify',
  async prepare(set) {
    const { issuer, audience, keySetUrl: jwksUri } = set;
    const verifier = JwtVerifier.create({ issuer, audience, jwksUri });
    const keySet = await fetchKeySet(set);
    verifier.cacheJwks(keySet as unknown as Parameters<typeof verifier.cacheJwks>[0]);
    return (credential) => subjectOf(verifier.verifySync(credential));
  },
};

type FastOptions = Parameters<typeof createFastVerifier>[0];

/**
 * It doesn't look up keys itself. It gets a map from key IDs to PEM, built once per key, and its callback is called
 * synchronously, which is faster than a promise.
 */
function fastJwt(name: string, cache: Partial<FastOptions>): Contestant {
  return {
    name,
    async prepare(set) {
      const { keys } = await fetchKeySet(set);
      const jwks = new Map(keys.map((jwk) => [jwk.kid, jwk]));
      const pems = new Map<string, string>();
      const pemOf = (keyId: string): string => {
        let pem = pems.get(keyId);
        if (pem === undefined) {
          const jwk = jwks.get(keyId);
          if (jwk === undefined) throw new Error('key_unknown');
          pem = createPublicKey({ key: jwk, format: 'jwk' })
            .export({ type: 'spki', format: 'pem' })
            .toString();
          pems.set(keyId, pem);
        }
        return pem;
      };
      const verify = createFastVerifier({
        key: ({ header }: { header: { kid: string } }, done: (error: Error | null, key?: string) => void) =>
          done(null, pemOf(header.kid)),
        algorithms: ['ES256'],
        allowedIss: set.issuer,
        allowedAud: set.audience,
        ...cache,
      } as FastOptions) as unknown as (
        token: string,
        done: (error: Error | null, payload: object) => void,
      ) => void;
      return (credential) => {
        let subject = '';
        verify(credential, (error, payload) => {
          if (error !== null) throw error;
          subject = subjectOf(payload);
        });
        return subject;
      };
    },
  };
}

export const contestants: readonly Contestant[] = [
  lostwax,
  fastJwt('fast-jwt, cached', { cache: true }),
  fastJwt('fast-jwt, cached by the key itself', { cache: true, cacheKeyBuilder: (token) => token }),
  fastJwt('fast-jwt', {}),
  awsJwtVerify,
  jose,
];

async function fetchKeySet({ keySetUrl }: BenchSet): Promise<JSONWebKeySet> {
  return (await (await fetch(keySetUrl)).json()) as JSONWebKeySet;
}

function subjectOf(payload: { readonly sub?: string }): string {
  if (payload.sub === undefined) throw new Error('a token without a customer');
  return payload.sub;
}
