import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import type { Gateway, Workspace } from './fixture.ts';

/** A key as the authority's HTTP API answers it. */
export interface Issued {
  readonly key: { readonly id: string; readonly state: string; readonly expiresAt: string | null };
  readonly token: string;
}

/** Generous, for a busy machine: Envoy fetches the key set every second. */
export const SEEN_WITHIN_MS = 15_000;

/** A real authority in a new folder. */
export async function startSession(): Promise<Session> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'lostwax-session-'));
  try {
    return new Session(await startAuthority(dataFolder));
  } catch (error) {
    await rm(dataFolder, { recursive: true, force: true });
    throw error;
  }
}

/** The authority's HTTP API as these tests call it. */
export class Session {
  authority: RunningAuthority;

  constructor(authority: RunningAuthority) {
    this.authority = authority;
  }

  /** @param body - NewWorkspace of spec/http-api.yaml. */
  createWorkspace(body: { slug: string; algorithm?: string; audience?: string }): Promise<Workspace> {
    return this.authority.call('POST', '/v1/workspaces', body);
  }

  issue(slug: string, over: Record<string, unknown> = {}): Promise<Issued> {
    return this.authority.call('POST', `/v1/workspaces/${slug}/keys`, { customer: 'customer-1', ...over });
  }

  /** @param action - `revoke`, `disable`, `enable` or `rotate`. */
  act(slug: string, keyId: string, action: string, body: unknown = {}): Promise<Issued> {
    return this.authority.call('POST', `/v1/workspaces/${slug}/keys/${keyId}/${action}`, body);
  }

  async issueMany(slug: string, count: number): Promise<readonly Issued[]> {
    const items = Array.from({ length: count }, () => ({ customer: 'customer-1' }));
    const path = `/v1/workspaces/${slug}/keys:batch`;
    return (await this.authority.call<{ items: Issued[] }>('POST', path, { items })).items;
  }

  async state(slug: string, keyId: string): Promise<string> {
    const path = `/v1/workspaces/${slug}/keys/${keyId}`;
    return (await this.authority.call<Issued['key']>('GET', path)).state;
  }

  /** Ends the authority at once, as the system would that runs out of memory. */
  kill(): Promise<void> {
    return this.authority.stop('SIGKILL');
  }

  /** Starts it again on the same folder and port. */
  async startAgain(): Promise<void> {
    const { dataFolder, port } = this.authority;
    this.authority = await startAuthority(dataFolder, port);
  }

  async stop(): Promise<void> {
    await this.authority.stop();
    await rm(this.authority.dataFolder, { recursive: true, force: true });
  }
}

/** Waits until the gateway answers `status` to a key. */
export async function seen(gateway: Gateway, token: string, status: number): Promise<void> {
  await until(
    `Envoy answers ${status}`,
    SEEN_WITHIN_MS,
    async () => (await gateway.status(bearer(token))) === status,
  );
}
