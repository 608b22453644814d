import { type SigningKeys, unwrap } from '@lostwax/client';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh, workspaceData } from '../../keys/calls.ts';

export function useSigningKeys(slug: string): UseQueryResult<SigningKeys> {
  const { client } = useSession();
  return useQuery({
    queryKey: [...workspaceData(slug), 'signing-key'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/signing-key', {
          params: { path: { workspace: slug } },
          signal,
        }),
      ),
  });
}

/** What can be done with signing keys; what is shown of the workspace is then read again. */
export function useSigningKeyCalls(slug: string) {
  const { client } = useSession();
  const refresh = useRefresh();
  const params = { path: { workspace: slug } };
  return {
    rotate: useCall(
      (retireAfterSeconds: number | undefined) =>
        unwrap(
          client.POST('/v1/workspaces/{workspace}/signing-key/rotate', {
            params,
            body: retireAfterSeconds === undefined ? {} : { retireAfterSeconds },
          }),
        ),
      refresh,
    ),
    revoke: useCall(
      (kid: string) =>
        unwrap(client.POST('/v1/workspaces/{workspace}/signing-key/revoke', { params, body: { kid } })),
      refresh,
    ),
  };
}
