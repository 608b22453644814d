import { createDecipheriv } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buildClaims, isAlgorithmName, makeKeyId, signShared } from '@lostwax/core';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { type House, SLUG } from './house.ts';

/** What forged tokens reach, of {@link FORGED}. */
export interface ForgedCalls {
  readonly tried: number;
  readonly atGate: number;
  /** At a gateway that checks the signature by the published key set. */
  readonly atPlainGateway: number;
}

const FORGED = 20;
const [NONCE_BYTES, TAG_BYTES] = [12, 16];

/** A thief with the database and the secret key: forges a token for each of some customers with the signing key. */
export async function signingKeyThief(house: House): Promise<ForgedCalls | undefined> {
  const row = readSigningKey(house);
  if (row === undefined) return undefined;
  const keySet = await fetch(`${house.authority.url}/${SLUG}/.well-known/jwks.json`);
  const jwks = createLocalJWKSet((await keySet.json()) as JSONWebKeySet);
  const { issuer } = house.place;
  let [atGate, atPlainGateway] = [0, 0];
  for (let n = 0; n < FORGED; n += 1) {
    const claims = buildClaims({
      ...{ issuer, customer: `victim-${n}`, audience: SLUG, keyId: makeKeyId(SLUG) },
      ...{ issuedAtSeconds: Math.floor(Date.now() / 1_000), scopes: ['orders:read'], claims: {} },
    });
    const [forged] = signShared(row, [claims]);
    if (forged === undefined || forged instanceof Error) throw new Error('The signing key does not sign.');
    if ((await house.gate.verify(forged.token)) === 200) atGate += 1;
    const verified = await jwtVerify(forged.token, jwks, { issuer, audience: SLUG }).catch(() => undefined);
    if (verified !== undefined) atPlainGateway += 1;
  }
  return { tried: FORGED, atGate, atPlainGateway };
}

/** The current signing key, its private half decrypted as spec/shared-signed.md §2 says. */
function readSigningKey({ data, secretKey }: House) {
  const database = new DatabaseSync(join(data, 'lostwax.db'), { readOnly: true });
  try {
    const row = database
      .prepare('SELECT workspace_id, kid, algorithm, sealed FROM signing_keys WHERE sealed IS NOT NULL')
      .get();
    if (row === undefined || !isAlgorithmName(row['algorithm'])) return undefined;
    const sealed = row['sealed'] as Uint8Array;
    const decipher = createDecipheriv('aes-256-gcm', secretKey, sealed.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(`lostwax signing key ${Number(row['workspace_id'])} ${String(row['kid'])}`))
      .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const plain = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    const privateHalf = Buffer.concat([plain, decipher.final()]);
    return { keyId: String(row['kid']), algorithm: row['algorithm'], privateHalf };
  } finally {
    database.close();
  }
}
