import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../tools/testing/gate.ts';
import type { ComparedMethod, Held, Place } from './methods.ts';

export const SLUG = 'acme';
const API = `/v1/workspaces/${SLUG}`;

/** A real authority with a workspace that offers one method, and a gate that follows its full feed. */
export interface House {
  readonly data: string;
  readonly authority: RunningAuthority;
  readonly gate: RunningGate;
  readonly place: Place;
  /** Encrypts the signing key in the database. */
  readonly secretKey: Buffer;
  /** An administrator key, for the full feed. */
  readonly feedKey: string;
  issue(method: string, count: number): Promise<readonly Held[]>;
  revoke(held: Held): Promise<void>;
  stop(): Promise<void>;
}

const BATCH = 1_000;

export async function openHouse(folder: string, { name }: ComparedMethod): Promise<House> {
  const data = join(folder, 'data');
  const secretKey = randomBytes(32);
  const authority = await startAuthority(data, 0, secretKeyFlags(folder, secretKey));
  await authority.call('POST', '/v1/workspaces', { slug: SLUG, scopes: ['orders:read'] });
  await authority.call('PATCH', API, { methods: [name] });
  const place = { issuer: `http://localhost:${authority.port}/${SLUG}`, url: authority.url };
  const { token: feedKey } = await authority.call<{ token: string }>('POST', '/v1/workspaces/lostwax/keys', {
    customer: 'gate',
    scopes: [`feed:read@${SLUG}`],
  });
  const file = join(folder, 'feed.key');
  writeFileSync(file, feedKey, { mode: 0o600 });
  const gate = await startGate(['--issuer', place.issuer, '--feed-key-file', file, '--threads', '1']);
  await gateReady(gate);
  return {
    ...{ data, authority, gate, place, secretKey, feedKey },
    async issue(method, count) {
      const held: Held[] = [];
      while (held.length < count) {
        const items = Array.from({ length: Math.min(BATCH, count - held.length) }, () => ({
          ...{ customer: 'customer-1', scopes: ['orders:read'], method },
        }));
        const made = await authority.call<{ items: { token: string; key: { id: string } }[] }>(
          'POST',
          `${API}/keys:batch`,
          { items },
        );
        held.push(...made.items.map(({ token, key }) => ({ keyId: key.id, secret: token })));
      }
      return held;
    },
    async revoke({ keyId }) {
      await authority.call('POST', `${API}/keys/${keyId}/revoke`, {});
    },
    async stop() {
      await gate.stop();
      await authority.stop();
    },
  };
}

/** The flags with which an authority can issue shared-key tokens. */
export function secretKeyFlags(folder: string, secretKey: Buffer): readonly string[] {
  const file = join(folder, 'secret.key');
  writeFileSync(file, secretKey.toString('base64url'), { mode: 0o600 });
  return ['--secret-key-file', file];
}
