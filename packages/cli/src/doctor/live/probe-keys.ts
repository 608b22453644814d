import { type LostwaxClient, unwrap } from '@lostwax/client';
import type { AlgorithmName } from '@lostwax/core';
import type { KeyShape } from '@lostwax/gateways';

/** What is known of a workspace's key set without fetching it. */
export interface KeySetOf extends KeyShape {
  readonly issuer: string;
  readonly algorithm: AlgorithmName;
  /** Active ones. */
  readonly keys: number;
}

/** A probe key whose run was killed expires by itself after this. */
const LIFE_SECONDS = 900;

export interface ProbeKey {
  readonly workspace: string;
  readonly id: string;
  readonly token: string;
}

/** Creates short-lived keys and revokes them all at the end. */
export class ProbeKeys {
  readonly #client: LostwaxClient;
  readonly #customer: string;
  readonly #held = new Map<string, ProbeKey>();

  constructor(client: LostwaxClient, customer: string) {
    this.#client = client;
    this.#customer = customer;
  }

  async issue(workspace: string, lifeSeconds = LIFE_SECONDS): Promise<ProbeKey> {
    const expiresAt = new Date(Date.now() + lifeSeconds * 1_000).toISOString();
    const body = { customer: this.#customer, name: 'lostwax doctor', expiresAt, method: 'signed' as const };
    const call = this.#client.POST('/v1/workspaces/{workspace}/keys', {
      params: { path: { workspace } },
      body,
    });
    const { key, token } = await unwrap(call);
    const probe = { workspace, id: key.id, token: token ?? '' };
    this.#held.set(key.id, probe);
    return probe;
  }

  async revoke({ workspace, id }: ProbeKey): Promise<void> {
    const path = { workspace, keyId: id };
    const body = { reason: 'Probe of lostwax doctor' };
    await unwrap(
      this.#client.POST('/v1/workspaces/{workspace}/keys/{keyId}/revoke', { params: { path }, body }),
    );
    this.#held.delete(id);
  }

  /** Whether the workspace has no other active key. */
  async isLast({ workspace, id }: ProbeKey): Promise<boolean> {
    const { items } = await unwrap(
      this.#client.GET('/v1/workspaces/{workspace}/keys', {
        params: { path: { workspace }, query: { state: 'active', limit: 2 } },
      }),
    );
    return items.every((it) => it.id === id);
  }

  /** What is known of the workspace's key set. */
  async keySetOf(workspace: string): Promise<KeySetOf> {
    const params = { params: { path: { workspace } } };
    const { issuer, prefix, algorithm } = await unwrap(
      this.#client.GET('/v1/workspaces/{workspace}', params),
    );
    const { activeKeys } = await unwrap(this.#client.GET('/v1/workspaces/{workspace}/overview', params));
    return { issuer, keys: activeKeys, prefix, algorithm };
  }

  /** @returns IDs that could not be revoked, and expire within minutes. */
  async removeAll(): Promise<readonly string[]> {
    for (const key of [...this.#held.values()]) await this.revoke(key).catch(() => undefined);
    return [...this.#held.keys()];
  }
}
