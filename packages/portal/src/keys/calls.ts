import { type Key, unwrap } from '@lostwax/client';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Call, useCall } from '../api/call.ts';
import { NoKeyLeft } from '../api/errors.ts';
import { isAccepted } from './advice.ts';
import { type KeysScope, useKeysScope } from './scope.tsx';

/** Cache key under which everything read from a workspace is stored. */
export const workspaceData = (workspace: string): readonly string[] => ['workspace', workspace];

export function readKey({ client, workspace }: KeysScope, keyId: string, signal?: AbortSignal): Promise<Key> {
  return unwrap(
    client.GET('/v1/workspaces/{workspace}/keys/{keyId}', {
      params: { path: { workspace, keyId } },
      ...(signal && { signal }),
    }),
  );
}

/** Methods whose keys don't contain their ID. */
const endingMethods: ReadonlySet<Key['method']> = new Set(['opaque', 'oauth-client']);

/** The opaque key, or the client with the secret, that has this ending; or null. The ending is a checksum of the whole text, so it names one. */
export async function readByEnding(
  { client, workspace }: KeysScope,
  ending: string,
  signal?: AbortSignal,
): Promise<Key | null> {
  const { items } = await unwrap(
    client.GET('/v1/workspaces/{workspace}/keys', {
      params: { path: { workspace }, query: { q: ending, limit: 20 } },
      ...(signal && { signal }),
    }),
  );
  return items.find((key) => key.ending === ending && endingMethods.has(key.method)) ?? null;
}

/** One key record; `refetchEveryMs` decides from the latest record when to read it again (`false`: never). */
export function useKey(
  keyId: string | null,
  refetchEveryMs: (key: Key) => number | false = () => false,
): UseQueryResult<Key> {
  const scope = useKeysScope();
  return useQuery({
    queryKey: keyQuery(scope, keyId),
    queryFn: ({ signal }) => readKey(scope, keyId ?? '', signal),
    enabled: keyId !== null,
    refetchInterval: ({ state }) => (state.data === undefined ? false : refetchEveryMs(state.data)),
  });
}

/** Actions on a key; each call answers with its record. */
export type Deed =
  | { readonly do: 'revoke'; readonly reason: string }
  | { readonly do: 'disable' }
  | { readonly do: 'enable' }
  | { readonly do: 'rename'; readonly name: string }
  /** Only while its successor is accepted; otherwise no working key would be left. */
  | { readonly do: 'endOverlap'; readonly successor: string }
  | { readonly do: 'moveOverlap'; readonly endsAt: string }
  | { readonly do: 'undoRotation' };

export async function carryOut(scope: KeysScope, keyId: string, deed: Deed): Promise<Key> {
  const { client, workspace } = scope;
  const params = { path: { workspace, keyId } };
  const one = '/v1/workspaces/{workspace}/keys/{keyId}';
  switch (deed.do) {
    case 'revoke':
      return unwrap(
        client.POST(`${one}/revoke`, { params, body: deed.reason === '' ? {} : { reason: deed.reason } }),
      );
    case 'disable':
      return unwrap(client.POST(`${one}/disable`, { params }));
    case 'enable':
      return unwrap(client.POST(`${one}/enable`, { params }));
    case 'rename':
      return unwrap(client.PATCH(one, { params, body: { name: deed.name } }));
    case 'endOverlap':
      if (!isAccepted(await readKey(scope, deed.successor))) throw new NoKeyLeft();
      return unwrap(client.POST(`${one}/rotation`, { params, body: { end: true } }));
    case 'moveOverlap':
      return unwrap(client.POST(`${one}/rotation`, { params, body: { endsAt: deed.endsAt } }));
    case 'undoRotation':
      return unwrap(client.POST(`${one}/rotation`, { params, body: { cancel: true } }));
  }
}

/** Performs an action on a key. The answer's record is shown at once, and everything else of the workspace is refetched. */
export function useDeed(keyId: string): Call<Deed, Key> {
  const scope = useKeysScope();
  const queries = useQueryClient();
  const send = async (deed: Deed): Promise<Key> => {
    const key = await carryOut(scope, keyId, deed);
    queries.setQueryData(keyQuery(scope, key.id), key);
    return key;
  };
  return useCall(send, useRefresh());
}

const keyQuery = ({ workspace }: KeysScope, keyId: string | null) => [
  ...workspaceData(workspace),
  'key',
  keyId,
];

/** Refetches what is shown of the workspace, and the session's counts. */
export function useRefresh(): () => Promise<unknown> {
  const { workspace } = useKeysScope();
  const queries = useQueryClient();
  // A stable function, because effects depend on it.
  return useCallback(
    () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: workspaceData(workspace) }),
        queries.invalidateQueries({ queryKey: ['session'] }),
      ]),
    [queries, workspace],
  );
}
