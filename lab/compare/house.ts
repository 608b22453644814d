import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../tools/testing/gate.ts';
import type { ComparedMethod, Held, Place, Prepared } from './methods.ts';
import { openDoor, type TlsDoor } from './tls-door.ts';

export const SLUG = 'acme';
const API = `/v1/workspaces/${SLUG}`;

/** A real authority with a workspace that offers one method, and a gate that follows its full feed. */
export interface House {
  readonly data: string;
  readonly authority: RunningAuthority;
  readonly gate: RunningGate;
  /** Undefined if the gate speaks plain HTTP. */
  readonly door: TlsDoor | undefined;
  readonly place: Place;
  /** Encrypts the signing key in the database. */
  readonly secretKey: Buffer;
  /** An administrator key, for the full feed. */
  readonly feedKey: string;
  issue(method: ComparedMethod, count: number): Promise<Issued>;
  revoke(held: Held): Promise<void>;
  stop(): Promise<void>;
}

/** New keys. */
export interface Issued {
  readonly held: readonly Held[];
  /** What the authority took, without what customers make themselves. */
  readonly milliseconds: number;
}

const BATCH = 1_000;

export async function openHouse(folder: string, method: ComparedMethod): Promise<House> {
  const data = join(folder, 'data');
  const secretKey = randomBytes(32);
  const authority = await startAuthority(data, 0, secretKeyFlags(folder, secretKey));
  await authority.call('POST', '/v1/workspaces', { slug: SLUG, scopes: ['orders:read'] });
  await authority.call('PATCH', API, { methods: [method.name] });
  const place = { issuer: `http://localhost:${authority.port}/${SLUG}`, url: authority.url };
  const { token: feedKey } = await authority.call<{ token: string }>('POST', '/v1/workspaces/lostwax/keys', {
    customer: 'gate',
    scopes: [`feed:read@${SLUG}`],
  });
  const file = join(folder, 'feed.key');
  writeFileSync(file, feedKey, { mode: 0o600 });
  const door = await openDoor(folder, method);
  const gate = await startGate([
    ...['--issuer', place.issuer, '--feed-key-file', file, '--threads', '1'],
    ...(door?.flags ?? []),
  ]);
  await gateReady(gate);
  return {
    ...{ data, authority, door, gate, place, secretKey, feedKey },
    async issue(method, count) {
      const held: Held[] = [];
      let milliseconds = 0;
      while (held.length < count) {
        const customer = 'customer-1';
        const prepared = await Promise.all(
          Array.from({ length: Math.min(BATCH, count - held.length) }, () =>
            method.prepare?.(place, customer),
          ),
        );
        const items = prepared.map((own) => ({
          ...{ customer, scopes: ['orders:read'], method: method.name, ...own?.body },
        }));
        const begin = performance.now();
        const made = await authority.call<{ items: { token: string | null; key: { id: string } }[] }>(
          'POST',
          `${API}/keys:batch`,
          { items },
        );
        milliseconds += performance.now() - begin;
        held.push(...made.items.map(({ token, key }, at) => heldOf(key.id, token, prepared[at])));
      }
      return { held, milliseconds };
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

/** What the customer has after the answer: the text in it, or what was made before. */
export function heldOf(keyId: string, token: string | null, prepared: Prepared | undefined): Held {
  if (prepared !== undefined) return { keyId, secret: prepared.secret, certificate: prepared.certificate };
  if (token === null) throw new Error('The answer has no key.');
  return { keyId, secret: token };
}

/** The flags with which an authority can issue shared-key tokens. */
export function secretKeyFlags(folder: string, secretKey: Buffer): readonly string[] {
  const file = join(folder, 'secret.key');
  writeFileSync(file, secretKey.toString('base64url'), { mode: 0o600 });
  return ['--secret-key-file', file];
}
