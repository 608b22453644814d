import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../../tools/testing/authority.ts';

/** An issued key with what tests need. */
export interface TestKey {
  readonly id: string;
  readonly token: string;
}

/** A real authority with the workspace `acme`, in its own folder. */
export interface House {
  readonly folder: string;
  readonly authority: RunningAuthority;
  /** `http://localhost:<port>/acme`. */
  readonly issuer: string;
  issue(body?: object): Promise<TestKey>;
  /** @param count - A multiple of 500. */
  issueMany(customer: string, count: number): Promise<readonly TestKey[]>;
  revoke(key: TestKey): Promise<void>;
  /** Of this customer. */
  revokeAll(customer: string): Promise<void>;
  /** Restarts the authority on the same port, with the same data. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

/** @param flags - More flags for `lostwax serve`. */
export async function makeHouse({ port = 0, flags = [] as readonly string[] } = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-gate-'));
  const data = join(folder, 'data');
  let authority = await startAuthority(data, port, flags);
  await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
  const issuer = `http://localhost:${authority.port}/acme`;
  return {
    folder,
    get authority() {
      return authority;
    },
    issuer,
    async issue(body = {}) {
      const made = await authority.call<{ key: { id: string }; token: string }>(
        'POST',
        '/v1/workspaces/acme/keys',
        {
          customer: 'customer-1',
          scopes: ['orders:read', 'orders:write'],
          ...body,
        },
      );
      return { id: made.key.id, token: made.token };
    },
    async issueMany(customer, count) {
      const made: TestKey[] = [];
      while (made.length < count) {
        const items = Array.from({ length: 500 }, () => ({ customer }));
        const path = '/v1/workspaces/acme/keys:batch';
        const answer = await authority.call<{ items: { key: { id: string }; token: string }[] }>(
          'POST',
          path,
          {
            items,
          },
        );
        made.push(...answer.items.map(({ key, token }) => ({ id: key.id, token })));
      }
      return made;
    },
    async revoke({ id }) {
      await authority.call('POST', `/v1/workspaces/acme/keys/${id}/revoke`, {});
    },
    async revokeAll(customer) {
      await authority.call('POST', '/v1/workspaces/acme/keys:revoke', { customer });
    },
    async restart() {
      await authority.stop('SIGKILL');
      authority = await startAuthority(data, authority.port, flags);
    },
    async end() {
      await authority.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
