import { type Overview, unwrap } from '@lostwax/client';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { ownTimeZone } from '../../keys/usage.tsx';

const DAYS = 30;

/** @param refetchEveryMs - How soon it is read again. */
export function useOverview(slug: string, refetchEveryMs: number): UseQueryResult<Overview> {
  const { client } = useSession();
  return useQuery({
    queryKey: [...workspaceData(slug), 'overview'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/overview', {
          params: { path: { workspace: slug }, query: { days: DAYS, ...ownTimeZone() } },
          signal,
        }),
      ),
    refetchInterval: refetchEveryMs,
  });
}
