import { type Key, unwrap } from '@lostwax/client';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeysScope, useKeysScope } from './scope.tsx';

/** Everything read of a workspace stands below this in the cache. */
export const workspaceData = (workspace: string): readonly string[] => ['workspace', workspace];

export function readKey({ client, workspace }: KeysScope, keyId: string, signal?: AbortSignal): Promise<Key> {
  return unwrap(
    client.GET('/v1/workspaces/{workspace}/keys/{keyId}', {
      params: { path: { workspace, keyId } },
      ...(signal && { signal }),
    }),
  );
}

/** One key record; `refetchEveryMs` decides from the last one how soon to ask again, `false`: not. */
export function useKey(
  keyId: string | null,
  refetchEveryMs: (key: Key) => number | false = () => false,
): UseQueryResult<Key> {
  const scope = useKeysScope();
  return useQuery({
    queryKey: [...workspaceData(scope.workspace), 'key', keyId],
    queryFn: ({ signal }) => readKey(scope, keyId ?? '', signal),
    enabled: keyId !== null,
    refetchInterval: ({ state }) => (state.data === undefined ? false : refetchEveryMs(state.data)),
  });
}

/** What can be done with a key, each as a call that answers its record. */
export type Deed =
  | { readonly do: 'revoke'; readonly reason: string }
  | { readonly do: 'disable' }
  | { readonly do: 'enable' }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'endOverlap' }
  | { readonly do: 'moveOverlap'; readonly endsAt: string }
  | { readonly do: 'undoRotation' };

function carryOut({ client, workspace }: KeysScope, keyId: string, deed: Deed): Promise<Key> {
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
      return unwrap(client.POST(`${one}/rotation`, { params, body: { end: true } }));
    case 'moveOverlap':
      return unwrap(client.POST(`${one}/rotation`, { params, body: { endsAt: deed.endsAt } }));
    case 'undoRotation':
      return unwrap(client.POST(`${one}/rotation`, { params, body: { cancel: true } }));
  }
}

/** Does something with a key; what is shown of the workspace is then read anew. */
export function useDeed(keyId: string) {
  const scope = useKeysScope();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (deed: Deed) => carryOut(scope, keyId, deed),
    onSettled: refresh,
  });
}

/** Reads anew what is shown of the workspace and the session's counts. */
export function useRefresh(): () => Promise<unknown> {
  const { workspace } = useKeysScope();
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: workspaceData(workspace) }),
      queries.invalidateQueries({ queryKey: ['session'] }),
    ]);
}
