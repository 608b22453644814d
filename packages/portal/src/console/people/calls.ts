import { type People, type PersonInput, unwrap } from '@lostwax/client';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';

export function usePeople(): UseQueryResult<People> {
  const { client } = useSession();
  return useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => unwrap(client.GET('/v1/people', { signal })),
  });
}

export interface PersonWish extends PersonInput {
  readonly person: string;
}

export function usePeopleCalls() {
  const { client } = useSession();
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['people'] }),
      queries.invalidateQueries({ queryKey: ['session'] }),
    ]);
  return {
    put: useCall(
      ({ person, ...body }: PersonWish) =>
        unwrap(client.PUT('/v1/people/{person}', { params: { path: { person } }, body })),
      refresh,
    ),
    remove: useCall(
      ({ person, erase }: { readonly person: string; readonly erase: boolean }) =>
        unwrap(client.DELETE('/v1/people/{person}', { params: { path: { person }, query: { erase } } })),
      refresh,
    ),
  };
}
