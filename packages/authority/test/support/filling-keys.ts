import assert from 'node:assert/strict';
import { ApiError, type RunningAuthority } from '../../../../tools/testing/authority.ts';
import { ask } from '../../../../tools/testing/request.ts';

const PATH = '/v1/workspaces/acme';

/** Keys that are issued until the authority's disk is full. */
export class FillingKeys {
  readonly #authority: RunningAuthority;
  /** IDs of those whose creation was confirmed. */
  readonly confirmed: string[] = [];

  private constructor(authority: RunningAuthority) {
    this.#authority = authority;
  }

  /** Creates the workspace that they are in. */
  static async create(authority: RunningAuthority): Promise<FillingKeys> {
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    return new FillingKeys(authority);
  }

  /** Issues one that takes a few kilobytes. */
  async issue(): Promise<void> {
    const input = { customer: 'many', metadata: { text: 'x'.repeat(3_000) } };
    const { key } = await this.#authority.call<{ key: { id: string } }>('POST', `${PATH}/keys`, input);
    this.confirmed.push(key.id);
  }

  async issueUntilRefused(most: number): Promise<void> {
    await assert.rejects(async () => {
      for (let n = 0; n < most; n++) await this.issue();
    }, isRefused);
  }

  /** Revokes the oldest. */
  async revoke(): Promise<void> {
    await this.#authority.call('POST', `${PATH}/keys/${this.confirmed.shift()}/revoke`, {});
  }

  async stateOf(id: string | undefined): Promise<string> {
    return (await this.#authority.call<{ state: string }>('GET', `${PATH}/keys/${id}`)).state;
  }

  /** The IDs in the key set. */
  async served(): Promise<ReadonlySet<string>> {
    const { status, text } = await ask(`${this.#authority.url}/acme/.well-known/jwks.json`, []);
    assert.equal(status, 200, text);
    const kids = (JSON.parse(text) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    // The sentinel is the last.
    return new Set(kids.slice(0, -1));
  }
}

/** Asserts that a request was refused because of the disk. */
export function isRefused(error: unknown): true {
  assert.ok(error instanceof ApiError, String(error));
  assert.deepEqual([error.status, (error.problem as { code: string }).code], [503, 'storage_unavailable']);
  return true;
}
