import { type People, type PersonInput, unwrap } from '@lostwax/client';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
  const onSettled = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['people'] }),
      queries.invalidateQueries({ queryKey: ['session'] }),
    ]);
  return {
    put: useMutation({
      mutationFn: ({ person, ...body }: PersonWish) =>
        unwrap(client.PUT('/v1/people/{person}', { params: { path: { person } }, body })),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: ({ person, erase }: { readonly person: string; readonly erase: boolean }) =>
        unwrap(client.DELETE('/v1/people/{person}', { params: { path: { person }, query: { erase } } })),
      onSettled,
    }),
  };
}
