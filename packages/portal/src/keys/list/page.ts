import { type KeyPage, unwrap } from '@lostwax/client';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { workspaceData } from '../calls.ts';
import { useKeysScope } from '../scope.tsx';
import { type AskedKeys, PAGE, SOON_MS } from './asked.ts';

/** One page of keys. */
export function useKeyPage({
  query,
  expiring,
}: Pick<AskedKeys, 'query' | 'expiring'>): UseQueryResult<KeyPage> {
  const { client, workspace } = useKeysScope();
  return useQuery({
    queryKey: [...workspaceData(workspace), 'keys', query, expiring],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/keys', {
          params: {
            path: { workspace },
            query: {
              limit: PAGE,
              ...query,
              ...(expiring && { expiresBefore: new Date(Date.now() + SOON_MS).toISOString() }),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
