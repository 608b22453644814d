import { type Key, type LostwaxClient, type NewKey, ProblemError, tokenOf, unwrap } from '@lostwax/client';

/** Makes the workspace `demo`, if no earlier start has. */
export async function makeWorkspace(client: LostwaxClient): Promise<{ issuer: string; audience: string }> {
  const slug = 'demo';
  try {
    return await unwrap(client.GET('/v1/workspaces/{workspace}', { params: { path: { workspace: slug } } }));
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'workspace_not_found') throw error;
    return unwrap(client.POST('/v1/workspaces', { body: { slug } }));
  }
}

/**
 * Issues a fresh key and revokes those of earlier starts: those were not stored and can't be shown again.
 *
 * @returns The new key, and how many were revoked.
 */
export async function freshKey(
  client: LostwaxClient,
  workspace: string,
  key: NewKey,
): Promise<{ readonly key: Key; readonly token: string; readonly revoked: number }> {
  const path = { workspace };
  const { customer } = key;
  const body = { ...key, metadata: { quickstart: true } };
  const issued = await unwrap(client.POST('/v1/workspaces/{workspace}/keys', { params: { path }, body }));
  const query = { customer, state: 'active', limit: 500 } as const;
  const { items } = await unwrap(client.GET('/v1/workspaces/{workspace}/keys', { params: { path, query } }));
  const earlier = items.filter(({ id, metadata }) => id !== issued.key.id && metadata['quickstart'] === true);
  for (const { id: keyId } of earlier) {
    const revocation = {
      params: { path: { workspace, keyId } },
      body: { reason: 'a newer start has its own key' },
    };
    await unwrap(client.POST('/v1/workspaces/{workspace}/keys/{keyId}/revoke', revocation));
  }
  return { key: issued.key, token: tokenOf(issued), revoked: earlier.length };
}
